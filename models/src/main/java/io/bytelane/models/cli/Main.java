package io.bytelane.models.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;

/// Entry point of the launcher.
public final class Main {
  /// Set to 0 by the launcher when file descriptor 0 is the terminal's standard error, because
  /// descriptor 2 goes through its filter for the announcements of the JVM.
  private static final String STDERR_VARIABLE = "BYTELANE_STDERR";

  private Main() {}

  /// Runs one command and ends the process with its exit status.
  ///
  /// @param args the command line
  public static void main(String[] args) {
    if ("0".equals(System.getenv(STDERR_VARIABLE))) {
      Charset charset = System.err.charset();
      System.setErr(new PrintStream(new FileOutputStream(FileDescriptor.in), true, charset));
    }
    System.exit(BytelaneCommand.commandLine().execute(args));
  }
}
