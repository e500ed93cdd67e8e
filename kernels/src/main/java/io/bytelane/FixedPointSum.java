package io.bytelane;

import io.bytelane.internal.check.Checks;
import io.bytelane.quant.FixedPointMultiplier;
import java.util.Objects;

/// The numbers of TFLite's addition: with B the two roundings of scheme `FIXED_DOUBLE`,
/// `q = clamp(B(B(a' << leftShift, a) + B(b' << leftShift, b), output) + zeroPoint)`.
///
/// @param a multiplier of the first operand, not negative
/// @param b multiplier of the second operand, not negative
/// @param output multiplier of the sum, not negative
/// @param leftShift in [0, 22]; 20 in TFLite
public record FixedPointSum(
    FixedPointMultiplier a, FixedPointMultiplier b, FixedPointMultiplier output, int leftShift) {

  /// The left shift of TFLite for 8-bit operands.
  public static final int TFLITE_LEFT_SHIFT = 20;

  /// Checks that nothing is missing, and the left shift.
  public FixedPointSum {
    Objects.requireNonNull(a, "a");
    Objects.requireNonNull(b, "b");
    Objects.requireNonNull(output, "output");
    Checks.that(leftShift >= 0 && leftShift <= 22, "leftShift", leftShift, "in [0, 22]");
  }

  /// Derives the numbers from scales as TFLite does: both operands are brought to twice the larger
  /// scale, in double.
  public static FixedPointSum ofScales(float aScale, float bScale, float outputScale) {
    double common = 2 * (double) Math.max(aScale, bScale);
    return new FixedPointSum(
        FixedPointMultiplier.of(aScale / common),
        FixedPointMultiplier.of(bScale / common),
        FixedPointMultiplier.of(common / ((double) (1 << TFLITE_LEFT_SHIFT) * outputScale)),
        TFLITE_LEFT_SHIFT);
  }
}
