package io.bytelane.internal.gemm;

import io.bytelane.internal.dispatch.KernelSet;
import io.bytelane.internal.pack.Accumulator;
import io.bytelane.internal.pack.LayerData;
import io.bytelane.internal.pack.PackedWeights;
import io.bytelane.internal.pack.WeightMatrix;
import java.util.List;

/// A layer as matrix products, one for each group of channels.
///
/// @param <T> output array
public final class MatrixRoute<T> implements Route<T> {
  private final String name;
  private final KernelSet kernels;
  private final List<Int8GemmDriver<T>> groups;
  private final int rowsPerUnit;
  private final int groupChannels;
  private final int outputStride;

  /// Creates a route.
  ///
  /// @param rowsPerUnit output rows of one unit: 1 for a matrix, the output pixels of an image
  /// @param groupChannels output channels of a group
  /// @param outputStride distance of output rows
  public MatrixRoute(
      String name,
      KernelSet kernels,
      List<Int8GemmDriver<T>> groups,
      int rowsPerUnit,
      int groupChannels,
      int outputStride) {
    this.name = name;
    this.kernels = kernels;
    this.groups = List.copyOf(groups);
    this.rowsPerUnit = rowsPerUnit;
    this.groupChannels = groupChannels;
    this.outputStride = outputStride;
  }

  /// Prepares one matrix product.
  public static <T> MatrixRoute<T> ofMatrix(
      LayerData layer,
      WeightMatrix matrix,
      KernelSet kernels,
      StageFactory<T> stages,
      int inputStride,
      int outputStride) {
    PackedWeights packed = layer.pack(matrix, kernels.gemm().nr());
    Accumulator accumulator = layer.accumulator(packed, 0);
    RunCopier<byte[]> copier = RunCopier.ofBytes(kernels.converter(), layer.inputFlip());
    Int8GemmDriver<T> driver =
        new Int8GemmDriver<>(
            kernels,
            new MatrixRows<>(copier, inputStride),
            packed,
            accumulator.weightZeroPoints(),
            stages.stage(accumulator, 0, matrix.channels()));
    return new MatrixRoute<>("", kernels, List.of(driver), 1, matrix.channels(), outputStride);
  }

  @Override
  public void run(
      byte[] input,
      int inputOffset,
      T output,
      int outputOffset,
      int count,
      byte[] bytes,
      int[] ints,
      float[] floats) {
    int rows = count * rowsPerUnit;
    for (int g = 0; g < groups.size(); g++) {
      int offset = outputOffset + g * groupChannels;
      groups.get(g).run(input, inputOffset, 0, rows, output, offset, outputStride, floats, ints);
    }
  }

  @Override
  public int scratchBytes() {
    return 0;
  }

  @Override
  public int scratchInts() {
    return groups.stream().mapToInt(Int8GemmDriver::ints).max().orElse(0);
  }

  @Override
  public int scratchFloats() {
    return Int8GemmDriver.floats(kernels);
  }

  @Override
  public long packedBytes() {
    return groups.stream().mapToLong(Int8GemmDriver::packedBytes).sum();
  }

  @Override
  public String name() {
    return name + kernels.gemm().name();
  }
}
