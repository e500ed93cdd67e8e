package io.bytelane.internal.vector;

import io.bytelane.internal.kernel.LevelKernel;
import io.bytelane.internal.scalar.ScalarLevelKernel;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/// [LevelKernel] on vectors of the chosen width. Values that fill no vector are left to the scalar
/// form.
final class VectorLevelKernel implements LevelKernel {
  /// Adding it rounds to an integer, half to even; see [Rounding]. Its pattern ends in zero bytes,
  /// so that the low byte of a sum's pattern is that of the integer.
  private static final float MAGIC = 12582912f;

  private static final int MAGNITUDE = 0x7FFFFFFF;
  private static final int INFINITY_BITS = 0x7F800000;

  private final LevelKernel tail = new ScalarLevelKernel();

  @Override
  public void round(
      float[] values,
      int offset,
      int length,
      float[] zeroPoints,
      int zeroPointsOffset,
      int min,
      int max,
      boolean halfAway) {
    int bound = Lanes.FLOAT.loopBound(length);
    if (halfAway) {
      halfAway(values, offset, bound, zeroPoints, zeroPointsOffset, min, max);
    } else {
      halfEven(values, offset, bound, zeroPoints, zeroPointsOffset, min, max);
    }
    tail.round(
        values,
        offset + bound,
        length - bound,
        zeroPoints,
        zeroPointsOffset + bound,
        min,
        max,
        halfAway);
  }

  private static void halfEven(
      float[] values, int offset, int bound, float[] zeroPoints, int zOffset, int min, int max) {
    for (int i = 0; i < bound; i += Lanes.COUNT) {
      FloatVector zeroPoint = FloatVector.fromArray(Lanes.FLOAT, zeroPoints, zOffset + i);
      FloatVector ratio = FloatVector.fromArray(Lanes.FLOAT, values, offset + i);
      clamp(ratio, zeroPoint, min, max).add(MAGIC).sub(MAGIC).intoArray(values, offset + i);
    }
  }

  private static void halfAway(
      float[] values, int offset, int bound, float[] zeroPoints, int zOffset, int min, int max) {
    for (int i = 0; i < bound; i += Lanes.COUNT) {
      FloatVector zeroPoint = FloatVector.fromArray(Lanes.FLOAT, zeroPoints, zOffset + i);
      FloatVector ratio = FloatVector.fromArray(Lanes.FLOAT, values, offset + i);
      FloatVector clamped = clamp(ratio, zeroPoint, min, max);
      FloatVector even = clamped.add(MAGIC).sub(MAGIC);
      // Exact. Half a unit that is left over on the side away from zero is a tie that went towards
      // zero.
      FloatVector rest = clamped.sub(even);
      FloatVector up = even.blend(even.add(1f), rest.eq(0.5f).and(clamped.lt(0f).not()));
      up.blend(even.sub(1f), rest.eq(-0.5f).and(clamped.lt(0f))).intoArray(values, offset + i);
    }
  }

  private static FloatVector clamp(FloatVector ratio, FloatVector zeroPoint, int min, int max) {
    FloatVector low = zeroPoint.neg().add(min);
    FloatVector high = zeroPoint.neg().add(max);
    FloatVector number = ratio.blend(0f, ratio.compare(VectorOperators.NE, ratio));
    FloatVector raised = number.blend(low, number.lt(low));
    return raised.blend(high, high.lt(raised));
  }

  @Override
  public void store(
      float[] rounded,
      int offset,
      int length,
      float[] zeroPoints,
      int zeroPointsOffset,
      byte[] out,
      int outOffset) {
    int i = 0;
    for (; i <= length - Lanes.QUARTER_LENGTH; i += Lanes.COUNT) {
      FloatVector zeroPoint = FloatVector.fromArray(Lanes.FLOAT, zeroPoints, zeroPointsOffset + i);
      FloatVector level = FloatVector.fromArray(Lanes.FLOAT, rounded, offset + i).add(zeroPoint);
      Lanes.storeBytes(level.add(MAGIC).reinterpretAsInts(), out, outOffset + i);
    }
    tail.store(
        rounded, offset + i, length - i, zeroPoints, zeroPointsOffset + i, out, outOffset + i);
  }

  @Override
  public void centre(
      byte[] in,
      int inOffset,
      int length,
      byte flip,
      float[] zeroPoints,
      int zeroPointsOffset,
      float[] out,
      int outOffset) {
    int i = 0;
    for (; i <= length - Lanes.QUARTER_LENGTH; i += Lanes.COUNT) {
      FloatVector zeroPoint = FloatVector.fromArray(Lanes.FLOAT, zeroPoints, zeroPointsOffset + i);
      IntVector level = Lanes.signed(in, inOffset + i, flip);
      ((FloatVector) level.convert(VectorOperators.I2F, 0))
          .sub(zeroPoint)
          .intoArray(out, outOffset + i);
    }
    tail.centre(
        in, inOffset + i, length - i, flip, zeroPoints, zeroPointsOffset + i, out, outOffset + i);
  }

  @Override
  public boolean extremes(float[] in, int offset, int length, float[] range) {
    FloatVector lowest = FloatVector.broadcast(Lanes.FLOAT, Float.POSITIVE_INFINITY);
    FloatVector highest = FloatVector.broadcast(Lanes.FLOAT, Float.NEGATIVE_INFINITY);
    IntVector largest = IntVector.zero(Lanes.INT);
    int bound = Lanes.FLOAT.loopBound(length);
    for (int i = 0; i < bound; i += Lanes.COUNT) {
      FloatVector value = FloatVector.fromArray(Lanes.FLOAT, in, offset + i);
      lowest = lowest.blend(value, value.lt(lowest));
      highest = highest.blend(value, highest.lt(value));
      largest = value.reinterpretAsInts().and(MAGNITUDE).max(largest);
    }
    boolean finite = tail.extremes(in, offset + bound, length - bound, range);
    range[0] = Math.min(lowest.reduceLanes(VectorOperators.MIN), range[0]);
    range[1] = Math.max(highest.reduceLanes(VectorOperators.MAX), range[1]);
    return finite && largest.reduceLanes(VectorOperators.MAX) < INFINITY_BITS;
  }
}
