package io.bytelane.internal.gemm;

import static io.bytelane.internal.gemm.BlockSizes.EXACT_DEPTH;
import static io.bytelane.internal.gemm.BlockSizes.KC;
import static io.bytelane.internal.gemm.BlockSizes.LHS_LEAD;
import static io.bytelane.internal.gemm.BlockSizes.LHS_STRIDE;
import static io.bytelane.internal.gemm.BlockSizes.MC;
import static io.bytelane.internal.gemm.BlockSizes.NC;

import io.bytelane.GemmShape;
import io.bytelane.internal.dispatch.KernelSet;
import io.bytelane.internal.kernel.Converter;
import io.bytelane.internal.kernel.GemmTile;
import io.bytelane.internal.pack.ByteTranspose;
import io.bytelane.internal.pack.SignFlip;
import io.bytelane.internal.parallel.Scratch;
import io.bytelane.internal.parallel.TileShape;
import io.bytelane.quant.QuantizedType;
import java.util.Arrays;

/// Matrix products of two int8 operands that come with the call.
///
/// A block of columns of B is packed into float panels over its whole depth, and all rows of A run
/// through it. With `a`, `b` the signed bytes and `za`, `zb` their zero points,
/// `sum (a - za)(b - zb) = sum ab - zb * sum a - za * (sum b - k * zb)`, modulo 2^32.
///
/// Row parameters of stages are scales and zero points. Zero points are all -1: those of A are in
/// the sums, and the bias of a [DynamicStage] is what it subtracts -1 times.
///
/// ```
/// floats: those of GemmScratch up to the panel | scales of the rows of a block [MC] | -1 [MC] |
///         panels [panel][maxK][nr]
/// ints:   those of GemmScratch | zb [panel][nr] | sum b - k * zb [panel][nr]
/// bytes:  a block of B, transposed [KC][nr]
/// ```
///
/// @param <T> output array
public final class RuntimeGemm<T> {
  /// Floats that panels may take: half of a 2 MiB cache.
  private static final int PANEL_FLOATS = 1 << 18;

  private final KernelSet kernels;
  private final Converter converter;
  private final GemmScratch layout;
  private final byte leftFlip;
  private final byte rightFlip;
  private final OutputStage<T> stage;
  private final OutputStage<T> rowStage;
  private final int nr;
  private final int blockPanels;
  private final int maxDepth;
  private final TileShape tileShape;

  /// Creates a product.
  ///
  /// @param maxDepth largest k
  /// @param stage takes exact sums, zero points included
  /// @param rowStage takes them where the rows of A have scales that come with the call, from
  ///     [#rowParameters] on in the float scratch; null where these do not matter
  public RuntimeGemm(
      KernelSet kernels,
      QuantizedType left,
      QuantizedType right,
      int maxDepth,
      OutputStage<T> stage,
      OutputStage<T> rowStage) {
    this.kernels = kernels;
    this.stage = stage;
    this.rowStage = rowStage;
    this.maxDepth = maxDepth;
    converter = kernels.converter();
    layout = GemmScratch.of(kernels.gemm(), maxDepth);
    leftFlip = SignFlip.mask(left);
    rightFlip = SignFlip.mask(right);
    nr = kernels.gemm().nr();
    blockPanels = Math.clamp(PANEL_FLOATS / ((long) nr * maxDepth), 1, NC / nr);
    // A cut between rows packs B once more: only where there are many rows.
    tileShape = new TileShape(4 * MC, Integer.MAX_VALUE, blockPanels, nr);
  }

  /// Returns where the parameters of the rows of a block lie in the float scratch.
  public static int rowParameters(KernelSet kernels) {
    return GemmScratch.of(kernels.gemm(), 0).panel();
  }

  TileShape tileShape() {
    return tileShape;
  }

  /// Returns the panels of one matrix of B.
  int panels(GemmShape g) {
    return (g.n() + nr - 1) / nr;
  }

  /// Returns the bytes of scratch.
  public int scratchBytes() {
    return KC * nr;
  }

  /// Returns the ints of scratch.
  public int scratchInts() {
    return layout.ints() + 2 * blockPanels * nr;
  }

  /// Returns the floats of scratch; may exceed int for depths that no array can hold.
  public long scratchFloats() {
    return panels() + (long) blockPanels * nr * maxDepth;
  }

  /// Computes some rows of some panels; those of the matrices of a batch follow each other.
  void run(
      GemmCall call,
      byte[] left,
      int leftOffset,
      T output,
      int outputOffset,
      int rowFrom,
      int rowTo,
      int panelFrom,
      int panelTo,
      Scratch scratch) {
    int matrixPanels = panels(call.shape());
    Arrays.fill(scratch.floats(), layout.zeros(), layout.zeros() + layout.mr() * nr, 0f);
    for (int panel = panelFrom; panel < panelTo; ) {
      int matrix = panel / matrixPanels;
      int first = matrix * matrixPanels;
      int end = Math.min(Math.min(panelTo, first + matrixPanels), panel + blockPanels);
      int a = leftOffset + matrix * call.shape().strideA();
      int c = outputOffset + matrix * call.shape().strideC();
      block(call, matrix, panel - first, end - first, left, a, rowFrom, rowTo, output, c, scratch);
      panel = end;
    }
  }

  /// All rows by the panels `from .. to` of one matrix.
  private void block(
      GemmCall call,
      int matrix,
      int from,
      int to,
      byte[] left,
      int leftOffset,
      int rowFrom,
      int rowTo,
      T output,
      int outputOffset,
      Scratch scratch) {
    GemmShape g = call.shape();
    float[] floats = scratch.floats();
    int[] ints = scratch.ints();
    for (int panel = from; panel < to; panel++) {
      pack(call, matrix, panel, panel - from, scratch);
      describeColumns(call, matrix, panel, panel - from, floats, ints);
    }
    for (int row = rowFrom; row < rowTo; row += MC) {
      int rows = Math.min(MC, rowTo - row);
      int offset = outputOffset + row * g.ldc();
      describeRows(call, matrix, row, rows, floats);
      // Without depth there is one empty block, which writes sums of nothing.
      for (int k0 = 0; k0 == 0 || k0 < g.k(); k0 += KC) {
        int kc = Math.min(KC, g.k() - k0);
        expandRows(call, left, leftOffset + row * g.lda() + k0, rows, k0, kc, floats, ints);
        for (int panel = from; panel < to; panel++) {
          multiply(call, matrix, panel, panel - from, row, rows, k0, kc, output, offset, scratch);
        }
      }
    }
  }

  /// Expands one panel of B to floats, depth by depth.
  private void pack(GemmCall call, int matrix, int panel, int slot, Scratch scratch) {
    GemmShape g = call.shape();
    int column = panel * nr;
    int columns = Math.min(nr, g.n() - column);
    int base = call.rightOffset() + matrix * g.strideB();
    int to = panelOffset(slot, g.k(), 0);
    if (!g.rightTransposed()) {
      if (columns < nr) {
        Arrays.fill(scratch.floats(), to, to + g.k() * nr, 0f);
      }
      for (int p = 0; p < g.k(); p++) {
        int from = base + p * g.ldb() + column;
        converter.expand(call.right(), from, columns, rightFlip, scratch.floats(), to + p * nr);
      }
      return;
    }
    byte[] bytes = scratch.bytes();
    if (columns < nr) {
      // Columns that do not exist become 0 by the flip.
      Arrays.fill(bytes, 0, KC * nr, rightFlip);
    }
    for (int k0 = 0; k0 < g.k(); k0 += KC) {
      int kc = Math.min(KC, g.k() - k0);
      int from = base + column * g.ldb() + k0;
      ByteTranspose.run(call.right(), from, g.ldb(), columns, kc, bytes, 0, nr);
      converter.expand(bytes, 0, kc * nr, rightFlip, scratch.floats(), to + k0 * nr);
    }
  }

  private int panelOffset(int slot, int depth, int p) {
    return panels() + (slot * depth + p) * nr;
  }

  private int panels() {
    return layout.panel() + 2 * MC;
  }

  private int zeroPoints(int slot) {
    return layout.ints() + slot * nr;
  }

  private int factors(int slot) {
    return layout.ints() + (blockPanels + slot) * nr;
  }

  /// Leaves the zero points of a panel, and what zero points of A are multiplied with. The sums of
  /// columns are products with a row of ones.
  private void describeColumns(
      GemmCall call, int matrix, int panel, int slot, float[] floats, int[] ints) {
    GemmShape g = call.shape();
    int columns = Math.min(nr, g.n() - panel * nr);
    int zeroPoints = zeroPoints(slot);
    Arrays.fill(ints, zeroPoints, zeroPoints + nr, 0);
    for (int j = 0; j < columns; j++) {
      ints[zeroPoints + j] = call.rightZeroPoints().flipped(matrix, panel * nr + j);
    }
    if (call.leftIsCentred()) {
      return;
    }
    int factors = factors(slot);
    Arrays.fill(ints, factors, factors + nr, 0);
    Arrays.fill(floats, LHS_LEAD, LHS_LEAD + KC, 1f);
    GemmTile tile = kernels.floatTiles().one();
    int sums = layout.sums(0, 0);
    for (int k0 = 0; k0 < g.k(); k0 += KC) {
      int kc = Math.min(KC, g.k() - k0);
      int rhs = panelOffset(slot, g.k(), k0);
      tile.run(kc, floats, 0, floats, rhs, floats, layout.zeros(), sums);
      converter.fold(floats, sums, nr, ints, factors, false);
    }
    for (int j = 0; j < columns; j++) {
      ints[factors + j] -= g.k() * ints[zeroPoints + j];
    }
  }

  /// Leaves the parameters of the rows of a block for the stage.
  private void describeRows(GemmCall call, int matrix, int row, int rows, float[] floats) {
    if (!call.leftScales().areOfCall()) {
      return;
    }
    int scales = layout.panel();
    for (int i = 0; i < rows; i++) {
      floats[scales + i] = call.leftScales().at(matrix, row + i);
      floats[scales + MC + i] = -1f;
    }
  }

  private void expandRows(
      GemmCall call, byte[] left, int from, int rows, int k0, int kc, float[] floats, int[] ints) {
    int lda = call.shape().lda();
    for (int i = 0; i < rows; i++) {
      int to = LHS_LEAD + i * LHS_STRIDE;
      converter.expand(left, from + i * lda, kc, leftFlip, floats, to);
      if (!call.rightIsCentred()) {
        int at = layout.rowSum(i);
        int sum = converter.sum(floats, to, kc);
        ints[at] = k0 == 0 ? sum : ints[at] + sum;
      }
    }
  }

  /// Multiplies a row block with a panel over a depth block, and writes it after the last one.
  private void multiply(
      GemmCall call,
      int matrix,
      int panel,
      int slot,
      int row,
      int rows,
      int k0,
      int kc,
      T output,
      int offset,
      Scratch scratch) {
    GemmShape g = call.shape();
    float[] floats = scratch.floats();
    boolean starts = k0 % EXACT_DEPTH == 0;
    boolean finishes = k0 + kc == g.k();
    boolean ends = finishes || (k0 + kc) % EXACT_DEPTH == 0;
    int rhs = panelOffset(slot, g.k(), k0);
    int i = 0;
    while (i < rows) {
      GemmTile tile = kernels.floatTiles().pick(rows - i);
      int valid = Math.min(tile.mr(), rows - i);
      int sums = layout.sums(slot, i);
      int init = starts ? layout.zeros() : sums;
      if (kc > 0) {
        tile.run(kc, floats, i * LHS_STRIDE, floats, rhs, floats, init, sums);
      } else {
        Arrays.fill(floats, sums, sums + valid * nr, 0f);
      }
      int acc = layout.intSums(slot, i);
      if (ends) {
        converter.fold(floats, sums, valid * nr, scratch.ints(), acc, k0 < EXACT_DEPTH);
      }
      if (finishes) {
        applyZeroPoints(call, matrix, slot, row, i, valid, acc, scratch.ints());
        int column = panel * nr;
        int columns = Math.min(nr, g.n() - column);
        int to = offset + i * g.ldc() + column;
        OutputStage<T> target = call.leftScales().areOfCall() ? rowStage : stage;
        target.store(
            scratch.ints(), acc, nr, i, valid, column, columns, output, to, g.ldc(), floats);
      }
      i += valid;
    }
  }

  /// Applies zero points to the sums of rows `i .. i + valid` of a row block.
  private void applyZeroPoints(
      GemmCall call, int matrix, int slot, int row, int i, int valid, int acc, int[] ints) {
    for (int r = 0; r < valid; r++) {
      if (!call.rightIsCentred()) {
        subtract(ints, acc + r * nr, zeroPoints(slot), ints[layout.rowSum(i + r)]);
      }
      if (!call.leftIsCentred()) {
        int zeroPoint = call.leftZeroPoints().flipped(matrix, row + i + r);
        subtract(ints, acc + r * nr, factors(slot), zeroPoint);
      }
    }
  }

  private void subtract(int[] ints, int acc, int factors, int value) {
    kernels.epilogue().subtractZeroPoints(ints, acc, nr, ints, factors, value);
  }
}
