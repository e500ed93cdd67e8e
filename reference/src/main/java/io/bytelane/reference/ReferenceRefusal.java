package io.bytelane.reference;

/// Input that the numeric contract refuses. Carries the name of the typed error of the contract, so
/// that conformance tables can be compared by name.
public final class ReferenceRefusal extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final String error;
  private final long index;

  /// A refusal.
  ///
  /// @param error name of the typed error, such as `NonFiniteData`
  /// @param index first offending index (or row, where rows are meant), -1 if there is none
  /// @param message name, value and rule
  public ReferenceRefusal(String error, long index, String message) {
    super(error + ": " + message);
    this.error = error;
    this.index = index;
  }

  /// Returns the name of the typed error.
  public String error() {
    return error;
  }

  /// Returns the first offending index, or -1.
  public long index() {
    return index;
  }
}
