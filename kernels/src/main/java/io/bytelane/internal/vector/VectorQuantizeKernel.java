package io.bytelane.internal.vector;

import io.bytelane.internal.kernel.QuantizeKernel;
import io.bytelane.internal.scalar.ScalarQuantizeKernel;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/// [QuantizeKernel] on vectors of the chosen width. Values that fill no vector are left to the
/// scalar form.
final class VectorQuantizeKernel implements QuantizeKernel {
  /// The bits of a float without its sign; as an integer they order magnitudes, and infinity is the
  /// smallest that is not finite.
  private static final int MAGNITUDE = 0x7FFFFFFF;

  private static final int INFINITY_BITS = 0x7F800000;

  private final QuantizeKernel tail = new ScalarQuantizeKernel();

  @Override
  public void quantize(
      float[] in,
      int inOffset,
      int length,
      float scale,
      int zeroPoint,
      int min,
      int max,
      byte[] out,
      int outOffset) {
    float low = min - zeroPoint;
    float high = max - zeroPoint;
    int i = 0;
    for (; i <= length - Lanes.QUARTER_LENGTH; i += Lanes.COUNT) {
      FloatVector ratio = FloatVector.fromArray(Lanes.FLOAT, in, inOffset + i).div(scale);
      FloatVector number = ratio.blend(0f, ratio.compare(VectorOperators.NE, ratio));
      FloatVector clamped = Rounding.clamp(number, low, high);
      Lanes.storeBytes(Rounding.halfEven(clamped).add(zeroPoint), out, outOffset + i);
    }
    tail.quantize(in, inOffset + i, length - i, scale, zeroPoint, min, max, out, outOffset + i);
  }

  @Override
  public void dequantize(
      byte[] in,
      int inOffset,
      int length,
      byte flip,
      float scale,
      int zeroPoint,
      float[] out,
      int outOffset) {
    int i = 0;
    for (; i <= length - Lanes.QUARTER_LENGTH; i += Lanes.COUNT) {
      IntVector level = Lanes.signed(in, inOffset + i, flip).sub(zeroPoint);
      ((FloatVector) level.convert(VectorOperators.I2F, 0))
          .mul(scale)
          .intoArray(out, outOffset + i);
    }
    tail.dequantize(in, inOffset + i, length - i, flip, scale, zeroPoint, out, outOffset + i);
  }

  @Override
  public boolean range(float[] in, int offset, int length, float[] range, int rangeOffset) {
    FloatVector lowest = FloatVector.zero(Lanes.FLOAT);
    FloatVector highest = FloatVector.zero(Lanes.FLOAT);
    IntVector largest = IntVector.zero(Lanes.INT);
    int bound = Lanes.FLOAT.loopBound(length);
    for (int i = 0; i < bound; i += Lanes.COUNT) {
      FloatVector value = FloatVector.fromArray(Lanes.FLOAT, in, offset + i);
      lowest = lowest.blend(value, value.lt(lowest));
      highest = highest.blend(value, highest.lt(value));
      largest = value.reinterpretAsInts().and(MAGNITUDE).max(largest);
    }
    boolean finite = tail.range(in, offset + bound, length - bound, range, rangeOffset);
    float low = lowest.reduceLanes(VectorOperators.MIN);
    float high = highest.reduceLanes(VectorOperators.MAX);
    range[rangeOffset] = Math.min(low, range[rangeOffset]);
    range[rangeOffset + 1] = Math.max(high, range[rangeOffset + 1]);
    return finite && largest.reduceLanes(VectorOperators.MAX) < INFINITY_BITS;
  }

  @Override
  public boolean isFinite(float[] in, int offset, int length) {
    IntVector largest = IntVector.zero(Lanes.INT);
    int bound = Lanes.FLOAT.loopBound(length);
    for (int i = 0; i < bound; i += Lanes.COUNT) {
      largest =
          FloatVector.fromArray(Lanes.FLOAT, in, offset + i)
              .reinterpretAsInts()
              .and(MAGNITUDE)
              .max(largest);
    }
    return largest.reduceLanes(VectorOperators.MAX) < INFINITY_BITS
        && tail.isFinite(in, offset + bound, length - bound);
  }
}
