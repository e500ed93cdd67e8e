package io.bytelane.internal.gemm;

/// What becomes of a finished row of int32 accumulators.
///
/// @param <T> output array
public interface OutputStage<T> {
  /// Writes `columns` values of an output row, from `column` on.
  ///
  /// @param row index of the row in the whole product
  /// @param rowOffset where output row `row` starts in `output`
  /// @param floats the float scratch; row parameters of dynamic layers lie in it
  void store(
      int[] acc,
      int accOffset,
      int row,
      int column,
      int columns,
      T output,
      int rowOffset,
      float[] floats);
}
