package io.bytelane.models.graph;

/// A legal model that uses something outside what is covered here. Names the operator, so that a
/// report can count what is missing.
public final class UnsupportedModelException extends ModelException {
  private static final long serialVersionUID = 1L;

  /// The operator with its domain where that is not the default one.
  private final String operator;

  /// Creates an exception.
  ///
  /// @param operator the operator's name, or a short word for what is missing
  /// @param message `name: value (expected: rule)`
  public UnsupportedModelException(String operator, String message) {
    super(message, null);
    this.operator = operator;
  }

  /// Creates the exception for a node.
  ///
  /// @param node the node that cannot be handled
  /// @param what the attribute, input or property
  /// @param found the value found
  /// @param expected what is supported
  /// @return the exception to throw
  public static UnsupportedModelException at(
      Node node, String what, Object found, String expected) {
    return new UnsupportedModelException(
        node.qualifiedOperator(),
        node.label() + ": " + what + ": " + found + " (expected: " + expected + ")");
  }

  /// Returns the operator that is not supported.
  ///
  /// @return its name, with the domain in front where that is not the default one
  public String operator() {
    return operator;
  }
}
