package io.bytelane.internal.gemm;

import io.bytelane.internal.check.Checks;

/// Where the values lie that one operand of a product brings for its vectors (rows of A, columns of
/// B): one for all vectors, one for each vector, or one for each vector of each matrix of a batch.
abstract sealed class PerVector permits GemmZeroPoints, GemmScales {
  private int vectorStride;
  private int matrixStride;

  /// Takes as many values as hold for any call: one, or one for each vector.
  final void place(int length) {
    vectorStride = length > 1 ? 1 : 0;
    matrixStride = 0;
  }

  /// Takes the values of one call.
  ///
  /// @param length one, `vectors`, or `vectors * batch`
  /// @throws IllegalArgumentException if there are as many as none of these
  final void place(String name, int length, int vectors, int batch) {
    requireLength(name, length, vectors, batch);
    vectorStride = length == 1 ? 0 : 1;
    matrixStride = length == 1 || length == vectors ? 0 : vectors;
  }

  private static void requireLength(String name, int length, int vectors, int batch) {
    if (length != 1 && length != vectors && length != (long) vectors * batch) {
      throw new IllegalArgumentException(
          Checks.message(
              name + ".length", length, "1, " + vectors + " or " + (long) vectors * batch));
    }
  }

  final int index(int matrix, int vector) {
    return matrix * matrixStride + vector * vectorStride;
  }
}
