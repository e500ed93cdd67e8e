package io.bytelane.models.cli;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/// The root command: says what there is, and turns every failure into one line and an exit status.
@Command(
    name = "bytelane",
    description = "Runs, quantizes and compares neural networks in int8 on the JVM.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT,
    versionProvider = VersionProvider.class,
    subcommands = {
      ExploreCommand.class,
      CheckCommand.class,
      QuantizeCommand.class,
      RunCommand.class,
      InspectCommand.class,
      BenchCommand.class,
      DemoCommand.class,
      InfoCommand.class
    },
    footer = {
      "",
      "Exit status: 0 done, 1 the work failed, 2 bad usage.",
      "Every command has its own --help."
    })
public final class BytelaneCommand implements Runnable {
  /// Exit status of work that failed.
  static final int FAILED = CommandLine.ExitCode.SOFTWARE;

  /// Exit status of bad usage.
  static final int BAD_USAGE = CommandLine.ExitCode.USAGE;

  @Option(
      names = "--debug",
      scope = ScopeType.INHERIT,
      description = "Print the stack trace of an error.")
  private boolean debug;

  @Spec private CommandSpec spec;

  private BytelaneCommand() {}

  /// Returns the command line, ready to execute; output and errors can be redirected on it.
  public static CommandLine commandLine() {
    CommandLine commandLine = new CommandLine(new BytelaneCommand());
    commandLine
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpWidth(100)
        .setParameterExceptionHandler(BytelaneCommand::badUsage)
        .setExecutionExceptionHandler(BytelaneCommand::failed);
    return commandLine;
  }

  /// Without a command there is nothing to do.
  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Missing command (see bytelane --help)");
  }

  private static int badUsage(ParameterException e, String[] args) {
    CommandLine commandLine = e.getCommandLine();
    String name = commandLine.getCommandSpec().qualifiedName();
    String line = ErrorText.oneLine(usageText(e));
    String hint = line.contains("--help") ? "" : " (see " + name + " --help)";
    commandLine.getErr().println(name + ": " + line + hint);
    commandLine.getErr().flush();
    return BAD_USAGE;
  }

  /// A value that is not of its option's type is told like any other broken rule.
  private static String usageText(ParameterException e) {
    if (!(e.getArgSpec() instanceof OptionSpec option) || e.getValue() == null) {
      return e.getMessage();
    }
    Class<?> type = option.isMultiValue() ? option.auxiliaryTypes()[0] : option.type();
    String rule = OptionRule.ofType(type);
    return rule.isEmpty()
        ? e.getMessage()
        : OptionRule.text(option.longestName(), e.getValue(), rule);
  }

  private static int failed(Exception e, CommandLine commandLine, ParseResult parsed) {
    PrintWriter err = commandLine.getErr();
    err.println(commandLine.getCommandSpec().qualifiedName() + ": " + ErrorText.of(e));
    BytelaneCommand root = (BytelaneCommand) commandLine.getCommandSpec().root().userObject();
    if (root.debug) {
      e.printStackTrace(err);
    }
    err.flush();
    return FAILED;
  }
}
