package io.bytelane.internal.conv;

import io.bytelane.Conv2dGeometry;
import io.bytelane.internal.dispatch.KernelSet;
import io.bytelane.internal.gemm.OutputStage;
import io.bytelane.internal.gemm.RunCopier;
import io.bytelane.internal.pack.PackedWeights;
import io.bytelane.internal.pack.PanelLayout;

/// [DepthwiseDriver] of int8 data with exact int32 accumulators.
///
/// Weights have their zero points subtracted when the driver is built, so that no term with the sum
/// of the inputs remains; the folded bias of the layer holds the rest. Cells outside the image hold
/// the input zero point.
///
/// @param <T> output array
public final class Int8Depthwise<T> extends DepthwiseDriver<byte[], T> {
  /// Products of s8 inputs and weights less their zero points are at most `128 * 255` in magnitude,
  /// and 512 of them stay below 2^24.
  private static final int EXACT_TAPS = 512;

  private final KernelSet kernels;
  private final OutputStage<T> stage;

  /// Creates a driver.
  ///
  /// @param flip what input bytes are combined with by exclusive or
  /// @param inputZeroPoint after the flip
  /// @param weights one channel for each output channel, depth `kernelHeight * kernelWidth`
  /// @param weightZeroPoints for each padded channel, of the stored (signed) weights; null if all
  ///     are 0
  /// @param stage takes accumulators that lack the folded bias
  public Int8Depthwise(
      KernelSet kernels,
      Conv2dGeometry geometry,
      byte flip,
      int inputZeroPoint,
      PackedWeights weights,
      int[] weightZeroPoints,
      OutputStage<T> stage) {
    super(
        kernels,
        geometry,
        RunCopier.ofBytes(kernels.converter(), flip),
        inputZeroPoint,
        centred(weights, weightZeroPoints),
        weights.layout(),
        EXACT_TAPS);
    this.kernels = kernels;
    this.stage = stage;
  }

  private static float[] centred(PackedWeights weights, int[] zeroPoints) {
    PanelLayout layout = weights.layout();
    float[] centred = new float[layout.size()];
    for (int c = 0; c < layout.channels(); c++) {
      for (int p = 0; p < layout.depth(); p++) {
        int at = layout.offset(c / layout.nr(), p) + c % layout.nr();
        centred[at] = weights.panels()[at] - (zeroPoints == null ? 0 : zeroPoints[c]);
      }
    }
    return centred;
  }

  @Override
  void fold(float[] floats, int tileOffset, int rows, int[] ints, int accOffset, boolean first) {
    kernels.converter().fold(floats, tileOffset, rows * nr(), ints, accOffset, first);
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
      T output,
      int offset) {
    stage.store(
        ints, accOffset, nr(), 0, rows, channel, columns, output, offset, outputStride(), floats);
  }
}
