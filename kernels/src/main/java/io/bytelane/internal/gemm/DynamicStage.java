package io.bytelane.internal.gemm;

import io.bytelane.internal.kernel.Epilogue;

/// Converts accumulators of rows that have scales and zero points of their own to real values:
/// `fl32(float(acc - zx * correction) * fl32(sx * sw)) + bias`.
///
/// The parameters of the rows lie in the float scratch: scales from `paramsOffset` on, zero points
/// after them.
public final class DynamicStage implements OutputStage<float[]> {
  private final Epilogue epilogue;
  private final int[] correction;
  private final float[] weightScales;
  private final float[] bias;
  private final float min;
  private final float max;
  private final int scalesOffset;
  private final int zeroPointsOffset;

  /// Creates a stage; arrays have a value for each padded channel and are kept.
  ///
  /// @param correction what the row's zero point is multiplied with: `sum w - K * zw`
  /// @param paramsOffset where the row parameters lie in the float scratch
  /// @param maxRows rows that have parameters
  public DynamicStage(
      Epilogue epilogue,
      int[] correction,
      float[] weightScales,
      float[] bias,
      float min,
      float max,
      int paramsOffset,
      int maxRows) {
    this.epilogue = epilogue;
    this.correction = correction;
    this.weightScales = weightScales;
    this.bias = bias;
    this.min = min;
    this.max = max;
    scalesOffset = paramsOffset;
    zeroPointsOffset = paramsOffset + maxRows;
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
      float[] output,
      int offset,
      int stride,
      float[] floats) {
    epilogue.dequantizeRows(
        acc,
        accOffset,
        accStride,
        rows,
        columns,
        correction,
        floats,
        scalesOffset + row,
        zeroPointsOffset + row,
        weightScales,
        bias,
        column,
        min,
        max,
        output,
        offset,
        stride);
  }
}
