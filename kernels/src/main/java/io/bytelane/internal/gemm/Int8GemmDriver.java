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

  /// Returns the bytes of packed weights, bias and multipliers.
  long packedBytes() {
    return weights.panels().length + 8L * layout().paddedChannels();
  }

  /// Returns the floats of scratch: expanded rows, one expanded panel, one tile.
  public static int floats(KernelSet kernels) {
    int nr = kernels.gemm().nr();
    return LHS_FLOATS + KC * nr + kernels.gemm().mr() * nr;
  }

  @Override
  void prepareRows(int rows, int k0, int kc, float[] floats, int[] ints) {
    if (weightZeroPoints == null) {
      return;
    }
    for (int i = 0; i < rows; i++) {
      int sum = kernels.converter().sum(floats, i * LHS_STRIDE, kc);
      ints[ACC_INTS + i] = k0 == 0 ? sum : ints[ACC_INTS + i] + sum;
    }
  }

  @Override
  void multiply(
      int row,
      int rows,
      int panel,
      int slot,
      int k0,
      int kc,
      T output,
      int offset,
      int stride,
      float[] floats,
      int[] ints) {
    GemmTile gemm = kernels.gemm();
    int nr = gemm.nr();
    int rhs = LHS_FLOATS;
    int tile = rhs + KC * nr;
    int panelOffset = layout().offset(panel, k0);
    int tiled = rows - rows % gemm.mr();
    if (tiled > 0) {
      kernels.converter().expand(weights.panels(), panelOffset, kc * nr, (byte) 0, floats, rhs);
    }
    int i = 0;
    while (i < rows) {
      int valid;
      if (i < tiled) {
        gemm.run(kc, floats, i * LHS_STRIDE, floats, rhs, floats, tile);
        valid = gemm.mr();
      } else {
        ByteTile few = rows - i == 1 ? kernels.gemv() : kernels.fewRows();
        few.run(kc, floats, i * LHS_STRIDE, weights.panels(), panelOffset, floats, tile);
        valid = Math.min(few.mr(), rows - i);
      }
      int acc = slot * nr + i * NC;
      kernels.converter().fold(floats, tile, valid, nr, ints, acc, NC, k0 == 0);
      if (isLast(k0, kc)) {
        finish(row, i, valid, panel, acc, output, offset + i * stride, stride, floats, ints);
      }
      i += valid;
    }
  }

  /// Writes rows `i .. i + valid` of the block.
  private void finish(
      int row,
      int i,
      int valid,
      int panel,
      int acc,
      T output,
      int offset,
      int stride,
      float[] floats,
      int[] ints) {
    int column = panel * layout().nr();
    int columns = columns(panel);
    if (weightZeroPoints != null) {
      for (int r = 0; r < valid; r++) {
        int rowSum = ints[ACC_INTS + i + r];
        kernels
            .epilogue()
            .subtractZeroPoints(ints, acc + r * NC, columns, weightZeroPoints, column, rowSum);
      }
    }
    stage.store(ints, acc, NC, row + i, valid, column, columns, output, offset, stride, floats);
  }
}
