package io.bytelane.reference;

/// Matrix product of 8-bit matrices with zero points on both sides.
public final class ReferenceGemm {
  private ReferenceGemm() {}

  /// Returns the dense `[m][n]` accumulators
  /// `acc[i][j] = bias[j] + sum over p of (a[i][p] - aZeroPoint) * (b[p][j] - bZeroPoint[j])`.
  ///
  /// @param m rows of a
  /// @param n columns of b
  /// @param k length of the reduction
  /// @param a m x k
  /// @param aZeroPoint zero point of a
  /// @param b k x n
  /// @param bZeroPoint zero points of b: one, or one per column
  /// @param bias n values, or null
  /// @throws ArithmeticException if an accumulator leaves int32
  public static int[] accumulators(
      int m,
      int n,
      int k,
      ReferenceMatrix a,
      int aZeroPoint,
      ReferenceMatrix b,
      int[] bZeroPoint,
      int[] bias) {
    return ReferenceByte.exact(sums(m, n, k, a, aZeroPoint, b, bZeroPoint, bias));
  }

  /// As [#accumulators], keeping the low 32 bits where an accumulator leaves int32.
  public static int[] wrapped(
      int m,
      int n,
      int k,
      ReferenceMatrix a,
      int aZeroPoint,
      ReferenceMatrix b,
      int[] bZeroPoint,
      int[] bias) {
    return ReferenceByte.wrapped(sums(m, n, k, a, aZeroPoint, b, bZeroPoint, bias));
  }

  private static long[] sums(
      int m,
      int n,
      int k,
      ReferenceMatrix a,
      int aZeroPoint,
      ReferenceMatrix b,
      int[] bZeroPoint,
      int[] bias) {
    long[] acc = new long[m * n];
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        long sum = bias == null ? 0 : bias[j];
        int zero = ReferenceByte.channel(bZeroPoint, j);
        for (int p = 0; p < k; p++) {
          sum += (long) (a.at(i, p) - aZeroPoint) * (b.at(p, j) - zero);
        }
        acc[i * n + j] = sum;
      }
    }
    return acc;
  }
}
