package io.bytelane.internal.conv;

import io.bytelane.Conv2dGeometry;
import io.bytelane.internal.dispatch.KernelSet;
import io.bytelane.internal.gemm.OutputStage;
import io.bytelane.internal.gemm.RunCopier;
import io.bytelane.internal.kernel.DepthwiseKernel;
import io.bytelane.internal.pack.DepthwiseWeights;

/// [DepthwiseDriver] of int8 data with exact int32 accumulators. Cells outside the image hold the
/// input zero point.
///
/// Float sums start at [DepthwiseKernel#MAGIC], so that their bit patterns are the accumulators
/// plus [DepthwiseKernel#MAGIC_BITS]; the bias of the output stage takes that back.
///
/// @param <T> output array
public final class Int8Depthwise<T> extends DepthwiseDriver<byte[], T> {
  private final OutputStage<T> stage;

  /// Creates a driver.
  ///
  /// @param flip what input bytes are combined with by exclusive or
  /// @param inputZeroPoint after the flip
  /// @param stage takes accumulators that lack the folded bias and are
  ///     [DepthwiseKernel#MAGIC_BITS] too large
  public Int8Depthwise(
      KernelSet kernels,
      Conv2dGeometry geometry,
      byte flip,
      int inputZeroPoint,
      DepthwiseWeights weights,
      OutputStage<T> stage) {
    super(
        kernels,
        geometry,
        RunCopier.ofBytes(kernels.converter(), flip),
        inputZeroPoint,
        weights,
        DepthwiseKernel.MAGIC);
    this.stage = stage;
  }

  @Override
  void finish(
      int[] ints, int pixels, int channel, int columns, T output, int offset, float[] floats) {
    stage.store(ints, 0, nr(), 0, pixels, channel, columns, output, offset, outputStride(), floats);
  }
}
