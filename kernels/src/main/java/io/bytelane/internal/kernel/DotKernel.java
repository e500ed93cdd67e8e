package io.bytelane.internal.kernel;

/// Dot products of 8-bit vectors, summed modulo 2^32: exact where the sum fits int32.
///
/// Each operand is read as signed or unsigned. Nothing outside the vectors is read.
public interface DotKernel {
  /// Returns `sum over i < length of a[aOffset + i] * b[bOffset + i]`.
  int dot(
      byte[] a,
      int aOffset,
      boolean aUnsigned,
      byte[] b,
      int bOffset,
      boolean bUnsigned,
      int length);

  /// Writes the dot products of `a` with `count` rows to `out[outOffset ..]`. Row `i` starts at
  /// `bOffset + i * stride`, or, with indices, at `bOffset + indices[indicesOffset + i] * stride`.
  ///
  /// @param indices null for consecutive rows
  void rows(
      byte[] a,
      int aOffset,
      boolean aUnsigned,
      byte[] b,
      int bOffset,
      int stride,
      boolean bUnsigned,
      int length,
      int[] indices,
      int indicesOffset,
      int count,
      int[] out,
      int outOffset);
}
