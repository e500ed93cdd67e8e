package io.bytelane.internal.scalar;

import io.bytelane.internal.kernel.AverageKernel;

/// [AverageKernel] in plain loops and integer arithmetic.
public final class ScalarAverageKernel implements AverageKernel {
  /// Creates the stateless instance.
  public ScalarAverageKernel() {}

  @Override
  public void divide(
      int[] sums,
      int sumsOffset,
      int length,
      int subtract,
      int divisor,
      int zeroPoint,
      int min,
      int max,
      byte[] out,
      int outOffset) {
    for (int i = 0; i < length; i++) {
      int r = sums[sumsOffset + i] - subtract;
      int quotient = Math.floorDiv(r, divisor);
      long twice = 2L * (r - quotient * divisor);
      if (twice > divisor || (twice == divisor && (quotient & 1) != 0)) {
        quotient++;
      }
      out[outOffset + i] = (byte) Math.clamp(quotient + zeroPoint, min, max);
    }
  }

  @Override
  public void divideHalfAway(
      int[] sums,
      int sumsOffset,
      int length,
      int subtract,
      int divisor,
      int min,
      int max,
      byte[] out,
      int outOffset) {
    int half = divisor / 2;
    for (int i = 0; i < length; i++) {
      long r = (long) sums[sumsOffset + i] - subtract;
      long quotient = (r > 0 ? r + half : r - half) / divisor;
      out[outOffset + i] = (byte) Math.clamp(quotient, min, max);
    }
  }

  @Override
  public void multiply(
      int[] sums,
      int sumsOffset,
      int length,
      int subtract,
      float multiplier,
      int zeroPoint,
      int min,
      int max,
      byte[] out,
      int outOffset) {
    float low = min - zeroPoint;
    float high = max - zeroPoint;
    for (int i = 0; i < length; i++) {
      float product = (sums[sumsOffset + i] - subtract) * multiplier;
      float clamped = Math.min(Math.max(product, low), high);
      out[outOffset + i] = (byte) ((int) Math.rint(clamped) + zeroPoint);
    }
  }
}
