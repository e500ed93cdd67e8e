package io.bytelane.internal.scalar;

/// Multiplication by `multiplier * 2^(shift - 31)` in integers, one value at a time.
public final class FixedPoint {
  private FixedPoint() {}

  /// Rounds twice, scheme `FIXED_DOUBLE`: the high half of the doubled product of
  /// `value << max(shift, 0)`, ties up, then a right shift by `max(-shift, 0)`, ties away from
  /// zero.
  ///
  /// @param multiplier not negative
  /// @param shift in [-31, 30]
  public static int scaleDouble(int value, int multiplier, int shift) {
    int left = Math.max(shift, 0);
    int right = Math.max(-shift, 0);
    int high = (int) (((long) (value << left) * multiplier + (1L << 30)) >> 31);
    // Half of the divisor is added, less one for negative values: a branch would be mispredicted.
    long half = 1L << right >> 1;
    return (int) ((high + half + (half > 0 ? high >> 31 : 0)) >> right);
  }

  /// Rounds once, scheme `FIXED_SINGLE`:
  /// `floor((value * multiplier + 2^(30 - shift)) / 2^(31 - shift))`, ties up.
  ///
  /// @param multiplier not negative
  /// @param shift in [-31, 30]
  public static long scaleSingle(int value, int multiplier, int shift) {
    return ((long) value * multiplier + (1L << (30 - shift))) >> (31 - shift);
  }
}
