package io.bytelane.reference;

/// Dot product of two int8 vectors.
public final class ReferenceDot {
  private ReferenceDot() {}

  /// Returns `sum over i of a[i] * b[i]`, both read as signed bytes.
  ///
  /// @throws ArithmeticException if the sum leaves int32
  public static int dot(byte[] a, int aOffset, byte[] b, int bOffset, int length) {
    long sum = 0;
    for (int i = 0; i < length; i++) {
      sum += (long) a[aOffset + i] * b[bOffset + i];
    }
    return Math.toIntExact(sum);
  }
}
