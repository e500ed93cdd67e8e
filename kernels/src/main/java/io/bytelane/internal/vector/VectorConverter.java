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
  public void expandPatches(
      byte[] source,
      int sourceOffset,
      int pixels,
      int pixelStride,
      int runs,
      int runStride,
      int length,
      byte flip,
      float[] target,
      int targetOffset,
      int targetStride) {
    for (int i = 0; i < pixels; i++) {
      for (int r = 0; r < runs; r++) {
        int from = sourceOffset + i * pixelStride + r * runStride;
        int to = targetOffset + i * targetStride + r * length;
        for (int j = 0; j < length; j += Lanes.COUNT) {
          ((FloatVector) Lanes.signed(source, from + j, flip).convert(VectorOperators.I2F, 0))
              .intoArray(target, to + j);
        }
      }
    }
  }

  @Override
  public void expandPatches(
      float[] source,
      int sourceOffset,
      int pixels,
      int pixelStride,
      int runs,
      int runStride,
      int length,
      float[] target,
      int targetOffset,
      int targetStride) {
    for (int i = 0; i < pixels; i++) {
      for (int r = 0; r < runs; r++) {
        int from = sourceOffset + i * pixelStride + r * runStride;
        int to = targetOffset + i * targetStride + r * length;
        for (int j = 0; j < length; j += Lanes.COUNT) {
          FloatVector.fromArray(Lanes.FLOAT, source, from + j).intoArray(target, to + j);
        }
      }
    }
  }

  @Override
  public void expandCells(
      byte[] source,
      int sourceOffset,
      int cells,
      int stride,
      int length,
      byte flip,
      float[] target,
      int targetOffset) {
    for (int j = 0; j < length; j += 2 * Lanes.COUNT) {
      for (int i = 0; i < cells; i++) {
        int from = sourceOffset + i * stride + j;
        int to = targetOffset + i * length + j;
        asFloat(Lanes.signed(source, from, flip)).intoArray(target, to);
        asFloat(Lanes.signed(source, from + Lanes.COUNT, flip)).intoArray(target, to + Lanes.COUNT);
      }
    }
  }

  @Override
  public void expandCells(
      float[] source,
      int sourceOffset,
      int cells,
      int stride,
      int length,
      float[] target,
      int targetOffset) {
    for (int j = 0; j < length; j += 2 * Lanes.COUNT) {
      for (int i = 0; i < cells; i++) {
        int from = sourceOffset + i * stride + j;
        int to = targetOffset + i * length + j;
        FloatVector.fromArray(Lanes.FLOAT, source, from).intoArray(target, to);
        FloatVector.fromArray(Lanes.FLOAT, source, from + Lanes.COUNT)
            .intoArray(target, to + Lanes.COUNT);
      }
    }
  }

  private static FloatVector asFloat(IntVector value) {
    return (FloatVector) value.convert(VectorOperators.I2F, 0);
  }

  @Override
  public void fold(
      float[] sums, int sumsOffset, int length, int[] acc, int accOffset, boolean first) {
    if (first) {
      for (int i = 0; i < length; i += Lanes.COUNT) {
        integers(sums, sumsOffset + i).intoArray(acc, accOffset + i);
      }
    } else {
      for (int i = 0; i < length; i += Lanes.COUNT) {
        integers(sums, sumsOffset + i)
            .add(IntVector.fromArray(Lanes.INT, acc, accOffset + i))
            .intoArray(acc, accOffset + i);
      }
    }
  }

  private static IntVector integers(float[] sums, int offset) {
    return (IntVector)
        FloatVector.fromArray(Lanes.FLOAT, sums, offset).convert(VectorOperators.F2I, 0);
  }

  @Override
  public void pairs(float[] source, int offset, int length, int[] target, int targetOffset) {
    int i = 0;
    for (; i <= length - Lanes.COUNT; i += Lanes.COUNT) {
      IntVector value =
          (IntVector)
              FloatVector.fromArray(Lanes.FLOAT, source, offset + i)
                  .convert(VectorOperators.F2I, 0);
      value
          .lanewise(VectorOperators.LSHL, 16)
          .or(value.and(0xffff))
          .intoArray(target, targetOffset + i);
    }
    for (; i < length; i++) {
      int value = (int) source[offset + i];
      target[targetOffset + i] = (value << 16) | (value & 0xffff);
    }
  }

  @Override
  public int sum(float[] source, int offset, int length) {
    FloatVector sums = FloatVector.zero(Lanes.FLOAT);
    int bound = Lanes.FLOAT.loopBound(length);
    for (int i = 0; i < bound; i += Lanes.COUNT) {
      sums = FloatVector.fromArray(Lanes.FLOAT, source, offset + i).add(sums);
    }
    float sum = sums.reduceLanes(VectorOperators.ADD);
    for (int i = bound; i < length; i++) {
      sum += source[offset + i];
    }
    return (int) sum;
  }
}
