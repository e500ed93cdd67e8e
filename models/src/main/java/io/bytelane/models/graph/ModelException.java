package io.bytelane.models.graph;

/// What is wrong with a model, in one sentence of the form `name: value (expected: rule)`.
public abstract sealed class ModelException extends RuntimeException
    permits InvalidModelException, UnsupportedModelException {
  private static final long serialVersionUID = 1L;

  /// Creates an exception.
  ///
  /// @param message the whole sentence
  /// @param cause what led to it, or null
  protected ModelException(String message, Throwable cause) {
    super(message, cause);
  }
}
