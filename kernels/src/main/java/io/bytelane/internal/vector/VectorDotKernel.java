package io.bytelane.internal.vector;

import io.bytelane.internal.kernel.DotKernel;
import java.util.Arrays;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/// [DotKernel] in 16-bit products. Every product of two 8-bit values fits 16 bits, signed or, for
/// two unsigned operands, unsigned; so does the sum of two products of signed bytes, once a bias
/// makes it unsigned. An int lane `q` then holds two such numbers, `q = high * 2^16 + low`, and two
/// sums grow: `all`, of `q` modulo 2^32, and `high`. The sum of the low halves is `all - high *
/// 2^16` modulo 2^32, so that no lane is ever split in two and nothing saturates.
///
/// A sum that a loop carries is the argument of `add`, never its receiver: C2 knows the class of
/// what the loop has just computed, but that of the sum only from a profile inside the Vector API,
/// which all users of the API share. Where that profile was missing or mixed, one process in five
/// boxed the sums and took 800 ns for 30.
final class VectorDotKernel implements DotKernel {
  static final VectorSpecies<Byte> BYTES =
      VectorSpecies.of(byte.class, VectorShape.forBitSize(Lanes.SHAPE.vectorBitSize() / 2));
  private static final VectorSpecies<Short> SHORTS = VectorSpecies.of(short.class, Lanes.SHAPE);
  static final int STEP = SHORTS.length();

  /// Length from which two steps at a time pay for the second sum of what is left over.
  static final int PAIRED = 8 * STEP;

  /// Turns a signed 16-bit product into an unsigned one that is 2^15 larger.
  static final int SIGNED_BIAS = 0x8000;

  /// Turns the sum of two products of signed bytes into an unsigned 16-bit number.
  static final short PAIR_BIAS = 0x7fff;

  private static final short[] ZEROS_THEN_ONES = new short[4 * STEP];

  static {
    Arrays.fill(ZEROS_THEN_ONES, 2 * STEP, 4 * STEP, (short) -1);
  }

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
    return mixed(a, aOffset, mask(aUnsigned), b, bOffset, mask(bUnsigned), length);
  }

  @Override
  public void rows(
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
      int outOffset) {
    boolean paired = !aUnsigned && !bUnsigned && length >= PAIRED;
    short aMask = mask(aUnsigned);
    short bMask = mask(bUnsigned);
    for (int i = 0; i < count; i++) {
      int row = bOffset + (indices == null ? i : indices[indicesOffset + i]) * stride;
      out[outOffset + i] =
          paired
              ? signed(a, aOffset, b, row, length)
              : mixed(a, aOffset, aMask, b, row, bMask, length);
    }
  }

  /// Two products of signed bytes and the bias fit 16 unsigned bits together: they add up to
  /// -32512 .. 32768. What is left over is a last step that ends where the operands end, in which
  /// the bytes that have been counted are zeros.
  private static int signed(byte[] a, int aOffset, byte[] b, int bOffset, int length) {
    IntVector all = IntVector.zero(Lanes.INT);
    IntVector high = IntVector.zero(Lanes.INT);
    int end = length - length % (2 * STEP);
    for (int i = 0; i < end; i += 2 * STEP) {
      ShortVector low = load(a, aOffset + i).mul(load(b, bOffset + i));
      ShortVector sums = load(a, aOffset + i + STEP).mul(load(b, bOffset + i + STEP)).add(low);
      IntVector q = sums.add(PAIR_BIAS).reinterpretAsInts();
      all = q.add(all);
      high = q.lanewise(VectorOperators.LSHR, 16).add(high);
    }
    if (end < length) {
      int i = length - 2 * STEP;
      ShortVector x = load(a, aOffset + i).and(uncounted(length - end));
      ShortVector y = load(a, aOffset + i + STEP).and(uncounted(length - end + STEP));
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
      byte[] a, int aOffset, short aMask, byte[] b, int bOffset, short bMask, int length) {
    int bias = aMask == 0xff && bMask == 0xff ? 0 : SIGNED_BIAS;
    IntVector biases = IntVector.broadcast(Lanes.INT, bias << 16 | bias);
    IntVector all = IntVector.zero(Lanes.INT);
    IntVector high = IntVector.zero(Lanes.INT);
    int end = length - length % STEP;
    for (int i = 0; i < end; i += STEP) {
      ShortVector x = load(a, aOffset + i).and(aMask);
      ShortVector y = load(b, bOffset + i).and(bMask);
      IntVector q = x.mul(y).reinterpretAsInts().lanewise(VectorOperators.XOR, biases);
      all = q.add(all);
      high = q.lanewise(VectorOperators.LSHR, 16).add(high);
    }
    if (0 < end && end < length) {
      int i = length - STEP;
      ShortVector x = load(a, aOffset + i).and(aMask).and(uncounted(length - end + STEP));
      ShortVector y = load(b, bOffset + i).and(bMask);
      IntVector q = x.mul(y).reinterpretAsInts().lanewise(VectorOperators.XOR, biases);
      all = q.add(all);
      high = q.lanewise(VectorOperators.LSHR, 16).add(high);
      end += STEP;
    }
    int sum = total(all, high) - bias * end;
    for (int i = end; i < length; i++) {
      sum += (a[aOffset + i] & aMask) * (b[bOffset + i] & bMask);
    }
    return sum;
  }

  /// Returns all ones in the lanes that a last step counts, zeros in those counted before. The two
  /// last steps read 2 * STEP bytes, of which the last `left` count: their masks start at `left`
  /// and `left + STEP`.
  static ShortVector uncounted(int from) {
    return ShortVector.fromArray(SHORTS, ZEROS_THEN_ONES, from);
  }

  static short mask(boolean unsigned) {
    return (short) (unsigned ? 0xff : -1);
  }

  static ShortVector load(byte[] values, int offset) {
    return widen(ByteVector.fromArray(BYTES, values, offset));
  }

  static ShortVector widen(ByteVector bytes) {
    return (ShortVector) bytes.convertShape(VectorOperators.B2S, SHORTS, 0);
  }

  static int total(IntVector all, IntVector high) {
    IntVector h = IntVector.zero(Lanes.INT).add(high);
    return h.sub(h.lanewise(VectorOperators.LSHL, 16)).add(all).reduceLanes(VectorOperators.ADD);
  }
}
