package io.bytelane.internal.conv;

import io.bytelane.Conv2dGeometry;
import io.bytelane.internal.dispatch.KernelSet;
import io.bytelane.internal.gemm.BlockSizes;
import io.bytelane.internal.gemm.Int8GemmDriver;
import io.bytelane.internal.gemm.MatrixRoute;
import io.bytelane.internal.gemm.MatrixRows;
import io.bytelane.internal.gemm.Route;
import io.bytelane.internal.gemm.RowSource;
import io.bytelane.internal.gemm.RunCopier;
import io.bytelane.internal.gemm.StageFactory;
import io.bytelane.internal.kernel.DepthwiseKernel;
import io.bytelane.internal.pack.Accumulator;
import io.bytelane.internal.pack.DepthwiseWeights;
import io.bytelane.internal.pack.LayerData;
import io.bytelane.internal.pack.PackedWeights;
import io.bytelane.internal.pack.WeightMatrix;
import io.bytelane.internal.pack.WinogradWeights;
import java.util.ArrayList;
import java.util.List;

/// Chooses the route of an int8 convolution. Every route gives the same bits.
public final class ConvLowering {
  private ConvLowering() {}

  /// Prepares a convolution by the first route of the ladder that suits it.
  public static <T> Route<byte[], T> lower(
      Conv2dGeometry g, LayerData layer, KernelSet kernels, StageFactory<T> stages) {
    if (WinogradDriver.suits(g, kernels.gemm().nr()) && layer.hasSymmetricWeights()) {
      return winograd(g, layer, kernels, stages);
    }
    if (g.isDepthwise()) {
      return depthwise(g, layer, kernels, stages);
    }
    int factor = MergedGroups.factor(g, kernels.gemm().nr());
    if (factor > 1) {
      MergedGroups merged = merged(factor, g, layer, kernels);
      return lower(merged.geometry(), merged.layer(), kernels, stages);
    }
    if (g.isPointwise()) {
      return matrix("pointwise_", g, layer, kernels, stages);
    }
    return matrix("patches_", g, layer, kernels, stages);
  }

  private static <T> Route<byte[], T> winograd(
      Conv2dGeometry g, LayerData layer, KernelSet kernels, StageFactory<T> stages) {
    PackedWeights packed = layer.pack(matrixOf(g, 0), kernels.gemm().nr());
    Accumulator accumulator = layer.accumulator(packed, 0);
    return new WinogradDriver<>(
        g,
        kernels,
        WinogradWeights.transform(packed, BlockSizes.KC),
        layer.inputFlip(),
        (byte) layer.input().zeroPoint(),
        stages.stage(accumulator, 0, g.outputChannels()));
  }

  private static <T> Route<byte[], T> depthwise(
      Conv2dGeometry g, LayerData layer, KernelSet kernels, StageFactory<T> stages) {
    WeightMatrix matrix = WeightMatrix.channelMajor(0, g.outputChannels(), g.depth());
    PackedWeights packed = layer.pack(matrix, kernels.gemm().nr());
    Accumulator accumulator = layer.accumulator(packed, 0);
    DepthwiseWeights weights = DepthwiseWeights.ofPacked(packed, accumulator.weightZeroPoints());
    Accumulator raised = accumulator.raised(DepthwiseKernel.MAGIC_BITS);
    return new DepthwiseRoute<>(
        kernels.elements().depthwise().name(),
        new Int8Depthwise<>(
            kernels,
            g,
            layer.inputFlip(),
            layer.inputZeroPoint(),
            weights,
            stages.stage(raised, 0, g.outputChannels())),
        4L * weights.values().length + 8L * weights.panels() * weights.nr());
  }

  /// Merges each `factor` groups; with factor 1 nothing changes.
  static MergedGroups merged(int factor, Conv2dGeometry g, LayerData layer, KernelSet kernels) {
    if (factor == 1) {
      return new MergedGroups(g, layer);
    }
    // Refuses what does not fit int32 with the depth of the caller's groups in the message.
    for (int group = 0; group < g.groups(); group++) {
      PackedWeights packed = layer.pack(matrixOf(g, group), kernels.gemm().nr());
      layer.accumulator(packed, group * g.outputChannels() / g.groups());
    }
    return MergedGroups.of(g, layer, factor);
  }

  /// Prepares matrix products, one for each group, of patches or of pixels.
  static <T> Route<byte[], T> matrix(
      String name, Conv2dGeometry g, LayerData layer, KernelSet kernels, StageFactory<T> stages) {
    int groupChannels = g.outputChannels() / g.groups();
    List<Int8GemmDriver<T>> drivers = new ArrayList<>();
    for (int group = 0; group < g.groups(); group++) {
      int firstChannel = group * groupChannels;
      PackedWeights packed = layer.pack(matrixOf(g, group), kernels.gemm().nr());
      Accumulator accumulator = layer.accumulator(packed, firstChannel);
      drivers.add(
          new Int8GemmDriver<>(
              kernels,
              rows(g, group, layer, kernels),
              packed,
              accumulator.weightZeroPoints(),
              stages.stage(accumulator, firstChannel, groupChannels)));
    }
    int pixels = g.outputHeight() * g.outputWidth();
    return MatrixRoute.of(name, drivers, pixels, groupChannels, g.outputChannels());
  }

  private static WeightMatrix matrixOf(Conv2dGeometry g, int group) {
    int groupChannels = g.outputChannels() / g.groups();
    return WeightMatrix.channelMajor(group * groupChannels * g.depth(), groupChannels, g.depth());
  }

  /// A pointwise convolution reads its input as a matrix of pixels; any other one gathers patches.
  private static RowSource<byte[]> rows(
      Conv2dGeometry g, int group, LayerData layer, KernelSet kernels) {
    RunCopier<byte[]> copier = RunCopier.ofBytes(kernels.converter(), layer.inputFlip());
    return g.isPointwise()
        ? new MatrixRows<>(copier, g.inputChannels())
        : new ImagePatches<>(g, group, copier, layer.inputZeroPoint());
  }
}
