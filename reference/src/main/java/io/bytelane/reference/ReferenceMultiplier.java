package io.bytelane.reference;

/// A real multiplier as a fixed-point mantissa and a shift: value = m0 * 2^(shift - 31).
///
/// @param m0 mantissa, |m0| in [2^30, 2^31) or 0
/// @param shift exponent, positive to the left
public record ReferenceMultiplier(int m0, int shift) {

  /// Decomposes for FIXED_DOUBLE: value = f * 2^shift with f in [0.5, 1), m0 = f * 2^31 rounded
  /// half away from zero; m0 = 2^31 becomes 2^30 with shift + 1; shift below -31 gives 0. Any
  /// finite value has a decomposition, negative ones included; only -31..30 can be executed.
  public static ReferenceMultiplier of(double value) {
    if (value == 0) {
      return new ReferenceMultiplier(0, 0);
    }
    int shift = Math.getExponent(value) + 1;
    double f = value / StrictMath.scalb(1.0, shift - 1) / 2;
    double mantissa = ReferenceQuantizer.roundHalfAway(f * 0x1p31);
    if (Math.abs(mantissa) == 0x1p31) {
      mantissa /= 2;
      shift++;
    }
    return shift < -31
        ? new ReferenceMultiplier(0, 0)
        : new ReferenceMultiplier((int) mantissa, shift);
  }

  /// Decomposes for FIXED_SINGLE: as [#of], but a shift above 30 gives m0 = 2^31 - 1, shift 30.
  ///
  /// @throws ReferenceRefusal if the value is negative
  public static ReferenceMultiplier single(double value) {
    if (!(value >= 0)) {
      throw new ReferenceRefusal("InvalidMultiplier", -1, "multiplier " + value + " (>= 0)");
    }
    ReferenceMultiplier exact = of(value);
    return exact.shift > 30 ? new ReferenceMultiplier(Integer.MAX_VALUE, 30) : exact;
  }
}
