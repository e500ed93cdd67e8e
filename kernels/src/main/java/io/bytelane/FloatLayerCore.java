package io.bytelane;

import io.bytelane.internal.dispatch.KernelSet;
import io.bytelane.internal.dispatch.Kernels;
import io.bytelane.internal.gemm.FloatGemmDriver;
import io.bytelane.internal.gemm.RowSource;
import io.bytelane.internal.pack.PackedFloatWeights;
import io.bytelane.internal.pack.WeightMatrix;
import java.util.ArrayList;
import java.util.List;

/// The prepared matrix products of a float32 layer: one for each group of channels.
final class FloatLayerCore {
  private final KernelSet kernels = Kernels.active();
  private final List<FloatGemmDriver> groups = new ArrayList<>();
  private final int groupChannels;
  private long packedBytes;

  FloatLayerCore(int groupChannels) {
    this.groupChannels = groupChannels;
  }

  /// Packs the weights of the next group.
  void addGroup(FloatLayerBuilder<?> b, WeightMatrix matrix, RowSource<float[]> source) {
    PackedFloatWeights packed = PackedFloatWeights.pack(b.weights, matrix, kernels.gemm().nr());
    float[] bias = new float[packed.layout().paddedChannels()];
    if (b.bias != null) {
      System.arraycopy(b.bias, groups.size() * groupChannels, bias, 0, groupChannels);
    }
    packedBytes += 4L * packed.panels().length + 4L * bias.length;
    groups.add(new FloatGemmDriver(kernels, source, packed, bias, b.min, b.max));
  }

  long packedBytes() {
    return packedBytes;
  }

  String kernelName() {
    return KernelNames.active(kernels.gemm().name());
  }

  WorkspaceSize workspaceSize() {
    return new WorkspaceSize(0, 0, FloatGemmDriver.floats(kernels));
  }

  void run(
      float[] in, int inOffset, float[] out, int outOffset, int outStride, int rows, Workspace w) {
    for (int g = 0; g < groups.size(); g++) {
      int offset = outOffset + g * groupChannels;
      groups.get(g).run(in, inOffset, 0, rows, out, offset, outStride, w.floats(), w.ints());
    }
  }
}
