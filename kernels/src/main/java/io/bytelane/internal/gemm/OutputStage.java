package io.bytelane.internal.gemm;

/// What becomes of a finished block of int32 accumulators.
///
/// @param <T> output array
public interface OutputStage<T> {
  /// Writes `rows` rows of `columns` values; the first is that of row `row` and channel `column`
  /// and goes to `output[offset]`.
  ///
  /// @param row of the whole product, or of the block whose row parameters lie in the scratch
  /// @param floats the float scratch, where row parameters lie if there are some
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

  /// Returns whether the stage gives the same bits from exact sums that are still floats.
  default boolean takesFloatSums() {
    return false;
  }

  /// Writes `rows` rows of `columns` values from float sums in the scratch; otherwise as
  /// [#store].
  ///
  /// @throws UnsupportedOperationException if the stage does not take them
  default void storeSums(
      float[] sums,
      int sumsOffset,
      int sumsStride,
      int rows,
      int column,
      int columns,
      T output,
      int offset,
      int stride) {
    throw new UnsupportedOperationException("float sums");
  }
}
