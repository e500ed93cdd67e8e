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
import io.bytelane.internal.pack.PanelLayout;
import io.bytelane.internal.parallel.TileShape;
import java.util.Arrays;

/// int8 matrix product with int32 accumulators.
///
/// Products are summed in float lanes, exactly over [BlockSizes#EXACT_DEPTH] steps, and then folded
/// into int32, or requantized as they are where one such run is all. Weights are read in one of
/// four ways, which do not show in the result: one or two rows multiply weight bytes in 16-bit
/// lanes; few rows widen them to floats in registers; more rows share a panel that is expanded to
/// floats for a block; weights that fit into L1 as floats are kept as floats. Large products take
/// seven multiplications of blocks instead of eight, see [StrassenProduct].
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
  private final StrassenProduct<T> strassen;

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
    strassen =
        StrassenSplit.suits(layout())
            ? new StrassenProduct<>(kernels, source, weights, weightZeroPoints, stage, floatSums)
            : null;
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

  /// Returns the name of the kernel.
  String name() {
    return (strassen == null ? "" : "strassen_") + kernels.gemm().name();
  }

  /// Returns the floats of scratch.
  public int floats() {
    return floats(kernels, layout(), floatSums);
  }

  /// Returns the floats of scratch of a product with weights of this layout.
  ///
  /// @param floatSums whether its stage takes finished sums as floats
  static int floats(KernelSet kernels, PanelLayout layout, boolean floatSums) {
    int plain = GemmScratch.of(kernels.gemm(), 0).floats();
    if (!StrassenSplit.suits(layout)) {
      return plain;
    }
    StrassenSplit split = new StrassenSplit(layout, kernels.gemm().mr());
    return Math.max(plain, StrassenScratch.of(split, floatSums).floats());
  }

  /// Returns the integers of scratch.
  public int ints() {
    int plain = scratch().ints();
    return strassen == null || floatSums ? plain : Math.max(plain, strassen.ints());
  }

  @Override
  TileShape tileShape() {
    return strassen == null ? super.tileShape() : strassen.split().tileShape();
  }

  @Override
  public void run(
      byte[] input,
      int inputOffset,
      int rowStart,
      int rowEnd,
      int panelStart,
      int panelEnd,
      T output,
      int offset,
      int stride,
      float[] floats,
      int[] ints) {
    int row = rowStart;
    if (strassen != null) {
      int rows = strassen.split().rows(rowEnd - rowStart);
      int panels = strassen.split().panels(panelEnd - panelStart);
      if (rows > 0 && panels > 0) {
        row += rows;
        int panel = panelStart + panels;
        strassen.run(
            input,
            inputOffset,
            rowStart,
            row,
            panelStart,
            panel,
            output,
            offset,
            stride,
            floats,
            ints);
        super.run(
            input,
            inputOffset,
            rowStart,
            row,
            panel,
            panelEnd,
            output,
            offset,
            stride,
            floats,
            ints);
      }
    }
    super.run(
        input,
        inputOffset,
        row,
        rowEnd,
        panelStart,
        panelEnd,
        output,
        offset,
        stride,
        floats,
        ints);
  }

  @Override
  void prepareRows(int rows, int k0, int kc, float[] floats, int[] ints) {
    if (rows <= PAIR_ROWS) {
      int zeros = scratch().intZeros();
      Arrays.fill(ints, zeros, zeros + layout().nr(), 0);
      for (int i = 0; i < rows; i++) {
        int from = LHS_LEAD + i * LHS_STRIDE;
        int to = scratch().pairs(i) + k0 % EXACT_DEPTH;
        kernels.converter().pairs(floats, from, kc, ints, to);
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
    boolean starts = k0 % EXACT_DEPTH == 0;
    boolean ends = isLast(k0, kc) || (k0 + kc) % EXACT_DEPTH == 0;
    if (rows <= PAIR_ROWS) {
      if (ends) {
        multiplyPairs(row, rows, panel, slot, k0, kc, output, offset, stride, floats, ints);
      }
      return;
    }
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
    int i = 0;
    while (i < rows) {
      int sums = scratch().sums(slot, i);
      int init = starts ? scratch().zeros() : sums;
      int mr;
      if (fromBytes) {
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
        int to = offset + i * stride;
        if (floatSums) {
          int columns = columns(panel);
          stage.storeSums(floats, sums, nr, valid, panel * nr, columns, output, to, stride);
        } else {
          finish(row, i, valid, panel, slot, output, to, stride, floats, ints);
        }
      }
      i += valid;
    }
  }

  /// Multiplies one or two rows with a panel, each on its own, over all steps up to `k0 + kc` since
  /// the last run of [BlockSizes#EXACT_DEPTH]: the longer a run, the fewer ends of tiles.
  private void multiplyPairs(
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
    int from = k0 - k0 % EXACT_DEPTH;
    int rhs = layout().offset(panel, from);
    PairTile tile = kernels.rowTile();
    for (int i = 0; i < rows; i++) {
      int acc = scratch().intSums(slot, i);
      int init = from == 0 ? scratch().intZeros() : acc;
      int pairs = scratch().pairs(i);
      tile.run(k0 + kc - from, ints, pairs, weights.panels(), rhs, ints, init, acc);
      if (isLast(k0, kc)) {
        int to = offset + i * stride;
        finish(row, i, 1, panel, slot, output, to, stride, floats, ints);
      }
    }
  }

  /// Writes rows `i .. i + valid` of the block from their int32 sums.
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
