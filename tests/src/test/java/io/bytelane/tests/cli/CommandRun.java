package io.bytelane.tests.cli;

import io.bytelane.models.cli.BytelaneCommand;
import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;

/// One call of the command line in this process, with what it printed.
///
/// @param status exit status
/// @param out standard output
/// @param err standard error
record CommandRun(int status, String out, String err) {
  static CommandRun of(Object... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine commandLine = BytelaneCommand.commandLine();
    commandLine.setOut(new PrintWriter(out));
    commandLine.setErr(new PrintWriter(err));
    String[] texts = new String[args.length];
    for (int i = 0; i < texts.length; i++) {
      texts[i] = args[i].toString();
    }
    int status = commandLine.execute(texts);
    return new CommandRun(status, out.toString(), err.toString());
  }
}
