package io.bytelane.internal.gemm;

import static io.bytelane.internal.gemm.BlockSizes.LHS_STRIDE;
import static io.bytelane.internal.gemm.BlockSizes.MC;
import static io.bytelane.internal.gemm.BlockSizes.NC;

import io.bytelane.internal.dispatch.KernelSet;
import io.bytelane.internal.kernel.GemmTile;
import io.bytelane.internal.pack.PackedFloatWeights;

/// float32 matrix product: the loops, the blocking and the register tile of the int8 form, on
/// weights that are packed as floats.
public final class FloatGemmDriver extends BlockedGemm<float[], float[]> {
  private static final int ACC = LHS_FLOATS;
  private static final int TILE = ACC + MC * NC;

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
    super(source, weights.layout());
    this.kernels = kernels;
    this.weights = weights;
    this.bias = bias;
    this.min = min;
    this.max = max;
  }

  /// Returns the floats of scratch: expanded rows, accumulators, one tile.
  public static int floats(KernelSet kernels) {
    return TILE + kernels.gemm().mr() * kernels.gemm().nr();
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
    int panelOffset = layout().offset(panel, k0);
    int i = 0;
    while (i < rows) {
      GemmTile tile = tileFor(rows - i);
      tile.run(kc, floats, i * LHS_STRIDE, weights.panels(), panelOffset, floats, TILE);
      int valid = Math.min(tile.mr(), rows - i);
      int acc = ACC + slot * nr + i * NC;
      kernels.converter().fold(floats, TILE, valid, nr, floats, acc, NC, k0 == 0);
      if (isLast(k0, kc)) {
        kernels
            .epilogue()
            .addBias(
                floats,
                acc,
                NC,
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

  private GemmTile tileFor(int rowsLeft) {
    if (rowsLeft >= kernels.gemm().mr()) {
      return kernels.gemm();
    }
    return rowsLeft == 1 ? kernels.floatGemv() : kernels.floatFewRows();
  }
}
