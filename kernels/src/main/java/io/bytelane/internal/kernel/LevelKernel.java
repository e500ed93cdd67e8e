package io.bytelane.internal.kernel;

/// The steps of quantizing arrays under any rule, with a zero point for each element, and the
/// extremes of an array. All paths give the same bits.
///
/// A caller forms the ratios by [FloatArithmetic], rounds them here, and then either stores levels
/// or goes back to real values.
public interface LevelKernel {
  /// Rounds ratios in place to the distance of their levels from the zero point, an integer:
  /// `clamp(rint(v[i]), min - zeroPoints[i], max - zeroPoints[i])`. NaN gives 0, and no zero is
  /// negative.
  ///
  /// @param zeroPoints integers within `min .. max`
  /// @param halfAway whether ties go away from zero instead of to even
  void round(
      float[] values,
      int offset,
      int length,
      float[] zeroPoints,
      int zeroPointsOffset,
      int min,
      int max,
      boolean halfAway);

  /// Stores levels: the low byte of `rounded[i] + zeroPoints[i]`.
  void store(
      float[] rounded,
      int offset,
      int length,
      float[] zeroPoints,
      int zeroPointsOffset,
      byte[] out,
      int outOffset);

  /// Returns to distances: `out[i] = float((byte) (in[i] ^ flip)) - zeroPoints[i]`.
  ///
  /// @param flip 0 for s8; `(byte) 0x80` for u8, with zero points 128 lower than those of the
  /// tensor
  void centre(
      byte[] in,
      int inOffset,
      int length,
      byte flip,
      float[] zeroPoints,
      int zeroPointsOffset,
      float[] out,
      int outOffset);

  /// Writes the smallest value, then the largest one: the infinities `+` and `-` if there is no
  /// value. A zero among them has no meaning in its sign; of values that are not all finite the
  /// result has no meaning.
  ///
  /// @param range takes the two values
  /// @return whether every value is finite
  boolean extremes(float[] in, int offset, int length, float[] range);
}
