package io.bytelane.internal.gemm;

import static io.bytelane.internal.gemm.BlockSizes.EXACT_DEPTH;
import static io.bytelane.internal.gemm.BlockSizes.LHS_LEAD;
import static io.bytelane.internal.gemm.BlockSizes.LHS_STRIDE;
import static io.bytelane.internal.gemm.GemmScratch.PAIR_ROWS;

import io.bytelane.internal.dispatch.KernelSet;
import io.bytelane.internal.kernel.ByteTile;
import io.bytelane.internal.kernel.GemmTile;
import io.bytelane.internal.kernel.PairTile;
import io.bytelane.internal.pack.PackedWeights;

/// int8 matrix product with int32 accumulators.
///
/// Products are summed in float lanes, exactly over [BlockSizes#EXACT_DEPTH] steps, and then folded
/// into int32, or requantized as they are where one such run is all. Weights are read in one of
/// four ways, which do not show in the result: one or two rows multiply weight bytes in 16-bit
/// lanes; few rows widen them to floats in registers; more rows share a panel that is expanded to
/// floats for a block; weights that fit into L1 as floats are kept as floats.
///
/// @param <T> output array
public final class Int8GemmDriver<T> extends BlockedGemm<byte[], T> {
  /// Packed weights up to which a float copy is kept: half of an L1 cache of 32 KiB.
  private static final int KEPT_AS_FLOATS = 4096;

  private final KernelSet kernels;
  private final PackedWeights weights;
  private final float[] floatPanels;
  private final int[] weightZeroPoints;
  private final OutputStage<T> stage;
  private final boolean floatSums;

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
    super(source, weights.layout(), kernels.gemm());
    this.kernels = kernels;
    this.weights = weights;
    this.weightZeroPoints = weightZeroPoints;
    this.stage = stage;
    floatSums =
        stage.takesFloatSums() && weightZeroPoints == null && layout().depth() <= EXACT_DEPTH;
    int count = layout().paddedChannels() * layout().depth();
    floatPanels = count <= KEPT_AS_FLOATS ? expanded(kernels, weights) : null;
  }

  private static float[] expanded(KernelSet kernels, PackedWeights weights) {
    float[] floats = new float[weights.panels().length];
    kernels.converter().expand(weights.panels(), 0, floats.length, (byte) 0, floats, 0);
    return floats;
  }

  @Override
  long packedBytes() {
    long copy = floatPanels == null ? 0 : 4L * floatPanels.length;
    return weights.panels().length + copy + 8L * layout().paddedChannels();
  }

  /// Returns the floats of scratch.
  public static int floats(KernelSet kernels) {
    return GemmScratch.of(kernels.gemm(), 0).floats();
  }

  /// Returns the integers of scratch.
  public int ints() {
    return scratch().ints();
  }

  @Override
  void prepareRows(int rows, int k0, int kc, float[] floats, int[] ints) {
    if (rows <= PAIR_ROWS) {
      for (int i = 0; i < rows; i++) {
        int from = LHS_LEAD + i * LHS_STRIDE;
        kernels.converter().pairs(floats, from, kc, ints, scratch().pairs(i));
      }
    }
    if (weightZeroPoints == null) {
      return;
    }
    for (int i = 0; i < rows; i++) {
      int sum = kernels.converter().sum(floats, LHS_LEAD + i * LHS_STRIDE, kc);
      int at = scratch().rowSum(i);
      ints[at] = k0 == 0 ? sum : ints[at] + sum;
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
    int nr = layout().nr();
    boolean fromBytes = floatPanels == null && rows <= 2 * kernels.gemm().mr();
    float[] rhs = floatPanels == null ? floats : floatPanels;
    int panelOffset = layout().offset(panel, k0);
    int rhsOffset = floatPanels == null ? scratch().panel() : panelOffset;
    if (floatPanels == null && !fromBytes) {
      kernels
          .converter()
          .expand(weights.panels(), panelOffset, kc * nr, (byte) 0, floats, rhsOffset);
    }
    boolean starts = k0 % EXACT_DEPTH == 0;
    boolean ends = isLast(k0, kc) || (k0 + kc) % EXACT_DEPTH == 0;
    int i = 0;
    while (i < rows) {
      int sums = scratch().sums(slot, i);
      int init = starts ? scratch().zeros() : sums;
      int mr;
      if (rows <= PAIR_ROWS) {
        PairTile tile = kernels.rowTile();
        tile.run(kc, ints, scratch().pairs(i), weights.panels(), panelOffset, floats, init, sums);
        mr = 1;
      } else if (fromBytes) {
        ByteTile tile = kernels.byteTiles().pick(rows - i);
        tile.run(kc, floats, i * LHS_STRIDE, weights.panels(), panelOffset, floats, init, sums);
        mr = tile.mr();
      } else {
        GemmTile tile = kernels.floatTiles().pick(rows - i);
        tile.run(kc, floats, i * LHS_STRIDE, rhs, rhsOffset, floats, init, sums);
        mr = tile.mr();
      }
      int valid = Math.min(mr, rows - i);
      if (ends && !floatSums) {
        int acc = scratch().intSums(slot, i);
        kernels.converter().fold(floats, sums, valid * nr, ints, acc, k0 < EXACT_DEPTH);
      }
      if (isLast(k0, kc)) {
        finish(row, i, valid, panel, slot, output, offset + i * stride, stride, floats, ints);
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
      int slot,
      T output,
      int offset,
      int stride,
      float[] floats,
      int[] ints) {
    int nr = layout().nr();
    int column = panel * nr;
    int columns = columns(panel);
    if (floatSums) {
      int sums = scratch().sums(slot, i);
      stage.storeSums(floats, sums, nr, valid, column, columns, output, offset, stride);
      return;
    }
    int acc = scratch().intSums(slot, i);
    if (weightZeroPoints != null) {
      for (int r = 0; r < valid; r++) {
        int rowSum = ints[scratch().rowSum(i + r)];
        kernels
            .epilogue()
            .subtractZeroPoints(ints, acc + r * nr, columns, weightZeroPoints, column, rowSum);
      }
    }
    stage.store(ints, acc, nr, row + i, valid, column, columns, output, offset, stride, floats);
  }
}
