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
    for (int i = 0; i < 4; i++) {
      for (int c = 0; c < channels; c += Lanes.COUNT) {
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
  }

  @Override
  public void transformOutput(
      int[] m,
      int mOffset,
      int positionStride,
      int columns,
      int outOffset,
      int rowStride,
      int tempOffset) {
    for (int c = 0; c < columns; c += Lanes.COUNT) {
      for (int j = 0; j < 4; j++) {
        int at = mOffset + j * positionStride + c;
        IntVector m0 = IntVector.fromArray(Lanes.INT, m, at);
        IntVector m1 = IntVector.fromArray(Lanes.INT, m, at + 4 * positionStride);
        IntVector m2 = IntVector.fromArray(Lanes.INT, m, at + 8 * positionStride);
        IntVector m3 = IntVector.fromArray(Lanes.INT, m, at + 12 * positionStride);
        int to = tempOffset + j * Lanes.COUNT;
        m0.add(m0).add(m1).add(m2).intoArray(m, to);
        m1.sub(m2).sub(m3).sub(m3).intoArray(m, to + 4 * Lanes.COUNT);
      }
      for (int line = 0; line < 2; line++) {
        int at = tempOffset + 4 * line * Lanes.COUNT;
        IntVector s0 = IntVector.fromArray(Lanes.INT, m, at);
        IntVector s1 = IntVector.fromArray(Lanes.INT, m, at + Lanes.COUNT);
        IntVector s2 = IntVector.fromArray(Lanes.INT, m, at + 2 * Lanes.COUNT);
        IntVector s3 = IntVector.fromArray(Lanes.INT, m, at + 3 * Lanes.COUNT);
        int to = outOffset + line * rowStride + c;
        s0.add(s0).add(s1).add(s2).lanewise(VectorOperators.ASHR, 2).intoArray(m, to);
        s1.sub(s2).sub(s3).sub(s3).lanewise(VectorOperators.ASHR, 2).intoArray(m, to + columns);
      }
    }
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
