package io.bytelane.internal.scalar;

import io.bytelane.internal.kernel.QuantizeKernel;

/// [QuantizeKernel] in plain loops; the vector form hands its last values here.
public final class ScalarQuantizeKernel implements QuantizeKernel {
  /// Creates the stateless instance.
  public ScalarQuantizeKernel() {}

  @Override
  public void quantize(
      float[] in,
      int inOffset,
      int length,
      float scale,
      int zeroPoint,
      int min,
      int max,
      byte[] out,
      int outOffset) {
    float low = min - zeroPoint;
    float high = max - zeroPoint;
    for (int i = 0; i < length; i++) {
      // The ends are integers, so that clamping before rounding gives the same level; NaN stays
      // NaN and converts to 0.
      float clamped = Math.min(Math.max(in[inOffset + i] / scale, low), high);
      out[outOffset + i] = (byte) ((int) Math.rint(clamped) + zeroPoint);
    }
  }

  @Override
  public void dequantize(
      byte[] in,
      int inOffset,
      int length,
      byte flip,
      float scale,
      int zeroPoint,
      float[] out,
      int outOffset) {
    for (int i = 0; i < length; i++) {
      out[outOffset + i] = ((byte) (in[inOffset + i] ^ flip) - zeroPoint) * scale;
    }
  }

  @Override
  public boolean range(float[] in, int offset, int length, float[] range, int rangeOffset) {
    float low = 0;
    float high = 0;
    for (int i = offset; i < offset + length; i++) {
      low = Math.min(low, in[i]);
      high = Math.max(high, in[i]);
    }
    range[rangeOffset] = low;
    range[rangeOffset + 1] = high;
    return isFinite(in, offset, length);
  }

  @Override
  public boolean isFinite(float[] in, int offset, int length) {
    int largest = 0;
    for (int i = 0; i < length; i++) {
      largest = Math.max(largest, Float.floatToRawIntBits(in[offset + i]) & 0x7FFFFFFF);
    }
    return largest < 0x7F800000;
  }
}
