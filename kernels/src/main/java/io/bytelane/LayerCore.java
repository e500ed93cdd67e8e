package io.bytelane;

import io.bytelane.QuantizedLayerBuilder.OutputKind;
import io.bytelane.internal.check.Checks;
import io.bytelane.internal.dispatch.KernelSet;
import io.bytelane.internal.dispatch.Kernels;
import io.bytelane.internal.gemm.DequantizeStage;
import io.bytelane.internal.gemm.Int32Stage;
import io.bytelane.internal.gemm.Int8GemmDriver;
import io.bytelane.internal.gemm.OutputStage;
import io.bytelane.internal.gemm.RequantizeStage;
import io.bytelane.internal.gemm.RowSource;
import io.bytelane.internal.pack.Accumulator;
import io.bytelane.internal.pack.PackedWeights;
import io.bytelane.internal.pack.WeightMatrix;
import io.bytelane.quant.ClampRange;
import io.bytelane.quant.Multipliers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The prepared matrix products of an int8 layer: one for each group of channels.
final class LayerCore {
  private final String name;
  private final OutputKind outputKind;
  private final KernelSet kernels = Kernels.active();
  private final List<Int8GemmDriver<byte[]>> int8 = new ArrayList<>();
  private final List<Int8GemmDriver<int[]>> int32 = new ArrayList<>();
  private final List<Int8GemmDriver<float[]>> float32 = new ArrayList<>();
  private final int groupChannels;
  private long packedBytes;

  LayerCore(QuantizedLayerBuilder<?> builder, int groupChannels) {
    this.name = builder.name;
    this.outputKind = builder.outputKind;
    this.groupChannels = groupChannels;
  }

  /// Packs the weights of the next group.
  void addGroup(QuantizedLayerBuilder<?> b, WeightMatrix matrix, RowSource<byte[]> source) {
    int firstChannel = groups() * groupChannels;
    PackedWeights packed =
        PackedWeights.pack(b.weights, matrix, b.weightParams.type(), kernels.gemm().nr());
    Accumulator acc =
        Accumulator.fold(name, packed, firstChannel, b.weightParams, b.input, b.bias, b.wrap);
    packedBytes += packed.panels().length + 8L * acc.foldedBias().length;
    switch (outputKind) {
      case INT8 -> int8.add(driver(source, packed, acc, requantize(b, firstChannel, acc)));
      case INT32 ->
          int32.add(
              driver(source, packed, acc, new Int32Stage(kernels.epilogue(), acc.foldedBias())));
      case FLOAT32 -> float32.add(driver(source, packed, acc, dequantize(b, firstChannel, acc)));
    }
  }

  private <T> Int8GemmDriver<T> driver(
      RowSource<byte[]> source, PackedWeights packed, Accumulator acc, OutputStage<T> stage) {
    return new Int8GemmDriver<>(kernels, source, packed, acc.weightZeroPoints(), stage);
  }

  private RequantizeStage requantize(
      QuantizedLayerBuilder<?> b, int firstChannel, Accumulator acc) {
    float[] all = Multipliers.float32(b.input, b.weightParams, b.output);
    ClampRange clamp = b.clamp == null ? ClampRange.of(b.output.type()) : b.clamp;
    return new RequantizeStage(
        kernels.epilogue(),
        acc.foldedBias(),
        padded(all, firstChannel, acc),
        b.output.zeroPoint(),
        clamp.min(),
        clamp.max());
  }

  private DequantizeStage dequantize(
      QuantizedLayerBuilder<?> b, int firstChannel, Accumulator acc) {
    float[] scales = new float[b.weightParams.channels()];
    for (int c = 0; c < scales.length; c++) {
      scales[c] = b.weightParams.scale(c);
    }
    return new DequantizeStage(
        kernels.epilogue(),
        acc.foldedBias(),
        b.input.scale(),
        padded(scales, firstChannel, acc),
        b.floatMin,
        b.floatMax);
  }

  private float[] padded(float[] all, int firstChannel, Accumulator acc) {
    return Arrays.copyOf(
        Arrays.copyOfRange(all, firstChannel, firstChannel + groupChannels),
        acc.foldedBias().length);
  }

  int groups() {
    return int8.size() + int32.size() + float32.size();
  }

  long packedBytes() {
    return packedBytes;
  }

  String kernelName() {
    return KernelNames.active(kernels.gemm().name());
  }

  WorkspaceSize workspaceSize() {
    return new WorkspaceSize(0, Int8GemmDriver.INTS, Int8GemmDriver.floats(kernels));
  }

  void runInt8(
      byte[] in, int inOffset, byte[] out, int outOffset, int outStride, int rows, Workspace w) {
    requireKind(OutputKind.INT8);
    run(int8, in, inOffset, out, outOffset, outStride, rows, w);
  }

  void runInt32(
      byte[] in, int inOffset, int[] out, int outOffset, int outStride, int rows, Workspace w) {
    requireKind(OutputKind.INT32);
    run(int32, in, inOffset, out, outOffset, outStride, rows, w);
  }

  void runFloat32(
      byte[] in, int inOffset, float[] out, int outOffset, int outStride, int rows, Workspace w) {
    requireKind(OutputKind.FLOAT32);
    run(float32, in, inOffset, out, outOffset, outStride, rows, w);
  }

  private void requireKind(OutputKind asked) {
    if (asked != outputKind) {
      throw new IllegalStateException(
          Checks.message(name + ": output array", asked, outputKind + ", as the layer was built"));
    }
  }

  private <T> void run(
      List<Int8GemmDriver<T>> drivers,
      byte[] in,
      int inOffset,
      T out,
      int outOffset,
      int outStride,
      int rows,
      Workspace w) {
    for (int g = 0; g < drivers.size(); g++) {
      drivers
          .get(g)
          .run(
              in,
              inOffset,
              0,
              rows,
              out,
              outOffset + g * groupChannels,
              outStride,
              w.floats(),
              w.ints());
    }
  }
}
