package io.bytelane.internal.gemm;

import io.bytelane.internal.kernel.Epilogue;

/// Requantizes accumulators to int8 by scheme `FLOAT32`.
public final class RequantizeStage implements OutputStage<byte[]> {
  private final Epilogue epilogue;
  private final int[] bias;
  private final float[] floatBias;
  private final float[] multipliers;
  private final int zeroPoint;
  private final int min;
  private final int max;

  /// Creates a stage; arrays have a value for each padded channel and are kept.
  ///
  /// @param floatBias the bias as floats if it is exact in float32, or null
  public RequantizeStage(
      Epilogue epilogue,
      int[] bias,
      float[] floatBias,
      float[] multipliers,
      int zeroPoint,
      int min,
      int max) {
    this.epilogue = epilogue;
    this.bias = bias;
    this.floatBias = floatBias;
    this.multipliers = multipliers;
    this.zeroPoint = zeroPoint;
    this.min = min;
    this.max = max;
  }

  @Override
  public void store(
      int[] acc,
      int accOffset,
      int accStride,
      int row,
      int rows,
      int column,
      int columns,
      byte[] output,
      int offset,
      int stride,
      float[] floats) {
    epilogue.requantize(
        acc,
        accOffset,
        accStride,
        rows,
        columns,
        bias,
        multipliers,
        column,
        zeroPoint,
        min,
        max,
        output,
        offset,
        stride);
  }

  @Override
  public boolean takesFloatSums() {
    return floatBias != null;
  }

  @Override
  public void storeSums(
      float[] sums,
      int sumsOffset,
      int sumsStride,
      int rows,
      int column,
      int columns,
      byte[] output,
      int offset,
      int stride) {
    epilogue.requantize(
        sums,
        sumsOffset,
        sumsStride,
        rows,
        columns,
        floatBias,
        multipliers,
        column,
        zeroPoint,
        min,
        max,
        output,
        offset,
        stride);
  }
}
