package io.bytelane.internal.vector;

import io.bytelane.internal.kernel.DotKernel;
import io.bytelane.internal.scalar.ScalarDotKernel;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/// [DotKernel] in 16-bit products. Every product of two 8-bit values fits 16 bits, signed or, for
/// two unsigned operands, unsigned. A bias makes all of them unsigned; an int lane `q` then holds
/// two products, `q = high * 2^16 + low`. Per vector two sums grow: `all`, of `q` modulo 2^32, and
/// `high`. The sum of the low halves is `all - high * 2^16` modulo 2^32, so that no lane is ever
/// split in two and nothing saturates.
///
/// Bodies stay small: C2 inlines about 50 operations of the Vector API into a method.
final class VectorDotKernel implements DotKernel {
  private static final VectorSpecies<Byte> BYTES =
      VectorSpecies.of(byte.class, VectorShape.forBitSize(Lanes.SHAPE.vectorBitSize() / 2));
  private static final VectorSpecies<Short> SHORTS = VectorSpecies.of(short.class, Lanes.SHAPE);
  private static final int STEP = SHORTS.length();

  /// Turns a signed 16-bit product into an unsigned one that is 2^15 larger.
  private static final int SIGNED_BIAS = 0x8000;

  private final DotKernel tail = new ScalarDotKernel();

  @Override
  public int dot(
      byte[] a,
      int aOffset,
      boolean aUnsigned,
      byte[] b,
      int bOffset,
      boolean bUnsigned,
      int length) {
    int whole = length - length % STEP;
    int sum =
        aUnsigned || bUnsigned
            ? masked(a, aOffset, mask(aUnsigned), b, bOffset, mask(bUnsigned), whole)
            : signed(a, aOffset, b, bOffset, whole);
    return whole == length
        ? sum
        : sum
            + tail.dot(
                a, aOffset + whole, aUnsigned, b, bOffset + whole, bUnsigned, length - whole);
  }

  @Override
  public void dotPair(
      byte[] query,
      int queryOffset,
      boolean queryUnsigned,
      byte[] rows,
      int first,
      int second,
      boolean rowsUnsigned,
      int length,
      int[] out,
      int outOffset) {
    if (queryUnsigned || rowsUnsigned) {
      out[outOffset] = dot(query, queryOffset, queryUnsigned, rows, first, rowsUnsigned, length);
      out[outOffset + 1] =
          dot(query, queryOffset, queryUnsigned, rows, second, rowsUnsigned, length);
      return;
    }
    int whole = length - length % STEP;
    signedPair(query, queryOffset, rows, first, second, whole, out, outOffset);
    if (whole < length) {
      int q = queryOffset + whole;
      int rest = length - whole;
      out[outOffset] += tail.dot(query, q, false, rows, first + whole, false, rest);
      out[outOffset + 1] += tail.dot(query, q, false, rows, second + whole, false, rest);
    }
  }

  private static int signed(byte[] a, int aOffset, byte[] b, int bOffset, int length) {
    IntVector all = IntVector.zero(Lanes.INT);
    IntVector high = IntVector.zero(Lanes.INT);
    for (int i = 0; i < length; i += STEP) {
      IntVector q = biased(load(a, aOffset + i).mul(load(b, bOffset + i)));
      all = all.add(q);
      high = high.add(q.lanewise(VectorOperators.LSHR, 16));
    }
    return total(all, high) - SIGNED_BIAS * length;
  }

  private static void signedPair(
      byte[] query,
      int queryOffset,
      byte[] rows,
      int first,
      int second,
      int length,
      int[] out,
      int outOffset) {
    IntVector all0 = IntVector.zero(Lanes.INT);
    IntVector all1 = IntVector.zero(Lanes.INT);
    IntVector high0 = IntVector.zero(Lanes.INT);
    IntVector high1 = IntVector.zero(Lanes.INT);
    for (int i = 0; i < length; i += STEP) {
      ShortVector a = load(query, queryOffset + i);
      IntVector q0 = biased(a.mul(load(rows, first + i)));
      IntVector q1 = biased(a.mul(load(rows, second + i)));
      all0 = all0.add(q0);
      all1 = all1.add(q1);
      high0 = high0.add(q0.lanewise(VectorOperators.LSHR, 16));
      high1 = high1.add(q1.lanewise(VectorOperators.LSHR, 16));
    }
    out[outOffset] = total(all0, high0) - SIGNED_BIAS * length;
    out[outOffset + 1] = total(all1, high1) - SIGNED_BIAS * length;
  }

  /// The bias is needed unless both operands are unsigned.
  private static int masked(
      byte[] a, int aOffset, short aMask, byte[] b, int bOffset, short bMask, int length) {
    int bias = aMask == 0xff && bMask == 0xff ? 0 : SIGNED_BIAS;
    IntVector biases = IntVector.broadcast(Lanes.INT, bias << 16 | bias);
    IntVector all = IntVector.zero(Lanes.INT);
    IntVector high = IntVector.zero(Lanes.INT);
    for (int i = 0; i < length; i += STEP) {
      ShortVector x = load(a, aOffset + i).and(aMask);
      ShortVector y = load(b, bOffset + i).and(bMask);
      IntVector q = x.mul(y).reinterpretAsInts().lanewise(VectorOperators.XOR, biases);
      all = all.add(q);
      high = high.add(q.lanewise(VectorOperators.LSHR, 16));
    }
    return total(all, high) - bias * length;
  }

  private static short mask(boolean unsigned) {
    return (short) (unsigned ? 0xff : -1);
  }

  private static ShortVector load(byte[] values, int offset) {
    return (ShortVector)
        ByteVector.fromArray(BYTES, values, offset).convertShape(VectorOperators.B2S, SHORTS, 0);
  }

  private static IntVector biased(ShortVector products) {
    return products
        .reinterpretAsInts()
        .lanewise(VectorOperators.XOR, SIGNED_BIAS << 16 | SIGNED_BIAS);
  }

  private static int total(IntVector all, IntVector high) {
    return all.sub(high.lanewise(VectorOperators.LSHL, 16))
        .add(high)
        .reduceLanes(VectorOperators.ADD);
  }
}
