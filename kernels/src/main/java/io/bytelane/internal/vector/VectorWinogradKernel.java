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
  public void transformRows(
      byte[] in,
      int inOffset,
      int rowStride,
      int length,
      byte flip,
      float[] t,
      int tOffset,
      int tStride) {
    int c = 0;
    for (; c <= length - Lanes.QUARTER_LENGTH; c += Lanes.COUNT) {
      int at = inOffset + c;
      IntVector d0 = Lanes.signed(in, at, flip);
      IntVector d1 = Lanes.signed(in, at + rowStride, flip);
      IntVector d2 = Lanes.signed(in, at + 2 * rowStride, flip);
      IntVector d3 = Lanes.signed(in, at + 3 * rowStride, flip);
      int to = tOffset + c;
      store(d0.sub(d2), t, to);
      store(d1.add(d2), t, to + tStride);
      store(d2.sub(d1), t, to + 2 * tStride);
      store(d1.sub(d3), t, to + 3 * tStride);
    }
    tail.transformRows(in, inOffset + c, rowStride, length - c, flip, t, tOffset + c, tStride);
  }

  private static void store(IntVector value, float[] target, int to) {
    ((FloatVector) value.convert(VectorOperators.I2F, 0)).intoArray(target, to);
  }

  @Override
  public void transformColumns(
      float[] t,
      int tOffset,
      int tStride,
      int cellStride,
      int channels,
      float[] v,
      int vOffset,
      int positionStride) {
    int bound = Lanes.FLOAT.loopBound(channels);
    for (int i = 0; i < 4; i++) {
      for (int c = 0; c < bound; c += Lanes.COUNT) {
        int at = tOffset + i * tStride + c;
        FloatVector t0 = FloatVector.fromArray(Lanes.FLOAT, t, at);
        FloatVector t1 = FloatVector.fromArray(Lanes.FLOAT, t, at + cellStride);
        FloatVector t2 = FloatVector.fromArray(Lanes.FLOAT, t, at + 2 * cellStride);
        FloatVector t3 = FloatVector.fromArray(Lanes.FLOAT, t, at + 3 * cellStride);
        int to = vOffset + 4 * i * positionStride + c;
        t0.sub(t2).intoArray(v, to);
        t1.add(t2).intoArray(v, to + positionStride);
        t2.sub(t1).intoArray(v, to + 2 * positionStride);
        t1.sub(t3).intoArray(v, to + 3 * positionStride);
      }
    }
    tail.transformColumns(
        t,
        tOffset + bound,
        tStride,
        cellStride,
        channels - bound,
        v,
        vOffset + bound,
        positionStride);
  }

  @Override
  public void transformOutput(
      float[] m,
      int mOffset,
      int positionStride,
      int columns,
      int[] sums,
      int sumOffset,
      int rowStride,
      boolean first,
      boolean last) {
    int shift = last ? 2 : 0;
    for (int line = 0; line < 2; line++) {
      float sign = line == 0 ? 1f : -1f;
      for (int c = 0; c < columns; c += Lanes.COUNT) {
        int at = mOffset + 4 * line * positionStride + c;
        IntVector s0 = columnSum(m, at, positionStride, sign);
        IntVector s1 = columnSum(m, at + positionStride, positionStride, sign);
        IntVector s2 = columnSum(m, at + 2 * positionStride, positionStride, sign);
        IntVector s3 = columnSum(m, at + 3 * positionStride, positionStride, sign);
        int to = sumOffset + line * rowStride + c;
        finish(s0.add(s1).add(s2), sums, to, first, shift);
        finish(s1.sub(s2.add(s3)), sums, to + columns, first, shift);
      }
    }
  }

  /// One column of `A' m`: `m0 + (m1 + m2)` for line 0, `m1 - (m2 + m3)` for line 1, where `at`
  /// points to the first term. One expression for both lines: two would exceed the number of nodes
  /// up to which C2 inlines. The block depth keeps these sums below 2^24.
  private static IntVector columnSum(float[] m, int at, int position, float sign) {
    FloatVector rest =
        FloatVector.fromArray(Lanes.FLOAT, m, at + 4 * position)
            .add(FloatVector.fromArray(Lanes.FLOAT, m, at + 8 * position));
    FloatVector sum =
        rest.fma(
            FloatVector.broadcast(Lanes.FLOAT, sign), FloatVector.fromArray(Lanes.FLOAT, m, at));
    return (IntVector) sum.convert(VectorOperators.F2I, 0);
  }

  private static void finish(IntVector sum, int[] sums, int to, boolean first, int shift) {
    IntVector total = first ? sum : sum.add(IntVector.fromArray(Lanes.INT, sums, to));
    total.lanewise(VectorOperators.ASHR, shift).intoArray(sums, to);
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
