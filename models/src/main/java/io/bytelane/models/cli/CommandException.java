package io.bytelane.models.cli;

/// Tells that a command cannot do its work, with the whole line that the user sees.
final class CommandException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  CommandException(String message) {
    super(message);
  }

  CommandException(String message, Throwable cause) {
    super(message, cause);
  }
}
