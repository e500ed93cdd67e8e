package io.bytelane.internal.vector;

import io.bytelane.internal.kernel.Converter;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/// [Converter] on vectors of the chosen width.
final class VectorConverter implements Converter {
  @Override
  public void expand(
      byte[] source, int sourceOffset, int length, byte flip, float[] target, int targetOffset) {
    int i = 0;
    for (; i <= length - Lanes.QUARTER_LENGTH; i += Lanes.COUNT) {
      FloatVector value =
          (FloatVector)
              Lanes.signed(source, sourceOffset + i, flip).convert(VectorOperators.I2F, 0);
      value.intoArray(target, targetOffset + i);
    }
    for (; i < length; i++) {
      target[targetOffset + i] = (byte) (source[sourceOffset + i] ^ flip);
    }
  }

  @Override
  public void fold(
      float[] tile,
      int tileOffset,
      int rows,
      int columns,
      int[] acc,
      int accOffset,
      int accStride,
      boolean first) {
    for (int i = 0; i < rows; i++) {
      int from = tileOffset + i * columns;
      int to = accOffset + i * accStride;
      for (int j = 0; j < columns; j += Lanes.COUNT) {
        IntVector value =
            (IntVector)
                FloatVector.fromArray(Lanes.FLOAT, tile, from + j).convert(VectorOperators.F2I, 0);
        if (!first) {
          value = value.add(IntVector.fromArray(Lanes.INT, acc, to + j));
        }
        value.intoArray(acc, to + j);
      }
    }
  }

  @Override
  public void fold(
      float[] tile,
      int tileOffset,
      int rows,
      int columns,
      float[] acc,
      int accOffset,
      int accStride,
      boolean first) {
    for (int i = 0; i < rows; i++) {
      int from = tileOffset + i * columns;
      int to = accOffset + i * accStride;
      for (int j = 0; j < columns; j += Lanes.COUNT) {
        FloatVector value = FloatVector.fromArray(Lanes.FLOAT, tile, from + j);
        if (!first) {
          value = value.add(FloatVector.fromArray(Lanes.FLOAT, acc, to + j));
        }
        value.intoArray(acc, to + j);
      }
    }
  }

  @Override
  public int sum(float[] source, int offset, int length) {
    FloatVector sums = FloatVector.zero(Lanes.FLOAT);
    int bound = Lanes.FLOAT.loopBound(length);
    for (int i = 0; i < bound; i += Lanes.COUNT) {
      sums = sums.add(FloatVector.fromArray(Lanes.FLOAT, source, offset + i));
    }
    float sum = sums.reduceLanes(VectorOperators.ADD);
    for (int i = bound; i < length; i++) {
      sum += source[offset + i];
    }
    return (int) sum;
  }
}
