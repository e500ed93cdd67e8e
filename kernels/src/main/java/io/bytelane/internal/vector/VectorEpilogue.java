package io.bytelane.internal.vector;

import io.bytelane.internal.kernel.Epilogue;
import io.bytelane.internal.scalar.ScalarEpilogue;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/// [Epilogue] on vectors of the chosen width. Columns that fill no vector are left to the scalar
/// form.
final class VectorEpilogue implements Epilogue {
  private final Epilogue tail = new ScalarEpilogue();

  @Override
  public void subtractZeroPoints(
      int[] acc, int accOffset, int count, int[] zeroPoints, int first, int rowSum) {
    int bound = Lanes.INT.loopBound(count);
    for (int j = 0; j < bound; j += Lanes.COUNT) {
      IntVector zeroPoint = IntVector.fromArray(Lanes.INT, zeroPoints, first + j);
      IntVector.fromArray(Lanes.INT, acc, accOffset + j)
          .sub(zeroPoint.mul(rowSum))
          .intoArray(acc, accOffset + j);
    }
    tail.subtractZeroPoints(
        acc, accOffset + bound, count - bound, zeroPoints, first + bound, rowSum);
  }

  @Override
  public void requantize(
      int[] acc,
      int accOffset,
      int count,
      int[] bias,
      float[] multiplier,
      int first,
      int zeroPoint,
      int min,
      int max,
      byte[] out,
      int outOffset) {
    float low = min - zeroPoint;
    float high = max - zeroPoint;
    int j = 0;
    for (; j <= count - Lanes.QUARTER_LENGTH; j += Lanes.COUNT) {
      FloatVector product =
          ((FloatVector)
                  IntVector.fromArray(Lanes.INT, acc, accOffset + j)
                      .add(IntVector.fromArray(Lanes.INT, bias, first + j))
                      .convert(VectorOperators.I2F, 0))
              .mul(FloatVector.fromArray(Lanes.FLOAT, multiplier, first + j));
      Lanes.storeBytes(
          Rounding.halfEven(Rounding.clamp(product, low, high)).add(zeroPoint), out, outOffset + j);
    }
    tail.requantize(
        acc,
        accOffset + j,
        count - j,
        bias,
        multiplier,
        first + j,
        zeroPoint,
        min,
        max,
        out,
        outOffset + j);
  }

  @Override
  public void addBias(
      int[] acc, int accOffset, int count, int[] bias, int first, int[] out, int outOffset) {
    int bound = Lanes.INT.loopBound(count);
    for (int j = 0; j < bound; j += Lanes.COUNT) {
      IntVector.fromArray(Lanes.INT, acc, accOffset + j)
          .add(IntVector.fromArray(Lanes.INT, bias, first + j))
          .intoArray(out, outOffset + j);
    }
    tail.addBias(
        acc, accOffset + bound, count - bound, bias, first + bound, out, outOffset + bound);
  }

  @Override
  public void dequantize(
      int[] acc,
      int accOffset,
      int count,
      int[] bias,
      float rowScale,
      float[] scale,
      float[] realBias,
      int first,
      float min,
      float max,
      float[] out,
      int outOffset) {
    int bound = Lanes.INT.loopBound(count);
    for (int j = 0; j < bound; j += Lanes.COUNT) {
      FloatVector value =
          (FloatVector)
              IntVector.fromArray(Lanes.INT, acc, accOffset + j)
                  .add(IntVector.fromArray(Lanes.INT, bias, first + j))
                  .convert(VectorOperators.I2F, 0);
      value
          .mul(FloatVector.fromArray(Lanes.FLOAT, scale, first + j).mul(rowScale))
          .add(FloatVector.fromArray(Lanes.FLOAT, realBias, first + j))
          .max(min)
          .min(max)
          .intoArray(out, outOffset + j);
    }
    tail.dequantize(
        acc,
        accOffset + bound,
        count - bound,
        bias,
        rowScale,
        scale,
        realBias,
        first + bound,
        min,
        max,
        out,
        outOffset + bound);
  }

  @Override
  public void addBias(
      float[] acc,
      int accOffset,
      int count,
      float[] bias,
      int first,
      float min,
      float max,
      float[] out,
      int outOffset) {
    int bound = Lanes.FLOAT.loopBound(count);
    for (int j = 0; j < bound; j += Lanes.COUNT) {
      FloatVector.fromArray(Lanes.FLOAT, acc, accOffset + j)
          .add(FloatVector.fromArray(Lanes.FLOAT, bias, first + j))
          .max(min)
          .min(max)
          .intoArray(out, outOffset + j);
    }
    tail.addBias(
        acc,
        accOffset + bound,
        count - bound,
        bias,
        first + bound,
        min,
        max,
        out,
        outOffset + bound);
  }
}
