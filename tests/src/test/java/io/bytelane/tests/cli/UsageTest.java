package io.bytelane.tests.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.bytelane.models.cli.BytelaneCommand;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class UsageTest {
  @Test
  void everyCommandHasHelp() {
    for (List<String> command : commands(BytelaneCommand.commandLine(), List.of())) {
      List<Object> args = new ArrayList<>(command);
      args.add("--help");
      CommandRun run = CommandRun.of(args.toArray());

      assertThat(run.status()).as("%s", args).isZero();
      assertThat(run.out()).startsWith("Usage: bytelane").contains("--help");
      assertThat(run.err()).isEmpty();
    }
  }

  @Test
  void everyCommandSaysWhatItIsFor() {
    for (List<String> command : commands(BytelaneCommand.commandLine(), List.of())) {
      CommandLine line = BytelaneCommand.commandLine();
      for (String name : command) {
        line = line.getSubcommands().get(name);
      }
      assertThat(line.getCommandSpec().usageMessage().description()).isNotEmpty();
    }
  }

  @Test
  void nothingToDoIsBadUsage() {
    CommandRun run = CommandRun.of();

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).isEqualTo("bytelane: Missing command (see bytelane --help)\n");
    assertThat(run.out()).isEmpty();
  }

  @Test
  void unknownCommandIsOneLine() {
    CommandRun run = CommandRun.of("explroe");

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err())
        .isEqualTo("bytelane: Unmatched argument at index 0: 'explroe' (see bytelane --help)\n");
  }

  @Test
  void unknownOptionIsOneLine() {
    CommandRun run = CommandRun.of("info", "--colour");

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err())
        .isEqualTo("bytelane info: Unknown option: '--colour' (see bytelane info --help)\n");
  }

  @Test
  void infoNamesKernelsAndReason() {
    CommandRun run = CommandRun.of("info");

    assertThat(run.status()).isZero();
    assertThat(run.out())
        .containsPattern("kernels +(scalar|v128|v256|v512)\n")
        .containsPattern("reason +\\S+")
        .containsPattern("vector_bits +\\d+")
        .contains("-Dio.bytelane.path=PATH")
        .contains(Runtime.version().toString());
  }

  private static List<List<String>> commands(CommandLine line, List<String> path) {
    List<List<String>> commands = new ArrayList<>();
    commands.add(path);
    line.getSubcommands()
        .forEach(
            (name, sub) -> {
              List<String> subPath = new ArrayList<>(path);
              subPath.add(name);
              commands.addAll(commands(sub, subPath));
            });
    return commands;
  }
}
