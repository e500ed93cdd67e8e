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
  void multiply(int rows, int panel, int panelEnd, int k0, int kc, float[] floats, int[] ints) {
    int nr = layout().nr();
    for (int j = panel; j < panelEnd; j++) {
      int acc = ACC + (j - panel) * nr;
      for (int i = 0; i < rows; ) {
        GemmTile tile = tileFor(rows - i);
        tile.run(
            kc, floats, i * LHS_STRIDE, weights.panels(), layout().offset(j, k0), floats, TILE);
        int valid = Math.min(tile.mr(), rows - i);
        kernels.converter().fold(floats, TILE, valid, nr, floats, acc + i * NC, NC, k0 == 0);
        i += tile.mr();
      }
    }
  }

  private GemmTile tileFor(int rowsLeft) {
    if (rowsLeft >= kernels.gemm().mr()) {
      return kernels.gemm();
    }
    return rowsLeft == 1 ? kernels.floatGemv() : kernels.floatFewRows();
  }

  @Override
  void finish(
      int row,
      int i,
      int column,
      int columns,
      float[] output,
      int rowOffset,
      float[] floats,
      int[] ints) {
    kernels
        .epilogue()
        .addBias(floats, ACC + i * NC, columns, bias, column, min, max, output, rowOffset + column);
  }
}
