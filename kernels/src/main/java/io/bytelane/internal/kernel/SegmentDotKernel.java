package io.bytelane.internal.kernel;

import java.lang.foreign.MemorySegment;

/// [DotKernel] whose second operand lies in a memory segment, with sizes of 64 bits: a body of its
/// own, since C2 compiles one that serves arrays as well to slower code.
public interface SegmentDotKernel {
  /// Returns `sum over i < length of a[aOffset + i] * b[bOffset + i]`.
  int dot(
      byte[] a,
      int aOffset,
      boolean aUnsigned,
      MemorySegment b,
      long bOffset,
      boolean bUnsigned,
      int length);

  /// Writes the dot products of `a` with `count` rows of `b`, as [DotKernel#rows] does.
  ///
  /// @param indices null for consecutive rows
  void rows(
      byte[] a,
      int aOffset,
      boolean aUnsigned,
      MemorySegment b,
      long bOffset,
      long stride,
      boolean bUnsigned,
      int length,
      int[] indices,
      int indicesOffset,
      int count,
      int[] out,
      int outOffset);
}
