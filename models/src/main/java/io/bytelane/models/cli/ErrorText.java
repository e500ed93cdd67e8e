package io.bytelane.models.cli;

import io.bytelane.models.data.InvalidDataException;
import io.bytelane.models.graph.ModelException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/// The one line that stands for an exception.
final class ErrorText {
  private static final int MAX_LENGTH = 600;

  private ErrorText() {}

  /// Returns the sentence for an exception. Exceptions of the file system carry only a path as
  /// their message, so the reason is added; an exception that no code announces is called internal.
  static String of(Throwable e) {
    return oneLine(
        switch (e) {
          case NoSuchFileException file -> file.getFile() + ": no such file";
          case AccessDeniedException file -> file.getFile() + ": permission denied";
          case NotDirectoryException file -> file.getFile() + ": not a folder";
          case FileAlreadyExistsException file -> file.getFile() + ": is in the way";
          case FileSystemException file -> file.getFile() + ": " + file.getReason();
          case InvalidDataException data -> data.getMessage();
          case IOException io -> "input or output failed: " + io.getMessage();
          case CommandException command -> command.getMessage();
          case ModelException model -> model.getMessage();
          case IllegalArgumentException argument when argument.getMessage() != null ->
              argument.getMessage();
          case IllegalStateException state when state.getMessage() != null -> state.getMessage();
          default -> "internal error: " + e + " (--debug prints where)";
        });
  }

  /// Returns a text without line ends, shortened where it is very long.
  static String oneLine(String text) {
    String line = String.valueOf(text).strip().replaceAll("\\s*\\R\\s*", " ");
    return line.length() <= MAX_LENGTH ? line : line.substring(0, MAX_LENGTH) + " ...";
  }
}
