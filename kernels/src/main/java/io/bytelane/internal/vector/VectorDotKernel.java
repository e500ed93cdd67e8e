package io.bytelane.internal.vector;

import io.bytelane.internal.kernel.DotKernel;
import io.bytelane.internal.scalar.ScalarDotKernel;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.Vector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/// [DotKernel] in 16-bit products. Every product of two 8-bit values fits 16 bits, signed or, for
/// two unsigned operands, unsigned; so does the sum of two products of signed bytes, once a bias
/// makes it unsigned. An int lane `q` then holds two such numbers, `q = high * 2^16 + low`, and two
/// sums grow: `all`, of `q` modulo 2^32, and `high`. The sum of the low halves is `all - high *
/// 2^16` modulo 2^32, so that no lane is ever split in two and nothing saturates.
///
/// Bodies stay small: C2 inlines about 50 operations of the Vector API into a method. Two rows in
/// one loop were beyond that.
final class VectorDotKernel implements DotKernel {
  private static final VectorSpecies<Byte> BYTES =
      VectorSpecies.of(byte.class, VectorShape.forBitSize(Lanes.SHAPE.vectorBitSize() / 2));
  private static final VectorSpecies<Short> SHORTS = VectorSpecies.of(short.class, Lanes.SHAPE);
  private static final int STEP = SHORTS.length();

  /// Length from which two steps at a time pay for the second sum of what is left over.
  private static final int PAIRED = 8 * STEP;

  /// Turns a signed 16-bit product into an unsigned one that is 2^15 larger.
  private static final int SIGNED_BIAS = 0x8000;

  /// Turns the sum of two products of signed bytes into an unsigned 16-bit number.
  private static final short PAIR_BIAS = 0x7fff;

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
    if (!aUnsigned && !bUnsigned && length >= PAIRED) {
      return signed(a, aOffset, b, bOffset, length);
    }
    int end = length - length % STEP;
    return steps(a, aOffset, mask(aUnsigned), b, bOffset, mask(bUnsigned), end)
        + tail.dot(a, aOffset + end, aUnsigned, b, bOffset + end, bUnsigned, length - end);
  }

  /// Two products of signed bytes and the bias fit 16 unsigned bits together: they add up to
  /// -32512 .. 32768.
  ///
  /// Written out on purpose: a method of more than 325 bytecodes is never inlined, so that a caller
  /// with vector code of its own does not push this one over C2's limits.
  private static int signed(byte[] a, int aOffset, byte[] b, int bOffset, int length) {
    IntVector all = IntVector.zero(Lanes.INT);
    IntVector high = IntVector.zero(Lanes.INT);
    int i = 0;
    for (; i <= length - 2 * STEP; i += 2 * STEP) {
      Vector<Short> a0 =
          ByteVector.fromArray(BYTES, a, aOffset + i).convertShape(VectorOperators.B2S, SHORTS, 0);
      Vector<Short> b0 =
          ByteVector.fromArray(BYTES, b, bOffset + i).convertShape(VectorOperators.B2S, SHORTS, 0);
      Vector<Short> a1 =
          ByteVector.fromArray(BYTES, a, aOffset + i + STEP)
              .convertShape(VectorOperators.B2S, SHORTS, 0);
      Vector<Short> b1 =
          ByteVector.fromArray(BYTES, b, bOffset + i + STEP)
              .convertShape(VectorOperators.B2S, SHORTS, 0);
      ShortVector sums = (ShortVector) a0.mul(b0).add(a1.mul(b1));
      IntVector q = sums.add(PAIR_BIAS).reinterpretAsInts();
      all = all.add(q);
      high = high.add(q.lanewise(VectorOperators.LSHR, 16));
    }
    int sum =
        all.sub(high.lanewise(VectorOperators.LSHL, 16)).add(high).reduceLanes(VectorOperators.ADD);
    sum -= PAIR_BIAS * (i / 2);
    if (i <= length - STEP) {
      sum += steps(a, aOffset + i, mask(false), b, bOffset + i, mask(false), STEP);
      i += STEP;
    }
    for (; i < length; i++) {
      sum += a[aOffset + i] * b[bOffset + i];
    }
    return sum;
  }

  /// Sums over a multiple of `STEP` of any types. The bias is needed unless both operands are
  /// unsigned.
  private static int steps(
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

  private static int total(IntVector all, IntVector high) {
    return all.sub(high.lanewise(VectorOperators.LSHL, 16))
        .add(high)
        .reduceLanes(VectorOperators.ADD);
  }
}
