package io.bytelane.internal.vector;

import io.bytelane.internal.kernel.LevelKernel;
import io.bytelane.internal.scalar.ScalarLevelKernel;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/// [LevelKernel] on vectors of the chosen width. Values that fill no vector are left to the scalar
/// form.
final class VectorLevelKernel implements LevelKernel {
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
      Rounding.integral(clamp(ratio, zeroPoint, min, max)).intoArray(values, offset + i);
    }
  }

  private static void halfAway(
      float[] values, int offset, int bound, float[] zeroPoints, int zOffset, int min, int max) {
    for (int i = 0; i < bound; i += Lanes.COUNT) {
      FloatVector zeroPoint = FloatVector.fromArray(Lanes.FLOAT, zeroPoints, zOffset + i);
      FloatVector ratio = FloatVector.fromArray(Lanes.FLOAT, values, offset + i);
      FloatVector clamped = clamp(ratio, zeroPoint, min, max);
      FloatVector even = Rounding.integral(clamped);
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
      Lanes.storeBytes(Rounding.halfEven(level), out, outOffset + i);
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
}
