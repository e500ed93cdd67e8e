package io.bytelane.internal.vector;

import io.bytelane.internal.kernel.RowKernel;
import io.bytelane.internal.scalar.ScalarRowKernel;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/// [RowKernel] on vectors of the chosen width. Partial sums are `LANES / COUNT` vectors of
/// accumulators: one, two or four.
final class VectorRowKernel implements RowKernel {
  private static final int VECTORS = LANES / Lanes.COUNT;

  private final RowKernel tail = new ScalarRowKernel();

  @Override
  public float max(float[] in, int offset, int length) {
    FloatVector max = FloatVector.broadcast(Lanes.FLOAT, Float.NEGATIVE_INFINITY);
    int bound = Lanes.FLOAT.loopBound(length);
    for (int i = 0; i < bound; i += Lanes.COUNT) {
      max = FloatVector.fromArray(Lanes.FLOAT, in, offset + i).max(max);
    }
    return Math.max(
        max.reduceLanes(VectorOperators.MAX), tail.max(in, offset + bound, length - bound));
  }

  @Override
  public void exponentials(
      float[] in, int inOffset, int length, float max, float[] out, int outOffset) {
    int bound = Lanes.FLOAT.loopBound(length);
    for (int i = 0; i < bound; i += Lanes.COUNT) {
      FloatVector x = FloatVector.fromArray(Lanes.FLOAT, in, inOffset + i).sub(max);
      VectorExponential.ofNegative(x).intoArray(out, outOffset + i);
    }
    tail.exponentials(in, inOffset + bound, length - bound, max, out, outOffset + bound);
  }

  @Override
  public float sum(float[] in, int offset, int length, float[] lanes, int lanesOffset) {
    int bound = length - length % LANES;
    for (int v = 0; v < VECTORS; v++) {
      FloatVector sum = FloatVector.zero(Lanes.FLOAT);
      for (int i = v * Lanes.COUNT; i < bound; i += LANES) {
        sum = FloatVector.fromArray(Lanes.FLOAT, in, offset + i).add(sum);
      }
      sum.intoArray(lanes, lanesOffset + v * Lanes.COUNT);
    }
    return ScalarRowKernel.restOfSum(in, offset, bound, length, lanes, lanesOffset);
  }

  @Override
  public float squares(
      float[] in, int offset, int length, float mean, float[] lanes, int lanesOffset) {
    int bound = length - length % LANES;
    for (int v = 0; v < VECTORS; v++) {
      FloatVector sum = FloatVector.zero(Lanes.FLOAT);
      for (int i = v * Lanes.COUNT; i < bound; i += LANES) {
        FloatVector difference = FloatVector.fromArray(Lanes.FLOAT, in, offset + i).sub(mean);
        sum = difference.mul(difference).add(sum);
      }
      sum.intoArray(lanes, lanesOffset + v * Lanes.COUNT);
    }
    return ScalarRowKernel.restOfSquares(in, offset, bound, length, mean, lanes, lanesOffset);
  }

  @Override
  public void normalize(
      float[] in,
      int inOffset,
      int length,
      float mean,
      float factor,
      float[] scale,
      float[] shift,
      float[] out,
      int outOffset) {
    int bound = Lanes.FLOAT.loopBound(length);
    for (int i = 0; i < bound; i += Lanes.COUNT) {
      FloatVector.fromArray(Lanes.FLOAT, in, inOffset + i)
          .sub(mean)
          .mul(factor)
          .mul(FloatVector.fromArray(Lanes.FLOAT, scale, i))
          .add(FloatVector.fromArray(Lanes.FLOAT, shift, i))
          .intoArray(out, outOffset + i);
    }
    ScalarRowKernel.normalizeRest(
        in, inOffset, bound, length, mean, factor, scale, shift, out, outOffset);
  }
}
