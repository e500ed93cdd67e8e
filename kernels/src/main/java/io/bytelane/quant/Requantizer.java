package io.bytelane.quant;

/// Requantization of one accumulator, by each scheme of [RequantScheme]. The vector kernels give
/// the same bits.
///
/// In all three the clamp range lies within the output type, and the zero point is added after
/// rounding.
public final class Requantizer {

  private Requantizer() {}

  /// Scheme `FLOAT32`: `sat(rint(fl32(float(acc) * multiplier)) + zeroPoint)`, ties to even. The
  /// conversion of the accumulator rounds above 2^24.
  ///
  /// @param acc accumulator, bias and zero-point terms included
  /// @param multiplier finite and not negative
  /// @param zeroPoint output zero point
  /// @param clamp levels that may be written
  /// @return the level
  public static int float32(int acc, float multiplier, int zeroPoint, ClampRange clamp) {
    // Clamped before rounding: the ends are integers, so the level is the same and nothing wraps.
    float product =
        Math.clamp(acc * multiplier, clamp.min() - zeroPoint, (float) (clamp.max() - zeroPoint));
    return (int) Math.rint(product) + zeroPoint;
  }

  /// Scheme `FIXED_DOUBLE`: a 31-bit product rounded up at ties, then a shift that rounds away from
  /// zero at ties.
  ///
  /// @param acc accumulator for which the multiplier's `leftShiftFits` holds
  /// @param multiplier decomposed multiplier, not negative
  /// @param zeroPoint output zero point
  /// @param clamp levels that may be written
  /// @return the level
  public static int fixedDouble(
      int acc, FixedPointMultiplier multiplier, int zeroPoint, ClampRange clamp) {
    return clamp.clamp((long) multiplier.applyDouble(acc) + zeroPoint);
  }

  /// Scheme `FIXED_SINGLE`: one rounding of the 64-bit product, up at ties.
  ///
  /// @param acc accumulator
  /// @param multiplier decomposed multiplier, not negative
  /// @param zeroPoint output zero point
  /// @param clamp levels that may be written
  /// @return the level
  public static int fixedSingle(
      int acc, FixedPointMultiplier multiplier, int zeroPoint, ClampRange clamp) {
    return clamp.clamp(multiplier.applySingle(acc) + zeroPoint);
  }
}
