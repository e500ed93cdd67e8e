package io.bytelane.internal.gemm;

import io.bytelane.internal.dispatch.KernelSet;
import io.bytelane.internal.pack.Accumulator;
import io.bytelane.internal.pack.LayerData;
import io.bytelane.internal.pack.PackedWeights;
import io.bytelane.internal.pack.WeightMatrix;
import io.bytelane.internal.parallel.Scratch;
import io.bytelane.internal.parallel.TileShape;
import java.util.List;

/// A layer as matrix products, one for each group of channels. The panels of the groups follow each
/// other.
///
/// @param <S> input array
/// @param <T> output array
public final class MatrixRoute<S, T> implements Route<S, T> {
  private final String name;
  private final List<? extends BlockedGemm<S, T>> groups;
  private final int rowsPerUnit;
  private final int groupChannels;
  private final int groupPanels;
  private final int outputStride;
  private final TileShape tileShape;
  private final int ints;
  private final int floats;

  private MatrixRoute(
      String name,
      List<? extends BlockedGemm<S, T>> groups,
      int rowsPerUnit,
      int groupChannels,
      int outputStride,
      int ints,
      int floats) {
    this.name = name;
    this.groups = List.copyOf(groups);
    this.rowsPerUnit = rowsPerUnit;
    this.groupChannels = groupChannels;
    this.groupPanels = groups.getFirst().layout().panels();
    this.outputStride = outputStride;
    this.tileShape = groups.getFirst().tileShape();
    this.ints = ints;
    this.floats = floats;
  }

  /// Creates a route of int8 products.
  ///
  /// @param prefix first part of the name
  /// @param rowsPerUnit output rows of one unit: 1 for a matrix, the output pixels of an image
  /// @param groupChannels output channels of a group
  /// @param outputStride distance of output rows
  public static <T> MatrixRoute<byte[], T> of(
      String prefix,
      List<Int8GemmDriver<T>> groups,
      int rowsPerUnit,
      int groupChannels,
      int outputStride) {
    return new MatrixRoute<>(
        prefix + groups.getFirst().name(),
        groups,
        rowsPerUnit,
        groupChannels,
        outputStride,
        groups.getFirst().ints(),
        groups.getFirst().floats());
  }

  /// Creates a route of float32 products; parameters as those of the int8 form.
  public static MatrixRoute<float[], float[]> ofFloats(
      KernelSet kernels,
      List<FloatGemmDriver> groups,
      int rowsPerUnit,
      int groupChannels,
      int outputStride) {
    return new MatrixRoute<>(
        kernels.gemm().name(),
        groups,
        rowsPerUnit,
        groupChannels,
        outputStride,
        0,
        FloatGemmDriver.floats(kernels));
  }

  /// Prepares one int8 matrix product.
  public static <T> MatrixRoute<byte[], T> ofMatrix(
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
    return of("", List.of(driver), 1, matrix.channels(), outputStride);
  }

  @Override
  public int rows(int count) {
    return count * rowsPerUnit;
  }

  @Override
  public int panels() {
    return groups.size() * groupPanels;
  }

  @Override
  public TileShape tileShape() {
    return tileShape;
  }

  @Override
  public long panelWork() {
    return (long) groups.getFirst().layout().depth() * tileShape.panelColumns();
  }

  @Override
  public void run(
      S input,
      int inputOffset,
      T output,
      int outputOffset,
      int rowFrom,
      int rowTo,
      int panelFrom,
      int panelTo,
      Scratch scratch) {
    for (int panel = panelFrom; panel < panelTo; ) {
      int group = panel / groupPanels;
      int first = group * groupPanels;
      int end = Math.min(panelTo, first + groupPanels);
      groups
          .get(group)
          .run(
              input,
              inputOffset,
              rowFrom,
              rowTo,
              panel - first,
              end - first,
              output,
              outputOffset + group * groupChannels,
              outputStride,
              scratch.floats(),
              scratch.ints());
      panel = end;
    }
  }

  @Override
  public int scratchBytes() {
    return 0;
  }

  @Override
  public int scratchInts() {
    return ints;
  }

  @Override
  public int scratchFloats() {
    return floats;
  }

  @Override
  public long packedBytes() {
    return groups.stream().mapToLong(BlockedGemm::packedBytes).sum();
  }

  @Override
  public String name() {
    return name;
  }
}
