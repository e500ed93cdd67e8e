package io.bytelane.models.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `bytelane demo`: the demonstrations of linear quantization.
@Command(
    name = "demo",
    description = "Demonstrates linear quantization: console text and figures.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {DemoLinearCommand.class, DemoFcCommand.class, DemoWeightsCommand.class})
final class DemoCommand implements Runnable {
  @Spec private CommandSpec spec;

  private DemoCommand() {}

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "Missing demonstration (expected: " + names() + ")");
  }

  private String names() {
    return String.join(", ", spec.subcommands().keySet());
  }
}
