package io.bytelane.internal.kernel;

/// From window sums to levels. With `r = sums[i] - subtract`, every form stores the low byte of a
/// level clamped to [min, max].
public interface AverageKernel {
  /// The bound below which divisor and dividend are handled in float32: with `n` values of at most
  /// 255 in magnitude and `n` and the divisor below 2^16, dividend and divisor are exact floats,
  /// and a quotient that is not a tie differs from one by at least `1 / (2 * divisor) > 2^-17`,
  /// half a unit in the last place of the quotient. So the rounded quotient is a tie only if the
  /// exact one is, and likewise for integers.
  int FLOAT_BOUND = 1 << 16;

  /// Divides, half to even: `clamp(halfEven(r / divisor) + zeroPoint)`, the quotient exact.
  void divide(
      int[] sums,
      int sumsOffset,
      int length,
      int subtract,
      int divisor,
      int zeroPoint,
      int min,
      int max,
      byte[] out,
      int outOffset);

  /// Divides, half away from zero: `clamp((r + sign(r) * (divisor / 2)) / divisor)`, integer
  /// divisions that truncate.
  void divideHalfAway(
      int[] sums,
      int sumsOffset,
      int length,
      int subtract,
      int divisor,
      int min,
      int max,
      byte[] out,
      int outOffset);

  /// Multiplies: `clamp(rint(fl32(float(r) * multiplier)) + zeroPoint)`, half to even.
  void multiply(
      int[] sums,
      int sumsOffset,
      int length,
      int subtract,
      float multiplier,
      int zeroPoint,
      int min,
      int max,
      byte[] out,
      int outOffset);
}
