package io.bytelane.internal.gemm;

import io.bytelane.internal.kernel.Epilogue;

/// Requantizes accumulators of rows that have scales of their own to int8 by scheme `FLOAT32`, with
/// `m = fl32(fl32(row scale * weight scale) / output scale)`.
public final class RowRequantizeStage implements OutputStage<byte[]> {
  private final Epilogue epilogue;
  private final int[] bias;
  private final float[] weightScales;
  private final float outputScale;
  private final int zeroPoint;
  private final int min;
  private final int max;
  private final int scalesOffset;

  /// Creates a stage; arrays have a value for each padded channel and are kept.
  ///
  /// @param scalesOffset where the scales of the rows lie in the float scratch
  public RowRequantizeStage(
      Epilogue epilogue,
      int[] bias,
      float[] weightScales,
      float outputScale,
      int zeroPoint,
      int min,
      int max,
      int scalesOffset) {
    this.epilogue = epilogue;
    this.bias = bias;
    this.weightScales = weightScales;
    this.outputScale = outputScale;
    this.zeroPoint = zeroPoint;
    this.min = min;
    this.max = max;
    this.scalesOffset = scalesOffset;
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
    epilogue.requantizeRows(
        acc,
        accOffset,
        accStride,
        rows,
        columns,
        bias,
        floats,
        scalesOffset + row,
        weightScales,
        outputScale,
        column,
        zeroPoint,
        min,
        max,
        output,
        offset,
        stride);
  }
}
