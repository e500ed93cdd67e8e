package io.bytelane.models.data;

import java.io.IOException;

/// Tells that a data file is truncated, damaged, of another format, or does not belong to the file
/// beside it. The message is one line: file, then `name: value (expected: rule)`.
public final class InvalidDataException extends IOException {
  private static final long serialVersionUID = 1L;

  /// Creates the exception for `file` with the sentence that says what is wrong with it.
  ///
  /// @param file name of the file, as the user gave it
  /// @param problem the rest of the line, in the form `name: value (expected: rule)`
  public InvalidDataException(String file, String problem) {
    super(file + ": " + problem);
  }
}
