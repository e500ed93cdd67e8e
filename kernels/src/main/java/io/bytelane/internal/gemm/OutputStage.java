package io.bytelane.internal.gemm;

/// What becomes of a finished block of int32 accumulators.
///
/// @param <T> output array
public interface OutputStage<T> {
  /// Writes `rows` rows of `columns` values; the first is that of row `row` and channel `column` of
  /// the whole product and goes to `output[offset]`.
  ///
  /// @param floats the float scratch; row parameters of dynamic layers lie in it
  void store(
      int[] acc,
      int accOffset,
      int accStride,
      int row,
      int rows,
      int column,
      int columns,
      T output,
      int offset,
      int stride,
      float[] floats);
}
