package io.bytelane.reference;

/// Dot product of two 8-bit vectors.
public final class ReferenceDot {
  private ReferenceDot() {}

  /// Returns `sum over i of a[i] * b[i]`, both read as signed bytes.
  ///
  /// @throws ArithmeticException if the sum leaves int32
  public static int dot(byte[] a, int aOffset, byte[] b, int bOffset, int length) {
    return dot(a, aOffset, false, b, bOffset, false, length);
  }

  /// Returns `sum over i of a[i] * b[i]`, each operand signed or unsigned.
  ///
  /// @throws ArithmeticException if the sum leaves int32
  public static int dot(
      byte[] a,
      int aOffset,
      boolean aUnsigned,
      byte[] b,
      int bOffset,
      boolean bUnsigned,
      int length) {
    return Math.toIntExact(sum(a, aOffset, aUnsigned, b, bOffset, bUnsigned, length));
  }

  /// Returns the low 32 bits of `sum over i of a[i] * b[i]`.
  public static int wrapped(
      byte[] a,
      int aOffset,
      boolean aUnsigned,
      byte[] b,
      int bOffset,
      boolean bUnsigned,
      int length) {
    return (int) sum(a, aOffset, aUnsigned, b, bOffset, bUnsigned, length);
  }

  private static long sum(
      byte[] a,
      int aOffset,
      boolean aUnsigned,
      byte[] b,
      int bOffset,
      boolean bUnsigned,
      int length) {
    long sum = 0;
    for (int i = 0; i < length; i++) {
      sum +=
          (long) ReferenceByte.value(a[aOffset + i], aUnsigned)
              * ReferenceByte.value(b[bOffset + i], bUnsigned);
    }
    return sum;
  }
}
