package io.bytelane.internal.conv;

import io.bytelane.Conv2dGeometry;
import io.bytelane.internal.dispatch.KernelSet;
import io.bytelane.internal.gemm.RunCopier;
import io.bytelane.internal.pack.PackedFloatWeights;

/// [DepthwiseDriver] of float32 data: the twin of [Int8Depthwise]. Cells outside the image hold 0;
/// products are added in the order of the taps.
public final class FloatDepthwise extends DepthwiseDriver<float[], float[]> {
  private final KernelSet kernels;
  private final float[] bias;
  private final float min;
  private final float max;

  /// Creates a driver.
  ///
  /// @param weights one channel for each output channel, depth `kernelHeight * kernelWidth`
  /// @param bias for each padded channel, kept
  public FloatDepthwise(
      KernelSet kernels,
      Conv2dGeometry geometry,
      PackedFloatWeights weights,
      float[] bias,
      float min,
      float max) {
    super(
        kernels,
        geometry,
        RunCopier.ofFloats(kernels.converter()),
        0f,
        weights.panels(),
        weights.layout(),
        Integer.MAX_VALUE);
    this.kernels = kernels;
    this.bias = bias;
    this.min = min;
    this.max = max;
  }

  @Override
  void fold(float[] floats, int tileOffset, int rows, int[] ints, int accOffset, boolean first) {
    // One block holds every tap: the tile has the final sums.
  }

  @Override
  void finish(
      float[] floats,
      int tileOffset,
      int[] ints,
      int accOffset,
      int rows,
      int channel,
      int columns,
      float[] output,
      int offset) {
    kernels
        .epilogue()
        .addBias(
            floats,
            tileOffset,
            nr(),
            rows,
            columns,
            bias,
            channel,
            min,
            max,
            output,
            offset,
            outputStride());
  }
}
