package io.bytelane.tests.conformance;

/// A matrix product of 8-bit matrices.
///
/// @param m rows of a
/// @param n columns of b
/// @param k reduction
/// @param a `[m][k]`
/// @param aUnsigned u8 or s8
/// @param aZeroPoint zero point of a
/// @param b `[k][n]`
/// @param bUnsigned u8 or s8
/// @param bZeroPoint one, or one per column
/// @param bias n values, or null
@SuppressWarnings("ArrayRecordComponent") // read-only test data, never compared
public record GemmProblem(
    int m,
    int n,
    int k,
    byte[] a,
    boolean aUnsigned,
    int aZeroPoint,
    byte[] b,
    boolean bUnsigned,
    int[] bZeroPoint,
    int[] bias) {

  /// Returns b as `[n][k]`, the layout of fully connected weights.
  public byte[] weights() {
    return Layouts.transpose(b, k, n);
  }
}
