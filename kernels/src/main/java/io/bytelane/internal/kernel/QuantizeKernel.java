package io.bytelane.internal.kernel;

/// From float32 to 8-bit levels and back, and the range of a row of floats.
public interface QuantizeKernel {
  /// Quantizes by float32 division:
  /// `out[i] = clamp(rint(fl32(in[i] / scale)) + zeroPoint, min, max)`, half to even, where only
  /// the low byte is stored. NaN gives the zero point; infinities give the ends.
  ///
  /// @param min smallest level, not above `zeroPoint`
  /// @param max largest level, not below `zeroPoint`
  void quantize(
      float[] in,
      int inOffset,
      int length,
      float scale,
      int zeroPoint,
      int min,
      int max,
      byte[] out,
      int outOffset);

  /// Dequantizes: `out[i] = fl32(float((byte) (in[i] ^ flip) - zeroPoint) * scale)`.
  ///
  /// @param flip 0 for s8; `(byte) 0x80` for u8, with a zero point 128 lower than that of the
  /// tensor
  void dequantize(
      byte[] in,
      int inOffset,
      int length,
      byte flip,
      float scale,
      int zeroPoint,
      float[] out,
      int outOffset);

  /// Writes the smaller of 0 and the smallest value, then the larger of 0 and the largest one. Of
  /// values that are not all finite the result has no meaning.
  ///
  /// @param range takes the two values at `rangeOffset`
  /// @return whether every value is finite
  boolean range(float[] in, int offset, int length, float[] range, int rangeOffset);

  /// Returns whether every value is finite.
  boolean isFinite(float[] in, int offset, int length);
}
