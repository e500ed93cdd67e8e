package io.bytelane.internal.scalar;

import io.bytelane.internal.kernel.Epilogue;

/// [Epilogue] in plain loops; the vector form hands its last columns here.
public final class ScalarEpilogue implements Epilogue {
  /// Creates the stateless instance.
  public ScalarEpilogue() {}

  @Override
  public void subtractZeroPoints(
      int[] acc, int accOffset, int columns, int[] zeroPoints, int first, int rowSum) {
    for (int j = 0; j < columns; j++) {
      acc[accOffset + j] -= zeroPoints[first + j] * rowSum;
    }
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
    float low = min - zeroPoint;
    float high = max - zeroPoint;
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        int sum = acc[accOffset + i * accStride + j] + bias[first + j];
        float product = (float) sum * multiplier[first + j];
        float clamped = Math.min(Math.max(product, low), high);
        out[outOffset + i * outStride + j] = (byte) ((int) Math.rint(clamped) + zeroPoint);
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
    float low = min - zeroPoint;
    float high = max - zeroPoint;
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        float sum = sums[sumsOffset + i * sumsStride + j] + bias[first + j];
        float clamped = Math.min(Math.max(sum * multiplier[first + j], low), high);
        out[outOffset + i * outStride + j] = (byte) ((int) Math.rint(clamped) + zeroPoint);
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
    float low = min - zeroPoint;
    float high = max - zeroPoint;
    for (int i = 0; i < rows; i++) {
      float rowScale = params[scalesOffset + i];
      for (int j = 0; j < columns; j++) {
        int c = first + j;
        float product =
            (float) (acc[accOffset + i * accStride + j] + bias[c])
                * (rowScale * scale[c] / outputScale);
        float clamped = Math.min(Math.max(product, low), high);
        out[outOffset + i * outStride + j] = (byte) ((int) Math.rint(clamped) + zeroPoint);
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
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        int c = first + j;
        int sum = acc[accOffset + i * accStride + j] + bias[c];
        long scaled = FixedPoint.scaleDouble(sum, multiplier[c], shift[c]);
        out[outOffset + i * outStride + j] = (byte) Math.clamp(scaled + zeroPoint, min, max);
      }
    }
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
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        int c = first + j;
        int sum = acc[accOffset + i * accStride + j] + bias[c];
        long scaled = FixedPoint.scaleSingle(sum, multiplier[c], shift[c]);
        out[outOffset + i * outStride + j] = (byte) Math.clamp(scaled + zeroPoint, min, max);
      }
    }
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
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        out[outOffset + i * outStride + j] = acc[accOffset + i * accStride + j] + bias[first + j];
      }
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
    for (int j = 0; j < columns; j++) {
      float scaled = (float) (acc[accOffset + j] + bias[first + j]) * (rowScale * scale[first + j]);
      out[outOffset + j] = Math.min(Math.max(scaled + realBias[first + j], min), max);
    }
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
    for (int i = 0; i < rows; i++) {
      float rowScale = params[scalesOffset + i];
      int zeroPoint = (int) params[zeroPointsOffset + i];
      for (int j = 0; j < columns; j++) {
        int c = first + j;
        int sum = acc[accOffset + i * accStride + j] - zeroPoint * correction[c];
        float value = sum * (rowScale * scale[c]) + realBias[c];
        out[outOffset + i * outStride + j] = Math.min(Math.max(value, min), max);
      }
    }
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
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        float sum = acc[accOffset + i * accStride + j] + bias[first + j];
        out[outOffset + i * outStride + j] = Math.min(Math.max(sum, min), max);
      }
    }
  }
}
