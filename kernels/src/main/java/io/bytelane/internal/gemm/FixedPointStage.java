package io.bytelane.internal.gemm;

import io.bytelane.internal.kernel.Epilogue;
import io.bytelane.quant.RequantScheme;

/// Requantizes accumulators to int8 by one of the fixed-point schemes.
public final class FixedPointStage implements OutputStage<byte[]> {
  private final Epilogue epilogue;
  private final boolean doubleRounding;
  private final int[] bias;
  private final int[] multipliers;
  private final int[] shifts;
  private final int zeroPoint;
  private final int min;
  private final int max;

  /// Creates a stage; arrays have a value for each padded channel and are kept.
  ///
  /// @param scheme `FIXED_DOUBLE` or `FIXED_SINGLE`
  public FixedPointStage(
      Epilogue epilogue,
      RequantScheme scheme,
      int[] bias,
      int[] multipliers,
      int[] shifts,
      int zeroPoint,
      int min,
      int max) {
    this.epilogue = epilogue;
    this.doubleRounding = scheme == RequantScheme.FIXED_DOUBLE;
    this.bias = bias;
    this.multipliers = multipliers;
    this.shifts = shifts;
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
    if (doubleRounding) {
      epilogue.requantizeFixedDouble(
          acc,
          accOffset,
          accStride,
          rows,
          columns,
          bias,
          multipliers,
          shifts,
          column,
          zeroPoint,
          min,
          max,
          output,
          offset,
          stride);
    } else {
      epilogue.requantizeFixedSingle(
          acc,
          accOffset,
          accStride,
          rows,
          columns,
          bias,
          multipliers,
          shifts,
          column,
          zeroPoint,
          min,
          max,
          output,
          offset,
          stride);
    }
  }
}
