package io.bytelane.internal.gemm;

import static io.bytelane.internal.gemm.BlockSizes.LHS_STRIDE;

/// The rows of a row-major matrix.
///
/// @param copier element conversion
/// @param stride distance of rows in elements
/// @param <S> `byte[]` or `float[]`
public record MatrixRows<S>(RunCopier<S> copier, int stride) implements RowSource<S> {
  @Override
  public void expand(
      S input,
      int inputOffset,
      int row,
      int rows,
      int k0,
      int kc,
      float[] target,
      int targetOffset) {
    for (int i = 0; i < rows; i++) {
      copier.copy(
          input, inputOffset + (row + i) * stride + k0, target, targetOffset + i * LHS_STRIDE, kc);
    }
  }
}
