package io.bytelane.internal.conv;

import io.bytelane.Conv2dGeometry;
import io.bytelane.internal.dispatch.KernelSet;
import io.bytelane.internal.gemm.RunCopier;
import io.bytelane.internal.pack.DepthwiseWeights;

/// [DepthwiseDriver] of float32 data: the twin of [Int8Depthwise]. Cells outside the image hold 0;
/// products are added in the order of the taps.
public final class FloatDepthwise extends DepthwiseDriver<float[], float[]> {
  private final float[] bias;
  private final float min;
  private final float max;

  /// Creates a driver.
  ///
  /// @param bias for each channel, padded to a whole panel, kept
  public FloatDepthwise(
      KernelSet kernels,
      Conv2dGeometry geometry,
      DepthwiseWeights weights,
      float[] bias,
      float min,
      float max) {
    super(kernels, geometry, RunCopier.ofFloats(kernels.converter()), 0f, weights, 0f);
    this.bias = bias;
    this.min = min;
    this.max = max;
  }

  @Override
  void finish(
      int[] ints,
      int pixels,
      int channel,
      int columns,
      float[] output,
      int offset,
      float[] floats) {
    kernel()
        .finish(ints, 0, pixels, columns, bias, channel, min, max, output, offset, outputStride());
  }
}
