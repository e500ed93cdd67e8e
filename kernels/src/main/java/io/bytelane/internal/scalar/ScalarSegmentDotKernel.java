package io.bytelane.internal.scalar;

import io.bytelane.internal.kernel.SegmentDotKernel;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// [SegmentDotKernel] in plain loops.
public final class ScalarSegmentDotKernel implements SegmentDotKernel {
  /// Creates the kernel.
  public ScalarSegmentDotKernel() {}

  @Override
  public int dot(
      byte[] a,
      int aOffset,
      boolean aUnsigned,
      MemorySegment b,
      long bOffset,
      boolean bUnsigned,
      int length) {
    // The mask zero-extends an unsigned operand and leaves a signed one alone.
    int aMask = aUnsigned ? 0xff : -1;
    int bMask = bUnsigned ? 0xff : -1;
    int sum = 0;
    for (int i = 0; i < length; i++) {
      sum += (a[aOffset + i] & aMask) * (b.get(ValueLayout.JAVA_BYTE, bOffset + i) & bMask);
    }
    return sum;
  }

  @Override
  public void rows(
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
      int outOffset) {
    for (int i = 0; i < count; i++) {
      long row = bOffset + (indices == null ? i : indices[indicesOffset + i]) * stride;
      out[outOffset + i] = dot(a, aOffset, aUnsigned, b, row, bUnsigned, length);
    }
  }
}
