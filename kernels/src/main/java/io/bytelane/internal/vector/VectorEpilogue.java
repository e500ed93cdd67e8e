package io.bytelane.internal.vector;

import io.bytelane.internal.kernel.Epilogue;
import io.bytelane.internal.scalar.ScalarEpilogue;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/// [Epilogue] on vectors of the chosen width. A block that is narrower than a tile, the last one of
/// a row, is stored under a mask at 512 bits and left to the scalar form otherwise. Reads whole
/// vectors: accumulators and per-channel operands are padded to the tile.
final class VectorEpilogue implements Epilogue {
  /// Stores under a mask are one instruction for every element type with AVX-512 only.
  private static final boolean MASKED_STORES = Lanes.SHAPE.vectorBitSize() == 512;

  private final Epilogue narrow = new ScalarEpilogue();

  @Override
  public void subtractZeroPoints(
      int[] acc, int accOffset, int columns, int[] zeroPoints, int first, int rowSum) {
    int bound = Lanes.INT.loopBound(columns);
    for (int j = 0; j < bound; j += Lanes.COUNT) {
      IntVector zeroPoint = IntVector.fromArray(Lanes.INT, zeroPoints, first + j);
      IntVector.fromArray(Lanes.INT, acc, accOffset + j)
          .sub(zeroPoint.mul(rowSum))
          .intoArray(acc, accOffset + j);
    }
    narrow.subtractZeroPoints(
        acc, accOffset + bound, columns - bound, zeroPoints, first + bound, rowSum);
  }

  @Override
  public void requantize(
      int[] acc,
      int accOffset,
      int accStride,
      int rows,
      int columns,
      int[] bias,
      float[] multiplier,
      int first,
      int zeroPoint,
      int min,
      int max,
      byte[] out,
      int outOffset,
      int outStride) {
    if (columns < 2 * Lanes.COUNT && !MASKED_STORES) {
      narrow.requantize(
          acc,
          accOffset,
          accStride,
          rows,
          columns,
          bias,
          multiplier,
          first,
          zeroPoint,
          min,
          max,
          out,
          outOffset,
          outStride);
      return;
    }
    int low = min - zeroPoint;
    int high = max - zeroPoint;
    IntVector bias0 = IntVector.fromArray(Lanes.INT, bias, first);
    IntVector bias1 = IntVector.fromArray(Lanes.INT, bias, first + Lanes.COUNT);
    FloatVector multiplier0 = FloatVector.fromArray(Lanes.FLOAT, multiplier, first);
    FloatVector multiplier1 = FloatVector.fromArray(Lanes.FLOAT, multiplier, first + Lanes.COUNT);
    VectorMask<Byte> columns0 = Lanes.firstBytes(columns);
    VectorMask<Byte> columns1 = Lanes.firstBytes(columns - Lanes.COUNT);
    for (int i = 0; i < rows; i++) {
      int from = accOffset + i * accStride;
      IntVector sum0 = IntVector.fromArray(Lanes.INT, acc, from).add(bias0);
      IntVector sum1 = IntVector.fromArray(Lanes.INT, acc, from + Lanes.COUNT).add(bias1);
      FloatVector product0 = ((FloatVector) sum0.convert(VectorOperators.I2F, 0)).mul(multiplier0);
      FloatVector product1 = ((FloatVector) sum1.convert(VectorOperators.I2F, 0)).mul(multiplier1);
      IntVector level0 = Rounding.levels(product0, low, high).add(zeroPoint);
      IntVector level1 = Rounding.levels(product1, low, high).add(zeroPoint);
      int to = outOffset + i * outStride;
      if (MASKED_STORES) {
        Lanes.lowBytes(level0).intoArray(out, to, columns0);
        Lanes.lowBytes(level1).intoArray(out, to + Lanes.COUNT, columns1);
      } else {
        Lanes.storeBytes(level0, level1, out, to);
      }
    }
  }

  @Override
  public void requantize(
      float[] sums,
      int sumsOffset,
      int sumsStride,
      int rows,
      int columns,
      float[] bias,
      float[] multiplier,
      int first,
      int zeroPoint,
      int min,
      int max,
      byte[] out,
      int outOffset,
      int outStride) {
    if (columns < 2 * Lanes.COUNT && !MASKED_STORES) {
      narrow.requantize(
          sums,
          sumsOffset,
          sumsStride,
          rows,
          columns,
          bias,
          multiplier,
          first,
          zeroPoint,
          min,
          max,
          out,
          outOffset,
          outStride);
      return;
    }
    int low = min - zeroPoint;
    int high = max - zeroPoint;
    FloatVector bias0 = FloatVector.fromArray(Lanes.FLOAT, bias, first);
    FloatVector bias1 = FloatVector.fromArray(Lanes.FLOAT, bias, first + Lanes.COUNT);
    FloatVector multiplier0 = FloatVector.fromArray(Lanes.FLOAT, multiplier, first);
    FloatVector multiplier1 = FloatVector.fromArray(Lanes.FLOAT, multiplier, first + Lanes.COUNT);
    VectorMask<Byte> columns0 = Lanes.firstBytes(columns);
    VectorMask<Byte> columns1 = Lanes.firstBytes(columns - Lanes.COUNT);
    for (int i = 0; i < rows; i++) {
      int from = sumsOffset + i * sumsStride;
      FloatVector sum0 = FloatVector.fromArray(Lanes.FLOAT, sums, from).add(bias0);
      FloatVector sum1 = FloatVector.fromArray(Lanes.FLOAT, sums, from + Lanes.COUNT).add(bias1);
      IntVector level0 = Rounding.levels(sum0.mul(multiplier0), low, high).add(zeroPoint);
      IntVector level1 = Rounding.levels(sum1.mul(multiplier1), low, high).add(zeroPoint);
      int to = outOffset + i * outStride;
      if (MASKED_STORES) {
        Lanes.lowBytes(level0).intoArray(out, to, columns0);
        Lanes.lowBytes(level1).intoArray(out, to + Lanes.COUNT, columns1);
      } else {
        Lanes.storeBytes(level0, level1, out, to);
      }
    }
  }

  @Override
  public void requantizeRows(
      int[] acc,
      int accOffset,
      int accStride,
      int rows,
      int columns,
      int[] bias,
      float[] params,
      int scalesOffset,
      float[] scale,
      float outputScale,
      int first,
      int zeroPoint,
      int min,
      int max,
      byte[] out,
      int outOffset,
      int outStride) {
    if (columns < 2 * Lanes.COUNT && !MASKED_STORES) {
      narrow.requantizeRows(
          acc,
          accOffset,
          accStride,
          rows,
          columns,
          bias,
          params,
          scalesOffset,
          scale,
          outputScale,
          first,
          zeroPoint,
          min,
          max,
          out,
          outOffset,
          outStride);
      return;
    }
    int low = min - zeroPoint;
    int high = max - zeroPoint;
    IntVector bias0 = IntVector.fromArray(Lanes.INT, bias, first);
    IntVector bias1 = IntVector.fromArray(Lanes.INT, bias, first + Lanes.COUNT);
    FloatVector scale0 = FloatVector.fromArray(Lanes.FLOAT, scale, first);
    FloatVector scale1 = FloatVector.fromArray(Lanes.FLOAT, scale, first + Lanes.COUNT);
    VectorMask<Byte> columns0 = Lanes.firstBytes(columns);
    VectorMask<Byte> columns1 = Lanes.firstBytes(columns - Lanes.COUNT);
    for (int i = 0; i < rows; i++) {
      float rowScale = params[scalesOffset + i];
      FloatVector multiplier0 = scale0.mul(rowScale).div(outputScale);
      FloatVector multiplier1 = scale1.mul(rowScale).div(outputScale);
      int from = accOffset + i * accStride;
      IntVector sum0 = IntVector.fromArray(Lanes.INT, acc, from).add(bias0);
      IntVector sum1 = IntVector.fromArray(Lanes.INT, acc, from + Lanes.COUNT).add(bias1);
      FloatVector product0 = ((FloatVector) sum0.convert(VectorOperators.I2F, 0)).mul(multiplier0);
      FloatVector product1 = ((FloatVector) sum1.convert(VectorOperators.I2F, 0)).mul(multiplier1);
      IntVector level0 = Rounding.levels(product0, low, high).add(zeroPoint);
      IntVector level1 = Rounding.levels(product1, low, high).add(zeroPoint);
      int to = outOffset + i * outStride;
      if (MASKED_STORES) {
        Lanes.lowBytes(level0).intoArray(out, to, columns0);
        Lanes.lowBytes(level1).intoArray(out, to + Lanes.COUNT, columns1);
      } else {
        Lanes.storeBytes(level0, level1, out, to);
      }
    }
  }

  @Override
  public void requantizeFixedDouble(
      int[] acc,
      int accOffset,
      int accStride,
      int rows,
      int columns,
      int[] bias,
      int[] multiplier,
      int[] shift,
      int first,
      int zeroPoint,
      int min,
      int max,
      byte[] out,
      int outOffset,
      int outStride) {
    if (columns < 2 * Lanes.COUNT) {
      narrow.requantizeFixedDouble(
          acc,
          accOffset,
          accStride,
          rows,
          columns,
          bias,
          multiplier,
          shift,
          first,
          zeroPoint,
          min,
          max,
          out,
          outOffset,
          outStride);
      return;
    }
    int low = min - zeroPoint;
    int high = max - zeroPoint;
    for (int j = 0; j < 2 * Lanes.COUNT; j += Lanes.COUNT) {
      VectorFixedPoint.columnDouble(
          acc, accOffset + j, accStride, rows, bias, multiplier, shift, first + j, low, high);
    }
    VectorFixedPoint.narrow(acc, accOffset, accStride, rows, zeroPoint, out, outOffset, outStride);
  }

  @Override
  public void requantizeFixedSingle(
      int[] acc,
      int accOffset,
      int accStride,
      int rows,
      int columns,
      int[] bias,
      int[] multiplier,
      int[] shift,
      int first,
      int zeroPoint,
      int min,
      int max,
      byte[] out,
      int outOffset,
      int outStride) {
    if (columns < 2 * Lanes.COUNT) {
      narrow.requantizeFixedSingle(
          acc,
          accOffset,
          accStride,
          rows,
          columns,
          bias,
          multiplier,
          shift,
          first,
          zeroPoint,
          min,
          max,
          out,
          outOffset,
          outStride);
      return;
    }
    int low = min - zeroPoint;
    int high = max - zeroPoint;
    for (int j = 0; j < 2 * Lanes.COUNT; j += Lanes.COUNT) {
      VectorFixedPoint.columnSingle(
          acc, accOffset + j, accStride, rows, bias, multiplier, shift, first + j, low, high);
    }
    VectorFixedPoint.narrow(acc, accOffset, accStride, rows, zeroPoint, out, outOffset, outStride);
  }

  @Override
  public void addBias(
      int[] acc,
      int accOffset,
      int accStride,
      int rows,
      int columns,
      int[] bias,
      int first,
      int[] out,
      int outOffset,
      int outStride) {
    if (columns < 2 * Lanes.COUNT) {
      narrow.addBias(
          acc, accOffset, accStride, rows, columns, bias, first, out, outOffset, outStride);
      return;
    }
    IntVector bias0 = IntVector.fromArray(Lanes.INT, bias, first);
    IntVector bias1 = IntVector.fromArray(Lanes.INT, bias, first + Lanes.COUNT);
    for (int i = 0; i < rows; i++) {
      int from = accOffset + i * accStride;
      int to = outOffset + i * outStride;
      IntVector.fromArray(Lanes.INT, acc, from).add(bias0).intoArray(out, to);
      IntVector.fromArray(Lanes.INT, acc, from + Lanes.COUNT)
          .add(bias1)
          .intoArray(out, to + Lanes.COUNT);
    }
  }

  @Override
  public void dequantize(
      int[] acc,
      int accOffset,
      int columns,
      int[] bias,
      float rowScale,
      float[] scale,
      float[] realBias,
      int first,
      float min,
      float max,
      float[] out,
      int outOffset) {
    int bound = Lanes.INT.loopBound(columns);
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
    narrow.dequantize(
        acc,
        accOffset + bound,
        columns - bound,
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
  public void dequantizeRows(
      int[] acc,
      int accOffset,
      int accStride,
      int rows,
      int columns,
      int[] correction,
      float[] params,
      int scalesOffset,
      int zeroPointsOffset,
      float[] scale,
      float[] realBias,
      int first,
      float min,
      float max,
      float[] out,
      int outOffset,
      int outStride) {
    // Most layers clamp nothing; max and min have to care for NaN and the sign of zero.
    boolean clamps = min > Float.NEGATIVE_INFINITY || max < Float.POSITIVE_INFINITY;
    int bound = Lanes.INT.loopBound(columns);
    for (int j = 0; j < bound; j += Lanes.COUNT) {
      IntVector corrections = IntVector.fromArray(Lanes.INT, correction, first + j);
      FloatVector scales = FloatVector.fromArray(Lanes.FLOAT, scale, first + j);
      FloatVector biases = FloatVector.fromArray(Lanes.FLOAT, realBias, first + j);
      for (int i = 0; i < rows; i++) {
        IntVector sums =
            IntVector.fromArray(Lanes.INT, acc, accOffset + i * accStride + j)
                .sub(corrections.mul((int) params[zeroPointsOffset + i]));
        FloatVector values =
            ((FloatVector) sums.convert(VectorOperators.I2F, 0))
                .mul(scales.mul(params[scalesOffset + i]))
                .add(biases);
        if (clamps) {
          values = values.max(min).min(max);
        }
        values.intoArray(out, outOffset + i * outStride + j);
      }
    }
    narrow.dequantizeRows(
        acc,
        accOffset + bound,
        accStride,
        rows,
        columns - bound,
        correction,
        params,
        scalesOffset,
        zeroPointsOffset,
        scale,
        realBias,
        first + bound,
        min,
        max,
        out,
        outOffset + bound,
        outStride);
  }

  @Override
  public void addBias(
      float[] acc,
      int accOffset,
      int accStride,
      int rows,
      int columns,
      float[] bias,
      int first,
      float min,
      float max,
      float[] out,
      int outOffset,
      int outStride) {
    if (columns < 2 * Lanes.COUNT && !MASKED_STORES) {
      narrow.addBias(
          acc, accOffset, accStride, rows, columns, bias, first, min, max, out, outOffset,
          outStride);
      return;
    }
    FloatVector bias0 = FloatVector.fromArray(Lanes.FLOAT, bias, first);
    FloatVector bias1 = FloatVector.fromArray(Lanes.FLOAT, bias, first + Lanes.COUNT);
    for (int i = 0; i < rows; i++) {
      int from = accOffset + i * accStride;
      int to = outOffset + i * outStride;
      FloatVector sum0 = FloatVector.fromArray(Lanes.FLOAT, acc, from).add(bias0).max(min).min(max);
      FloatVector sum1 =
          FloatVector.fromArray(Lanes.FLOAT, acc, from + Lanes.COUNT).add(bias1).max(min).min(max);
      if (columns == 2 * Lanes.COUNT) {
        sum0.intoArray(out, to);
        sum1.intoArray(out, to + Lanes.COUNT);
      } else {
        sum0.intoArray(out, to, Lanes.FLOAT.indexInRange(0, columns));
        if (columns > Lanes.COUNT) {
          int rest = columns - Lanes.COUNT;
          sum1.intoArray(out, to + Lanes.COUNT, Lanes.FLOAT.indexInRange(0, rest));
        }
      }
    }
  }
}
