package io.bytelane.internal.gemm;

import static io.bytelane.internal.gemm.BlockSizes.KC;
import static io.bytelane.internal.gemm.BlockSizes.LHS_STRIDE;
import static io.bytelane.internal.gemm.BlockSizes.MC;
import static io.bytelane.internal.gemm.BlockSizes.NC;

import io.bytelane.internal.dispatch.KernelSet;
import io.bytelane.internal.kernel.ByteTile;
import io.bytelane.internal.kernel.GemmTile;
import io.bytelane.internal.pack.PackedWeights;

/// int8 matrix product with int32 accumulators.
///
/// Blocks with enough rows expand a weight panel to floats once and reuse it for every row tile;
/// the last rows, and products with few rows, read the weight bytes directly. Both are exact by the
/// bound of [BlockSizes], so the choice does not show in the result.
///
/// @param <T> output array
public final class Int8GemmDriver<T> extends BlockedGemm<byte[], T> {
  private static final int ACC_INTS = MC * NC;

  /// Integers of scratch: accumulators and row sums.
  public static final int INTS = ACC_INTS + MC;

  private final KernelSet kernels;
  private final PackedWeights weights;
  private final int[] weightZeroPoints;
  private final OutputStage<T> stage;

  /// Creates a product.
  ///
  /// @param weightZeroPoints for each padded channel, of the stored (signed) weights; null if all
  ///     are 0
  public Int8GemmDriver(
      KernelSet kernels,
      RowSource<byte[]> source,
      PackedWeights weights,
      int[] weightZeroPoints,
      OutputStage<T> stage) {
    super(source, weights.layout());
    this.kernels = kernels;
    this.weights = weights;
    this.weightZeroPoints = weightZeroPoints;
    this.stage = stage;
  }

  /// Returns the floats of scratch: expanded rows, one expanded panel, one tile.
  public static int floats(KernelSet kernels) {
    int nr = kernels.gemm().nr();
    return LHS_FLOATS + KC * nr + kernels.gemm().mr() * nr;
  }

  @Override
  void multiply(int rows, int panel, int panelEnd, int k0, int kc, float[] floats, int[] ints) {
    if (weightZeroPoints != null) {
      addRowSums(rows, k0, kc, floats, ints);
    }
    GemmTile gemm = kernels.gemm();
    int nr = gemm.nr();
    int rhs = LHS_FLOATS;
    int tile = rhs + KC * nr;
    int tiled = rows - rows % gemm.mr();
    for (int j = panel; j < panelEnd; j++) {
      int panelOffset = layout().offset(j, k0);
      int acc = (j - panel) * nr;
      if (tiled > 0) {
        kernels.converter().expand(weights.panels(), panelOffset, kc * nr, (byte) 0, floats, rhs);
      }
      for (int i = 0; i < tiled; i += gemm.mr()) {
        gemm.run(kc, floats, i * LHS_STRIDE, floats, rhs, floats, tile);
        kernels.converter().fold(floats, tile, gemm.mr(), nr, ints, acc + i * NC, NC, k0 == 0);
      }
      for (int i = tiled; i < rows; i += kernels.fewRows().mr()) {
        ByteTile few = rows - i == 1 ? kernels.gemv() : kernels.fewRows();
        few.run(kc, floats, i * LHS_STRIDE, weights.panels(), panelOffset, floats, tile);
        int valid = Math.min(few.mr(), rows - i);
        kernels.converter().fold(floats, tile, valid, nr, ints, acc + i * NC, NC, k0 == 0);
      }
    }
  }

  private void addRowSums(int rows, int k0, int kc, float[] floats, int[] ints) {
    for (int i = 0; i < rows; i++) {
      int sum = kernels.converter().sum(floats, i * LHS_STRIDE, kc);
      ints[ACC_INTS + i] = k0 == 0 ? sum : ints[ACC_INTS + i] + sum;
    }
  }

  @Override
  void finish(
      int row,
      int i,
      int column,
      int columns,
      T output,
      int rowOffset,
      float[] floats,
      int[] ints) {
    if (weightZeroPoints != null) {
      kernels
          .epilogue()
          .subtractZeroPoints(ints, i * NC, columns, weightZeroPoints, column, ints[ACC_INTS + i]);
    }
    stage.store(ints, i * NC, row, column, columns, output, rowOffset, floats);
  }
}
