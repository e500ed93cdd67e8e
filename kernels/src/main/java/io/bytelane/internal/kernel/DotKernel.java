package io.bytelane.internal.kernel;

/// Dot products of 8-bit vectors, summed modulo 2^32: exact where the sum fits int32.
public interface DotKernel {
  /// Returns `sum over i < length of a[aOffset + i] * b[bOffset + i]`, each operand read as signed
  /// or unsigned. Reads nothing else.
  int dot(
      byte[] a,
      int aOffset,
      boolean aUnsigned,
      byte[] b,
      int bOffset,
      boolean bUnsigned,
      int length);
}
