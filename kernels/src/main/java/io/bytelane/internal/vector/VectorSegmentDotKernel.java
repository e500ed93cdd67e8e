package io.bytelane.internal.vector;

import static io.bytelane.internal.vector.VectorDotKernel.PAIRED;
import static io.bytelane.internal.vector.VectorDotKernel.PAIR_BIAS;
import static io.bytelane.internal.vector.VectorDotKernel.SIGNED_BIAS;
import static io.bytelane.internal.vector.VectorDotKernel.STEP;
import static io.bytelane.internal.vector.VectorDotKernel.mask;
import static io.bytelane.internal.vector.VectorDotKernel.total;

import io.bytelane.internal.kernel.SegmentDotKernel;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;

/// [SegmentDotKernel] with the arithmetic of [VectorDotKernel]; the two differ in the load of the
/// second operand alone.
final class VectorSegmentDotKernel implements SegmentDotKernel {
  @Override
  public int dot(
      byte[] a,
      int aOffset,
      boolean aUnsigned,
      MemorySegment b,
      long bOffset,
      boolean bUnsigned,
      int length) {
    if (!aUnsigned && !bUnsigned && length >= PAIRED) {
      return signed(a, aOffset, b, bOffset, length);
    }
    return mixed(a, aOffset, mask(aUnsigned), b, bOffset, mask(bUnsigned), length);
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
    boolean paired = !aUnsigned && !bUnsigned && length >= PAIRED;
    short aMask = mask(aUnsigned);
    short bMask = mask(bUnsigned);
    for (int i = 0; i < count; i++) {
      long row = bOffset + (indices == null ? i : indices[indicesOffset + i]) * stride;
      out[outOffset + i] =
          paired
              ? signed(a, aOffset, b, row, length)
              : mixed(a, aOffset, aMask, b, row, bMask, length);
    }
  }

  /// Two products of signed bytes and the bias fit 16 unsigned bits together: they add up to
  /// -32512 .. 32768. What is left over is a last step that ends where the operands end, in which
  /// the bytes that have been counted are zeros.
  private static int signed(byte[] a, int aOffset, MemorySegment b, long bOffset, int length) {
    IntVector all = IntVector.zero(Lanes.INT);
    IntVector high = IntVector.zero(Lanes.INT);
    int end = length - length % (2 * STEP);
    for (int i = 0; i < end; i += 2 * STEP) {
      ShortVector low = VectorDotKernel.load(a, aOffset + i).mul(load(b, bOffset + i));
      ShortVector sums =
          VectorDotKernel.load(a, aOffset + i + STEP).mul(load(b, bOffset + i + STEP)).add(low);
      IntVector q = sums.add(PAIR_BIAS).reinterpretAsInts();
      all = q.add(all);
      high = q.lanewise(VectorOperators.LSHR, 16).add(high);
    }
    if (end < length) {
      int i = length - 2 * STEP;
      ShortVector x =
          VectorDotKernel.load(a, aOffset + i).and(VectorDotKernel.uncounted(length - end));
      ShortVector y =
          VectorDotKernel.load(a, aOffset + i + STEP)
              .and(VectorDotKernel.uncounted(length - end + STEP));
      ShortVector low = x.mul(load(b, bOffset + i));
      ShortVector sums = y.mul(load(b, bOffset + i + STEP)).add(low);
      IntVector q = sums.add(PAIR_BIAS).reinterpretAsInts();
      all = q.add(all);
      high = q.lanewise(VectorOperators.LSHR, 16).add(high);
      end += 2 * STEP;
    }
    return total(all, high) - PAIR_BIAS * (end / 2);
  }

  /// Sums of any types. The bias is needed unless both operands are unsigned.
  private static int mixed(
      byte[] a, int aOffset, short aMask, MemorySegment b, long bOffset, short bMask, int length) {
    int bias = aMask == 0xff && bMask == 0xff ? 0 : SIGNED_BIAS;
    IntVector biases = IntVector.broadcast(Lanes.INT, bias << 16 | bias);
    IntVector all = IntVector.zero(Lanes.INT);
    IntVector high = IntVector.zero(Lanes.INT);
    int end = length - length % STEP;
    for (int i = 0; i < end; i += STEP) {
      ShortVector x = VectorDotKernel.load(a, aOffset + i).and(aMask);
      ShortVector y = load(b, bOffset + i).and(bMask);
      IntVector q = x.mul(y).reinterpretAsInts().lanewise(VectorOperators.XOR, biases);
      all = q.add(all);
      high = q.lanewise(VectorOperators.LSHR, 16).add(high);
    }
    if (0 < end && end < length) {
      int i = length - STEP;
      ShortVector x =
          VectorDotKernel.load(a, aOffset + i)
              .and(aMask)
              .and(VectorDotKernel.uncounted(length - end + STEP));
      ShortVector y = load(b, bOffset + i).and(bMask);
      IntVector q = x.mul(y).reinterpretAsInts().lanewise(VectorOperators.XOR, biases);
      all = q.add(all);
      high = q.lanewise(VectorOperators.LSHR, 16).add(high);
      end += STEP;
    }
    int sum = total(all, high) - bias * end;
    for (int i = end; i < length; i++) {
      sum += (a[aOffset + i] & aMask) * (b.get(ValueLayout.JAVA_BYTE, bOffset + i) & bMask);
    }
    return sum;
  }

  private static ShortVector load(MemorySegment values, long offset) {
    return VectorDotKernel.widen(
        ByteVector.fromMemorySegment(
            VectorDotKernel.BYTES, values, offset, ByteOrder.LITTLE_ENDIAN));
  }
}
