package io.bytelane.models.ptq;

import io.bytelane.models.graph.Tensor;

/// Matrices of 8-bit levels.
final class LevelMatrix {
  private LevelMatrix() {}

  /// The transposed matrix.
  static Tensor transposed(Tensor matrix) {
    int rows = matrix.dimension(0);
    int columns = matrix.dimension(1);
    byte[] source = matrix.bytes();
    byte[] turned = new byte[source.length];
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < columns; c++) {
        turned[c * rows + r] = source[r * columns + c];
      }
    }
    return Tensor.of(matrix.type(), new int[] {columns, rows}, turned);
  }
}
