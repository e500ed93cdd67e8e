/// The command line `bytelane`: one picocli class per command, and what they share.
///
/// Results go to standard output, progress and errors to standard error. Exit status 0: done; 1:
/// the work failed (a file, a model, a measurement, a failed check); 2: bad usage. An error is one
/// line that names the file or node, the value and the rule; `--debug` adds the stack trace.
package io.bytelane.models.cli;
