package io.bytelane.models.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// What all demonstrations share: the bit width and where figures go.
final class DemoOptions {
  private static final String PASSED = "* Test passed.";

  @Option(
      names = "--bits",
      paramLabel = "BITS",
      defaultValue = "2",
      description = "Bit width, 2 to 8 (default: ${DEFAULT-VALUE}).")
  private int bits;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = "assets",
      description = "Folder of the figure (default: ${DEFAULT-VALUE}).")
  private Path out;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  private DemoOptions() {}

  /// Returns the bit width.
  int bits() {
    if (bits < 2 || bits > 8) {
      throw new ParameterException(
          spec.commandLine(), "--bits: " + bits + " (expected: in [2, 8])");
    }
    return bits;
  }

  /// Returns where a figure goes.
  Path figure(String name) {
    return out.resolve(name);
  }

  /// Returns the writer for results.
  PrintWriter output() {
    return spec.commandLine().getOut();
  }

  /// Prints that the computed values are what they should be, or fails.
  void report(boolean passed) {
    if (!passed) {
      throw new CommandException(
          "test: the quantized values differ from the float computation (expected: within one"
              + " level)");
    }
    output().println(PASSED);
  }

  /// Prints where a figure went.
  void saved(Path figure) {
    output().println("Saved: " + figure);
    output().flush();
  }
}
