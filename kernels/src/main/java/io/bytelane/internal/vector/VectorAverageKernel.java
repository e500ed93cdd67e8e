package io.bytelane.internal.vector;

import io.bytelane.internal.kernel.AverageKernel;
import io.bytelane.internal.scalar.ScalarAverageKernel;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/// [AverageKernel] in float lanes, exact by the bound of the interface. Larger divisors, and sums
/// that fill no vector, are left to the scalar form.
final class VectorAverageKernel implements AverageKernel {
  private final AverageKernel tail = new ScalarAverageKernel();

  @Override
  public void divide(
      int[] sums,
      int sumsOffset,
      int length,
      int subtract,
      int divisor,
      int zeroPoint,
      int min,
      int max,
      byte[] out,
      int outOffset) {
    float low = min - zeroPoint;
    float high = max - zeroPoint;
    int vectors = divisor < FLOAT_BOUND ? length : 0;
    int i = 0;
    for (; i <= vectors - Lanes.QUARTER_LENGTH; i += Lanes.COUNT) {
      FloatVector quotient = toFloat(load(sums, sumsOffset + i, subtract)).div(divisor);
      IntVector level = Rounding.halfEven(Rounding.clamp(quotient, low, high)).add(zeroPoint);
      Lanes.storeBytes(level, out, outOffset + i);
    }
    tail.divide(
        sums,
        sumsOffset + i,
        length - i,
        subtract,
        divisor,
        zeroPoint,
        min,
        max,
        out,
        outOffset + i);
  }

  @Override
  public void divideHalfAway(
      int[] sums,
      int sumsOffset,
      int length,
      int subtract,
      int divisor,
      int min,
      int max,
      byte[] out,
      int outOffset) {
    int half = divisor / 2;
    int vectors = divisor < FLOAT_BOUND ? length : 0;
    int i = 0;
    for (; i <= vectors - Lanes.QUARTER_LENGTH; i += Lanes.COUNT) {
      IntVector r = load(sums, sumsOffset + i, subtract);
      VectorMask<Integer> positive = r.compare(VectorOperators.GT, 0);
      IntVector shifted = r.sub(half).blend(r.add(half), positive);
      FloatVector quotient = toFloat(shifted).div(divisor);
      IntVector level = (IntVector) quotient.convert(VectorOperators.F2I, 0);
      Lanes.storeBytes(level.max(min).min(max), out, outOffset + i);
    }
    tail.divideHalfAway(
        sums, sumsOffset + i, length - i, subtract, divisor, min, max, out, outOffset + i);
  }

  @Override
  public void multiply(
      int[] sums,
      int sumsOffset,
      int length,
      int subtract,
      float multiplier,
      int zeroPoint,
      int min,
      int max,
      byte[] out,
      int outOffset) {
    float low = min - zeroPoint;
    float high = max - zeroPoint;
    int i = 0;
    for (; i <= length - Lanes.QUARTER_LENGTH; i += Lanes.COUNT) {
      FloatVector product = toFloat(load(sums, sumsOffset + i, subtract)).mul(multiplier);
      IntVector level = Rounding.halfEven(Rounding.clamp(product, low, high)).add(zeroPoint);
      Lanes.storeBytes(level, out, outOffset + i);
    }
    tail.multiply(
        sums,
        sumsOffset + i,
        length - i,
        subtract,
        multiplier,
        zeroPoint,
        min,
        max,
        out,
        outOffset + i);
  }

  private static IntVector load(int[] sums, int at, int subtract) {
    return IntVector.fromArray(Lanes.INT, sums, at).sub(subtract);
  }

  private static FloatVector toFloat(IntVector values) {
    return (FloatVector) values.convert(VectorOperators.I2F, 0);
  }
}
