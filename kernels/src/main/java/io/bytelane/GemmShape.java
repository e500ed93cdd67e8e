package io.bytelane;

import io.bytelane.internal.check.Checks;

/// Sizes and strides of a batch of matrix products `C = A B`, all in elements.
///
/// `A[i][p]` of matrix `x` is at `x * strideA + i * lda + p`, `C[i][j]` at `x * strideC + i * ldc +
/// j`. `B[p][j]` is at `x * strideB + p * ldb + j`, or, transposed, at `x * strideB + j * ldb + p`.
/// Any size may be 0; sums over `k = 0` are 0.
///
/// Matrices of A and B may overlap or be one (stride 0). Those of C may not: each begins after the
/// end of the one before, or all lie side by side within one row, as the heads of an attention
/// layer do (`(batch - 1) * strideC + n <= ldc`).
///
/// @param m rows of A and C
/// @param n columns of B and C
/// @param k columns of A, rows of B
/// @param rightTransposed whether B is stored as `[n][k]`
/// @param lda distance of rows of A, at least k
/// @param ldb distance of stored rows of B, at least n, or k if transposed
/// @param ldc distance of rows of C, at least n
/// @param batch number of products
/// @param strideA distance of the matrices of A
/// @param strideB distance of the matrices of B
/// @param strideC distance of the matrices of C
public record GemmShape(
    int m,
    int n,
    int k,
    boolean rightTransposed,
    int lda,
    int ldb,
    int ldc,
    int batch,
    int strideA,
    int strideB,
    int strideC) {

  /// Checks sizes and strides.
  ///
  /// @throws IllegalArgumentException naming the first that breaks its rule
  public GemmShape {
    Checks.atLeast("m", m, 0);
    Checks.atLeast("n", n, 0);
    Checks.atLeast("k", k, 0);
    Checks.atLeast("lda", lda, k);
    Checks.atLeast("ldb", ldb, rightTransposed ? k : n);
    Checks.atLeast("ldc", ldc, n);
    Checks.atLeast("batch", batch, 0);
    Checks.atLeast("strideA", strideA, 0);
    Checks.atLeast("strideB", strideB, 0);
    Checks.atLeast("strideC", strideC, 0);
    boolean sideBySide = strideC >= n && (batch - 1L) * strideC + n <= ldc;
    boolean apart = strideC >= Checks.strided(m, ldc, n);
    Checks.that(
        batch <= 1 || sideBySide || apart,
        "strideC",
        strideC,
        "matrices of C do not overlap: >= (m - 1) * ldc + n, or side by side within ldc");
  }

  /// Returns the shape of one dense product: B as `[k][n]`, no gaps.
  public static GemmShape of(int m, int n, int k) {
    return new GemmShape(m, n, k, false, k, n, n, 1, 0, 0, 0);
  }

  /// Returns the shape of one dense product with B stored as `[n][k]`.
  public static GemmShape ofTransposed(int m, int n, int k) {
    return new GemmShape(m, n, k, true, k, k, n, 1, 0, 0, 0);
  }

  /// Returns this shape with other distances of rows.
  public GemmShape withRowStrides(int newLda, int newLdb, int newLdc) {
    return new GemmShape(
        m, n, k, rightTransposed, newLda, newLdb, newLdc, batch, strideA, strideB, strideC);
  }

  /// Returns a batch of products of this shape.
  public GemmShape withBatch(int newBatch, int newStrideA, int newStrideB, int newStrideC) {
    return new GemmShape(
        m, n, k, rightTransposed, lda, ldb, ldc, newBatch, newStrideA, newStrideB, newStrideC);
  }

  /// Returns the elements from the first of A to the last.
  public long lengthA() {
    return k == 0 ? 0 : length(strideA, m, lda, k);
  }

  /// Returns the elements from the first of B to the last.
  public long lengthB() {
    if (k == 0 || n == 0) {
      return 0;
    }
    return rightTransposed ? length(strideB, n, ldb, k) : length(strideB, k, ldb, n);
  }

  /// Returns the elements from the first of C to the last.
  public long lengthC() {
    return n == 0 ? 0 : length(strideC, m, ldc, n);
  }

  private long length(int stride, int rows, int rowStride, int rowLength) {
    return batch == 0 || rows == 0
        ? 0
        : (batch - 1L) * stride + Checks.strided(rows, rowStride, rowLength);
  }
}
