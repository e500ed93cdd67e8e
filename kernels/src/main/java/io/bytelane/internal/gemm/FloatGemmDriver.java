package io.bytelane.internal.gemm;

import static io.bytelane.internal.gemm.BlockSizes.LHS_STRIDE;

import io.bytelane.internal.dispatch.KernelSet;
import io.bytelane.internal.kernel.GemmTile;
import io.bytelane.internal.pack.PackedFloatWeights;

/// float32 matrix product: the loops, the blocking and the register tile of the int8 form, on
/// weights that are packed as floats.
public final class FloatGemmDriver extends BlockedGemm<float[], float[]> {
  private final KernelSet kernels;
  private final PackedFloatWeights weights;
  private final float[] bias;
  private final float min;
  private final float max;

  /// Creates a product.
  ///
  /// @param bias for each padded channel
  /// @param min smallest output, `-Infinity` for none
  /// @param max largest output, `+Infinity` for none
  public FloatGemmDriver(
      KernelSet kernels,
      RowSource<float[]> source,
      PackedFloatWeights weights,
      float[] bias,
      float min,
      float max) {
    super(source, weights.layout(), kernels.gemm());
    this.kernels = kernels;
    this.weights = weights;
    this.bias = bias;
    this.min = min;
    this.max = max;
  }

  /// Returns the floats of scratch.
  public static int floats(KernelSet kernels) {
    return GemmScratch.of(kernels.gemm(), 0).floats();
  }

  @Override
  long packedBytes() {
    return 4L * weights.panels().length + 4L * bias.length;
  }

  @Override
  void multiply(
      int row,
      int rows,
      int panel,
      int slot,
      int k0,
      int kc,
      float[] output,
      int offset,
      int stride,
      float[] floats,
      int[] ints) {
    int nr = layout().nr();
    float[] rhs = weights.panels();
    int rhsOffset = layout().offset(panel, k0);
    int i = 0;
    while (i < rows) {
      int sums = scratch().sums(slot, i);
      int init = k0 == 0 ? scratch().zeros() : sums;
      GemmTile tile = kernels.floatTiles().pick(rows - i);
      tile.run(kc, floats, i * LHS_STRIDE, rhs, rhsOffset, floats, init, sums);
      int valid = Math.min(tile.mr(), rows - i);
      if (isLast(k0, kc)) {
        kernels
            .epilogue()
            .addBias(
                floats,
                sums,
                nr,
                valid,
                columns(panel),
                bias,
                panel * nr,
                min,
                max,
                output,
                offset + i * stride,
                stride);
      }
      i += valid;
    }
  }
}
