package io.bytelane.bench;

/// What the comparison of a contender's outputs with the oracle found.
///
/// @param wrong outputs that differ: by any amount for integers, by more than the tolerance of
///     [Outputs#FLOAT_TOLERANCE] for floats
/// @param checked outputs compared; 0 where there is nothing to compare (the anchor)
public record Check(long wrong, long checked) {
  /// Nothing compared yet.
  public static final Check EMPTY = new Check(0, 0);

  /// Returns the sum of two checks.
  public Check plus(Check other) {
    return new Check(wrong + other.wrong, checked + other.checked);
  }

  @Override
  public String toString() {
    return wrong + " of " + checked;
  }
}
