package io.bytelane.internal.vector;

import io.bytelane.internal.kernel.WinogradKernel;
import io.bytelane.internal.scalar.ScalarWinogradKernel;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;

/// [WinogradKernel] with channels in lanes.
final class VectorWinogradKernel implements WinogradKernel {
  private final WinogradKernel tail = new ScalarWinogradKernel();

  @Override
  public void transformInput(
      byte[] in,
      int inOffset,
      int rowStride,
      int cellStride,
      int channels,
      byte flip,
      float[] v,
      int vOffset,
      int positionStride) {
    int c = 0;
    for (; c <= channels - Lanes.QUARTER_LENGTH; c += Lanes.COUNT) {
      inputLanes(in, inOffset + c, rowStride, cellStride, flip, v, vOffset + c, positionStride);
    }
    tail.transformInput(
        in,
        inOffset + c,
        rowStride,
        cellStride,
        channels - c,
        flip,
        v,
        vOffset + c,
        positionStride);
  }

  /// `t = B' d`, column by column, then `v = t B`, row by row.
  private static void inputLanes(
      byte[] in, int at, int row, int cell, byte flip, float[] v, int to, int position) {
    IntVector d00 = Lanes.signed(in, at, flip);
    IntVector d10 = Lanes.signed(in, at + row, flip);
    IntVector d20 = Lanes.signed(in, at + 2 * row, flip);
    IntVector d30 = Lanes.signed(in, at + 3 * row, flip);
    IntVector t00 = d00.sub(d20);
    IntVector t10 = d10.add(d20);
    IntVector t20 = d20.sub(d10);
    IntVector t30 = d10.sub(d30);
    IntVector d01 = Lanes.signed(in, at + cell, flip);
    IntVector d11 = Lanes.signed(in, at + row + cell, flip);
    IntVector d21 = Lanes.signed(in, at + 2 * row + cell, flip);
    IntVector d31 = Lanes.signed(in, at + 3 * row + cell, flip);
    IntVector t01 = d01.sub(d21);
    IntVector t11 = d11.add(d21);
    IntVector t21 = d21.sub(d11);
    IntVector t31 = d11.sub(d31);
    IntVector d02 = Lanes.signed(in, at + 2 * cell, flip);
    IntVector d12 = Lanes.signed(in, at + row + 2 * cell, flip);
    IntVector d22 = Lanes.signed(in, at + 2 * row + 2 * cell, flip);
    IntVector d32 = Lanes.signed(in, at + 3 * row + 2 * cell, flip);
    IntVector t02 = d02.sub(d22);
    IntVector t12 = d12.add(d22);
    IntVector t22 = d22.sub(d12);
    IntVector t32 = d12.sub(d32);
    IntVector d03 = Lanes.signed(in, at + 3 * cell, flip);
    IntVector d13 = Lanes.signed(in, at + row + 3 * cell, flip);
    IntVector d23 = Lanes.signed(in, at + 2 * row + 3 * cell, flip);
    IntVector d33 = Lanes.signed(in, at + 3 * row + 3 * cell, flip);
    IntVector t03 = d03.sub(d23);
    IntVector t13 = d13.add(d23);
    IntVector t23 = d23.sub(d13);
    IntVector t33 = d13.sub(d33);
    inputRow(t00, t01, t02, t03, v, to, position);
    inputRow(t10, t11, t12, t13, v, to + 4 * position, position);
    inputRow(t20, t21, t22, t23, v, to + 8 * position, position);
    inputRow(t30, t31, t32, t33, v, to + 12 * position, position);
  }

  private static void inputRow(
      IntVector t0, IntVector t1, IntVector t2, IntVector t3, float[] v, int to, int position) {
    store(t0.sub(t2), v, to);
    store(t1.add(t2), v, to + position);
    store(t2.sub(t1), v, to + 2 * position);
    store(t1.sub(t3), v, to + 3 * position);
  }

  private static void store(IntVector value, float[] v, int to) {
    ((FloatVector) value.convert(VectorOperators.I2F, 0)).intoArray(v, to);
  }

  @Override
  public void transformOutput(
      int[] m,
      int mOffset,
      int positionStride,
      int columns,
      int[] out,
      int outOffset,
      int rowStride,
      int cellStride) {
    for (int c = 0; c < columns; c += Lanes.COUNT) {
      int at = mOffset + c;
      int to = outOffset + c;
      outputRow(m, at, positionStride, 1, out, to, cellStride);
      outputRow(m, at, positionStride, -1, out, to + rowStride, cellStride);
    }
  }

  /// Row `y` of `A' m A`: `s = m0 + m1 + m2` for the first, `s = m1 - m2 - m3` for the second.
  private static void outputRow(
      int[] m, int at, int position, int sign, int[] out, int to, int cell) {
    IntVector s0 = columnSum(m, at, position, sign);
    IntVector s1 = columnSum(m, at + position, position, sign);
    IntVector s2 = columnSum(m, at + 2 * position, position, sign);
    IntVector s3 = columnSum(m, at + 3 * position, position, sign);
    s0.add(s1).add(s2).lanewise(VectorOperators.ASHR, 2).intoArray(out, to);
    s1.sub(s2).sub(s3).lanewise(VectorOperators.ASHR, 2).intoArray(out, to + cell);
  }

  private static IntVector columnSum(int[] m, int at, int position, int sign) {
    IntVector m1 = IntVector.fromArray(Lanes.INT, m, at + 4 * position);
    IntVector m2 = IntVector.fromArray(Lanes.INT, m, at + 8 * position);
    return sign > 0
        ? IntVector.fromArray(Lanes.INT, m, at).add(m1).add(m2)
        : m1.sub(m2).sub(IntVector.fromArray(Lanes.INT, m, at + 12 * position));
  }

  @Override
  public void expand(
      short[] source, int sourceOffset, int length, float[] target, int targetOffset) {
    int bound = Lanes.INT.loopBound(length);
    for (int i = 0; i < bound; i += Lanes.COUNT) {
      IntVector value =
          (IntVector)
              ShortVector.fromArray(Lanes.HALF_SHORTS, source, sourceOffset + i)
                  .convertShape(VectorOperators.S2I, Lanes.INT, 0);
      store(value, target, targetOffset + i);
    }
    tail.expand(source, sourceOffset + bound, length - bound, target, targetOffset + bound);
  }
}
