package io.bytelane.models.graph;

/// A model, tensor file or graph that breaks a rule of its format: a name that nothing defines, a
/// cycle, data that do not fill the declared shape, an attribute of the wrong type, inputs whose
/// shapes do not fit together.
public final class InvalidModelException extends ModelException {
  private static final long serialVersionUID = 1L;

  /// Creates an exception.
  ///
  /// @param message `name: value (expected: rule)`
  public InvalidModelException(String message) {
    super(message, null);
  }

  /// Creates an exception with a cause.
  ///
  /// @param message `name: value (expected: rule)`
  /// @param cause what led to it
  public InvalidModelException(String message, Throwable cause) {
    super(message, cause);
  }

  /// Creates the exception for a node.
  ///
  /// @param node the node that breaks the rule
  /// @param what the attribute, input or property
  /// @param found the value found
  /// @param expected the rule
  /// @return the exception to throw
  public static InvalidModelException at(Node node, String what, Object found, String expected) {
    return new InvalidModelException(
        node.label() + ": " + what + ": " + found + " (expected: " + expected + ")");
  }
}
