package io.bytelane.tests.conformance;

/// How accumulators become 8 bits, by the field names of the case files.
public enum Scheme {
  /// Scheme A.
  FLOAT32("FLOAT32"),
  /// Scheme B.
  FIXED_DOUBLE("FIXED_DOUBLE"),
  /// Scheme C.
  FIXED_SINGLE("FIXED_SINGLE"),
  /// Scheme A with the zero point added before rounding; the oracle's only.
  ZERO_POINT_FIRST("zero_point_before_rounding");

  private final String field;

  Scheme(String field) {
    this.field = field;
  }

  /// Returns the name of the field that holds this scheme's expected values.
  public String field() {
    return field;
  }
}
