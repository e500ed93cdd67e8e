package io.bytelane.internal.scalar;

import io.bytelane.internal.kernel.LevelKernel;

/// [LevelKernel] in plain loops; the vector form hands its last values here.
public final class ScalarLevelKernel implements LevelKernel {
  /// Creates the stateless instance.
  public ScalarLevelKernel() {}

  @Override
  public void round(
      float[] values,
      int offset,
      int length,
      float[] zeroPoints,
      int zeroPointsOffset,
      int min,
      int max,
      boolean halfAway) {
    for (int i = 0; i < length; i++) {
      float zeroPoint = zeroPoints[zeroPointsOffset + i];
      // The ends are integers, so that clamping before rounding gives the same level; NaN stays
      // NaN and converts to 0.
      float clamped = Math.min(Math.max(values[offset + i], min - zeroPoint), max - zeroPoint);
      values[offset + i] = (int) (halfAway ? halfAway(clamped) : Math.rint(clamped));
    }
  }

  /// In double the sum is exact.
  private static double halfAway(double value) {
    return Math.copySign(Math.floor(Math.abs(value) + 0.5), value);
  }

  @Override
  public void store(
      float[] rounded,
      int offset,
      int length,
      float[] zeroPoints,
      int zeroPointsOffset,
      byte[] out,
      int outOffset) {
    for (int i = 0; i < length; i++) {
      out[outOffset + i] = (byte) (int) (rounded[offset + i] + zeroPoints[zeroPointsOffset + i]);
    }
  }

  @Override
  public void centre(
      byte[] in,
      int inOffset,
      int length,
      byte flip,
      float[] zeroPoints,
      int zeroPointsOffset,
      float[] out,
      int outOffset) {
    for (int i = 0; i < length; i++) {
      out[outOffset + i] = (byte) (in[inOffset + i] ^ flip) - zeroPoints[zeroPointsOffset + i];
    }
  }

  @Override
  public boolean extremes(float[] in, int offset, int length, float[] range) {
    float low = Float.POSITIVE_INFINITY;
    float high = Float.NEGATIVE_INFINITY;
    int largest = 0;
    for (int i = offset; i < offset + length; i++) {
      low = Math.min(low, in[i]);
      high = Math.max(high, in[i]);
      largest = Math.max(largest, Float.floatToRawIntBits(in[i]) & 0x7FFFFFFF);
    }
    range[0] = low;
    range[1] = high;
    return largest < 0x7F800000;
  }
}
