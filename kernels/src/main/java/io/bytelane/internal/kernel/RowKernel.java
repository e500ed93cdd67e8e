package io.bytelane.internal.kernel;

/// What softmax and layer normalization need of a row of floats. All paths give the same bits: sums
/// have [#LANES] partial sums on each, element `i` in the partial sum `i % LANES`, which are then
/// added in halves.
public interface RowKernel {
  /// Partial sums of a row, and the floats of scratch that sums need.
  int LANES = 16;

  /// Returns the largest of `length >= 1` values; NaN if one is NaN.
  float max(float[] in, int offset, int length);

  /// Computes `out[i] = e^(in[i] - max)`, where no `in[i]` exceeds `max`; relative 3e-7, and 0 for
  /// results below `e^-86`. `out` may be the range of `in`.
  void exponentials(float[] in, int inOffset, int length, float max, float[] out, int outOffset);

  /// Returns the sum.
  ///
  /// @param lanes scratch for [#LANES] values
  float sum(float[] in, int offset, int length, float[] lanes, int lanesOffset);

  /// Returns the sum of `(in[i] - mean)^2`.
  ///
  /// @param lanes scratch for [#LANES] values
  float squares(float[] in, int offset, int length, float mean, float[] lanes, int lanesOffset);

  /// Computes `out[i] = (in[i] - mean) * factor * scale[i] + shift[i]`, each step rounded. `out`
  /// may be the range of `in`.
  void normalize(
      float[] in,
      int inOffset,
      int length,
      float mean,
      float factor,
      float[] scale,
      float[] shift,
      float[] out,
      int outOffset);
}
