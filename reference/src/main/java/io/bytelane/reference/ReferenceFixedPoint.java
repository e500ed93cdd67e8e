package io.bytelane.reference;

/// The two roundings of scheme B, as gemmlowp and TFLite define them.
public final class ReferenceFixedPoint {
  private ReferenceFixedPoint() {}

  /// Returns `RDP(SRDHM(acc * 2^max(shift, 0), m0), max(-shift, 0))`: two roundings.
  ///
  /// @throws ArithmeticException if the left shift leaves int32
  public static int scale(int acc, int m0, int shift) {
    int shifted = Math.toIntExact((long) acc << Math.max(shift, 0));
    return roundingDivide(doublingHighMultiply(shifted, m0), Math.max(-shift, 0));
  }

  /// SRDHM: `floor((a * b + 2^30) / 2^31)`, ties toward +infinity; -2^31 times itself saturates.
  public static int doublingHighMultiply(int a, int b) {
    long rounded = ((long) a * b + (1L << 30)) >> 31;
    return (int) Math.min(rounded, Integer.MAX_VALUE);
  }

  /// RDP: nearest integer of `x / 2^exponent`, ties away from zero.
  public static int roundingDivide(int x, int exponent) {
    long half = (1L << exponent) >> 1;
    long magnitude = (Math.abs((long) x) + half) >> exponent;
    return (int) (x < 0 ? -magnitude : magnitude);
  }
}
