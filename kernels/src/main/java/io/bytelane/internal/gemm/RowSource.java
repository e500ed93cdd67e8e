package io.bytelane.internal.gemm;

/// The left operand of a matrix product, row by row: a matrix, or the patches of an image.
///
/// @param <S> `byte[]` or `float[]`
public interface RowSource<S> {
  /// Writes columns `k0 .. k0 + kc` of rows `row .. row + rows` as floats, rows `LHS_STRIDE` apart.
  void expand(
      S input,
      int inputOffset,
      int row,
      int rows,
      int k0,
      int kc,
      float[] target,
      int targetOffset);
}
