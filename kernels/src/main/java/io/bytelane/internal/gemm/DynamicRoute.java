package io.bytelane.internal.gemm;

import static io.bytelane.internal.gemm.BlockSizes.MC;

import io.bytelane.internal.dispatch.KernelSet;
import io.bytelane.internal.kernel.QuantizeKernel;
import io.bytelane.internal.pack.Accumulator;
import io.bytelane.internal.pack.PackedWeights;
import io.bytelane.internal.pack.SignFlip;
import io.bytelane.internal.parallel.Scratch;
import io.bytelane.internal.parallel.TileShape;
import io.bytelane.quant.DynamicQuantizer;
import io.bytelane.quant.LevelRange;
import io.bytelane.quant.QuantizedType;

/// A matrix product that quantizes its float rows to u8 first, a block of rows at a time.
///
/// Scratch bytes: the levels of a block. Scratch floats: those of the product, then scales and zero
/// points of the rows of the block, then a range: that of all rows, or of one row.
public final class DynamicRoute implements Route<float[], float[]> {
  private static final LevelRange LEVELS = LevelRange.of(QuantizedType.U8);

  private final QuantizeKernel quantizer;
  private final Int8GemmDriver<float[]> product;
  private final PackedWeights weights;
  private final boolean commonRange;
  private final int scalesOffset;
  private final int rangeOffset;
  private final TileShape tileShape;

  /// Creates a route.
  ///
  /// @param accumulator folded constants of the weights, for any input
  /// @param weightScales for each padded channel, kept
  /// @param bias for each padded channel, kept
  /// @param commonRange whether all rows have the range that [#findRange] leaves
  public DynamicRoute(
      KernelSet kernels,
      PackedWeights weights,
      Accumulator accumulator,
      float[] weightScales,
      float[] bias,
      float min,
      float max,
      boolean commonRange) {
    this.weights = weights;
    this.commonRange = commonRange;
    quantizer = kernels.elements().quantize();
    scalesOffset = Int8GemmDriver.floats(kernels, weights.layout(), false);
    rangeOffset = scalesOffset + 2 * MC;
    RunCopier<byte[]> copier =
        RunCopier.ofBytes(kernels.converter(), SignFlip.mask(QuantizedType.U8));
    product =
        new Int8GemmDriver<>(
            kernels,
            new MatrixRows<>(copier, weights.layout().depth()),
            weights,
            accumulator.weightZeroPoints(),
            new DynamicStage(
                kernels.epilogue(),
                accumulator.inputZeroPointFactor(),
                weightScales,
                bias,
                min,
                max,
                scalesOffset,
                MC));
    tileShape = product.tileShape();
  }

  /// Finds the range that all rows of the next call share, and leaves it.
  ///
  /// @return whether the input is finite
  public boolean findRange(float[] input, int offset, int rows, Scratch scratch) {
    int length = rows * weights.layout().depth();
    return quantizer.range(input, offset, length, scratch.floats(), rangeOffset);
  }

  /// Widens the range that [#findRange] left by that of further rows.
  ///
  /// @return whether they are finite
  public boolean widenRange(float[] input, int offset, int rows, Scratch scratch) {
    float[] floats = scratch.floats();
    float low = floats[rangeOffset];
    float high = floats[rangeOffset + 1];
    boolean finite = findRange(input, offset, rows, scratch);
    floats[rangeOffset] = Math.min(low, floats[rangeOffset]);
    floats[rangeOffset + 1] = Math.max(high, floats[rangeOffset + 1]);
    return finite;
  }

  /// Leaves the range that was found in one scratch in another one.
  public void copyRange(Scratch found, Scratch scratch) {
    System.arraycopy(found.floats(), rangeOffset, scratch.floats(), rangeOffset, 2);
  }

  @Override
  public int rows(int count) {
    return count;
  }

  @Override
  public int panels() {
    return weights.layout().panels();
  }

  @Override
  public TileShape tileShape() {
    return tileShape;
  }

  @Override
  public long panelWork() {
    return (long) weights.layout().depth() * weights.layout().nr();
  }

  @Override
  public void run(
      float[] input,
      int inputOffset,
      float[] output,
      int outputOffset,
      int rowFrom,
      int rowTo,
      int panelFrom,
      int panelTo,
      Scratch scratch) {
    int depth = weights.layout().depth();
    int channels = weights.layout().channels();
    for (int row = rowFrom; row < rowTo; row += MC) {
      int count = Math.min(MC, rowTo - row);
      for (int i = 0; i < count; i++) {
        quantizeRow(input, inputOffset + (row + i) * depth, i, scratch);
      }
      product.run(
          scratch.bytes(),
          0,
          0,
          count,
          panelFrom,
          panelTo,
          output,
          outputOffset + row * channels,
          channels,
          scratch.floats(),
          scratch.ints());
    }
  }

  /// Quantizes one row to row `i` of the byte scratch and leaves its parameters for the stage.
  private void quantizeRow(float[] input, int offset, int i, Scratch scratch) {
    int depth = weights.layout().depth();
    float[] floats = scratch.floats();
    if (!commonRange) {
      quantizer.range(input, offset, depth, floats, rangeOffset);
    }
    float low = floats[rangeOffset];
    float scale = DynamicQuantizer.scale(low, floats[rangeOffset + 1], LEVELS);
    int zeroPoint = DynamicQuantizer.zeroPoint(low, scale, LEVELS);
    quantizer.quantize(input, offset, depth, scale, zeroPoint, 0, 255, scratch.bytes(), i * depth);
    floats[scalesOffset + i] = scale;
    floats[scalesOffset + MC + i] = SignFlip.zeroPoint(zeroPoint, QuantizedType.U8);
  }

  @Override
  public int scratchBytes() {
    return MC * weights.layout().depth();
  }

  @Override
  public int scratchInts() {
    return product.ints();
  }

  @Override
  public int scratchFloats() {
    return rangeOffset + 2;
  }

  @Override
  public long packedBytes() {
    return weights.panels().length + 12L * weights.layout().paddedChannels();
  }

  @Override
  public String name() {
    return product.name();
  }
}
