package io.bytelane.quant;

import io.bytelane.quant.QuantizationException.Reason;

/// A real multiplier as an integer and a power of two: `M = multiplier * 2^(shift - 31)`.
///
/// The magnitude of `multiplier` is 0 or in [2^30, 2^31), so it holds 31 significant bits.
/// Requantization requires it not negative; the decomposition itself accepts any sign.
///
/// @param multiplier `M0`, the significand times 2^31
/// @param shift the exponent, in [-31, 30]
public record FixedPointMultiplier(int multiplier, int shift) {

  /// Smallest exponent; a smaller multiplier counts as 0.
  public static final int MIN_SHIFT = -31;

  /// Largest exponent; a larger multiplier saturates.
  public static final int MAX_SHIFT = 30;

  /// Checks the shift.
  ///
  /// @throws QuantizationException `INVALID_MULTIPLIER` if the shift lies outside [-31, 30]
  public FixedPointMultiplier {
    if (shift < MIN_SHIFT || shift > MAX_SHIFT) {
      throw QuantizationException.of(
          Reason.INVALID_MULTIPLIER, "shift", shift, "in [" + MIN_SHIFT + ", " + MAX_SHIFT + "]");
    }
  }

  /// Decomposes a real multiplier for scheme `FIXED_DOUBLE`: `M = f * 2^shift` with |f| in [0.5,
  /// 1), `multiplier` = f * 2^31 rounded half away from zero. A significand that rounds to 1
  /// becomes
  /// 0.5 with the next shift; a shift below -31 makes both parts 0.
  ///
  /// @param real the multiplier, finite, of any sign, magnitude below 2^30
  /// @return the decomposition
  /// @throws QuantizationException `INVALID_MULTIPLIER` if `real` is NaN, infinite or too large
  public static FixedPointMultiplier of(double real) {
    if (!Double.isFinite(real)) {
      throw QuantizationException.of(Reason.INVALID_MULTIPLIER, "multiplier", real, "finite");
    }
    double magnitude = Math.abs(real);
    int shift = Math.getExponent(magnitude) + 1;
    // Scaling by a power of two is exact, so this floor is half away from zero for a magnitude.
    long significand = (long) Math.floor(Math.scalb(magnitude, 31 - shift) + 0.5);
    if (significand == 1L << 31) {
      significand >>= 1;
      shift++;
    }
    if (shift < MIN_SHIFT) {
      return new FixedPointMultiplier(0, 0);
    }
    if (shift > MAX_SHIFT) {
      throw QuantizationException.of(
          Reason.INVALID_MULTIPLIER, "multiplier", real, "magnitude below 2^30");
    }
    return new FixedPointMultiplier((int) (real < 0 ? -significand : significand), shift);
  }

  /// Decomposes a real multiplier for scheme `FIXED_SINGLE`: as `of`, but a multiplier of 2^30 or
  /// more saturates to (2^31 - 1, 30).
  ///
  /// @param real the multiplier, finite and not negative
  /// @return the decomposition
  /// @throws QuantizationException `INVALID_MULTIPLIER` if `real` is negative, NaN or infinite
  public static FixedPointMultiplier saturating(double real) {
    if (!(real >= 0) || real == Double.POSITIVE_INFINITY) {
      throw QuantizationException.of(
          Reason.INVALID_MULTIPLIER, "multiplier", real, "finite and >= 0");
    }
    // From here on the significand rounds to 1, which needs shift 31.
    boolean large = real >= 0x1p30 - 0x1p-2;
    return large ? new FixedPointMultiplier(Integer.MAX_VALUE, MAX_SHIFT) : of(real);
  }

  /// Returns the real value of the decomposition.
  ///
  /// @return `multiplier * 2^(shift - 31)`, exact
  public double real() {
    return Math.scalb((double) multiplier, shift - 31);
  }

  /// Tells whether the left shift of scheme `FIXED_DOUBLE` keeps every accumulator of an interval
  /// in int32. Operators check it when they are built; the scheme has no left shift otherwise.
  ///
  /// @param low smallest accumulator
  /// @param high largest accumulator
  /// @return true if `low << max(shift, 0)` and `high << max(shift, 0)` do not overflow
  public boolean leftShiftFits(int low, int high) {
    int left = Math.max(shift, 0);
    return (low << left) >> left == low && (high << left) >> left == high;
  }

  /// Multiplies by scheme `FIXED_DOUBLE`: the high half of the doubled product, ties up, then a
  /// right shift, ties away from zero.
  ///
  /// @param acc an accumulator for which `leftShiftFits` holds; beyond it the shift wraps
  /// @return the product, rounded twice
  public int applyDouble(int acc) {
    return roundingShift(highMul(acc << Math.max(shift, 0), multiplier), Math.max(-shift, 0));
  }

  /// Multiplies by scheme `FIXED_SINGLE`: one rounding of the 64-bit product, ties up.
  ///
  /// @param acc any accumulator
  /// @return the product, rounded once; it may exceed int32 when the shift is positive
  public long applySingle(int acc) {
    return ((long) acc * multiplier + (1L << (30 - shift))) >> (31 - shift);
  }

  /// `floor((a * b + 2^30) / 2^31)`, saturated in the one case that does not fit.
  private static int highMul(int a, int b) {
    if (a == Integer.MIN_VALUE && b == Integer.MIN_VALUE) {
      return Integer.MAX_VALUE;
    }
    return (int) (((long) a * b + (1L << 30)) >> 31);
  }

  /// `x / 2^exponent`, nearest, ties away from zero. Adding half and shifting rounds ties up; a
  /// negative value gets one unit less before the shift.
  private static int roundingShift(int x, int exponent) {
    if (exponent == 0) {
      return x;
    }
    long half = 1L << (exponent - 1);
    return (int) ((x + half + (x >> 31)) >> exponent);
  }
}
