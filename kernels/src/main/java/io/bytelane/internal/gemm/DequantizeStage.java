package io.bytelane.internal.gemm;

import io.bytelane.internal.kernel.Epilogue;

/// Converts accumulators to real values: `float(acc + bias) * (input scale * weight scale)`.
public final class DequantizeStage implements OutputStage<float[]> {
  private final Epilogue epilogue;
  private final int[] bias;
  private final float inputScale;
  private final float[] weightScales;
  private final float[] zeros;
  private final float min;
  private final float max;

  /// Creates a stage; arrays have a value for each padded channel and are kept.
  public DequantizeStage(
      Epilogue epilogue, int[] bias, float inputScale, float[] weightScales, float min, float max) {
    this.epilogue = epilogue;
    this.bias = bias;
    this.inputScale = inputScale;
    this.weightScales = weightScales;
    this.zeros = new float[weightScales.length];
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
      float[] output,
      int offset,
      int stride,
      float[] floats) {
    for (int i = 0; i < rows; i++) {
      epilogue.dequantize(
          acc,
          accOffset + i * accStride,
          columns,
          bias,
          inputScale,
          weightScales,
          zeros,
          column,
          min,
          max,
          output,
          offset + i * stride);
    }
  }
}
