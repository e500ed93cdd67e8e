package io.bytelane.internal.gemm;

import static io.bytelane.internal.gemm.BlockSizes.KC;
import static io.bytelane.internal.gemm.BlockSizes.MC;

import io.bytelane.internal.pack.PanelLayout;
import io.bytelane.internal.parallel.TileShape;

/// Which part of a matrix product is computed by Strassen's algorithm, and in which blocks: the
/// only place that decides it. What is left over, an odd row or panel, runs by the plain loops.
///
/// Sums and differences of operands cost as much as one product of eight where a block has few
/// rows, columns or steps: 49 x 2048 x 512 took 8 % longer than the plain loops with 256-bit
/// vectors, 784 x 64 x 256 and 784 x 256 x 128 as long; 64 x 768 x 768 takes 2 to 4 % less.
///
/// @param layout weight panels
/// @param mr rows of the tallest tile
record StrassenSplit(PanelLayout layout, int mr) {
  /// Rows of a quadrant of a block; a multiple of every MR. Seven operands of so many rows and KC
  /// steps are 1.1 MB.
  static final int HALF_ROWS = MC;

  /// Columns of a column block. Sums and differences of rows are made once for each.
  private static final int COLUMNS = 1024;

  /// What tiles have at least where they are halved to even out the load. 512 x 512 x 512 on two
  /// threads was 1.82 to 1.85 times as fast as on one in two tiles, 1.67 to 1.77 in four, 1.65 in
  /// eight.
  private static final long MIN_TILE_WORK = 1 << 26;

  private static final int MIN_ROWS = 64;
  private static final int MIN_COLUMNS = 128;
  private static final int MIN_DEPTH = 256;

  /// Returns whether products with these weights are worth it, given enough rows. The depth must be
  /// even: half of its steps are paired with the other half.
  static boolean suits(PanelLayout layout) {
    return layout.depth() >= MIN_DEPTH
        && layout.depth() % 2 == 0
        && layout.channels() >= MIN_COLUMNS;
  }

  /// Returns how many of `rows` rows take part: all, or all but one, or none.
  int rows(int rows) {
    return rows < MIN_ROWS ? 0 : rows - rows % 2;
  }

  /// Returns how many of `panels` panels take part.
  int panels(int panels) {
    return panels * layout.nr() < MIN_COLUMNS ? 0 : panels - panels % 2;
  }

  /// Returns the rows of a block where `rows` rows take part, so that blocks are about even.
  int blockRows(int rows) {
    int blocks = ceilDiv(rows, 2 * HALF_ROWS);
    return ceilDiv(ceilDiv(rows, 2 * mr), blocks) * 2 * mr;
  }

  /// Returns the most panels of a column block; even.
  int blockPanels() {
    return Math.min(COLUMNS / layout.nr(), panels(layout.panels()));
  }

  /// Returns how many pairs of depth blocks there are.
  int depthPairs() {
    return ceilDiv(layout.depth(), 2 * KC);
  }

  /// Returns the steps of each depth block of the pair that starts at `k0`: pairs are about even.
  int depth(int k0, int pair) {
    return (layout.depth() - k0) / 2 / (depthPairs() - pair);
  }

  /// Returns how a product may be cut. Each tile makes its own sums and differences of operands.
  TileShape tileShape() {
    int block = COLUMNS / layout.nr();
    return new TileShape(2 * mr, 2 * HALF_ROWS, block, layout.nr(), MIN_TILE_WORK);
  }

  private static int ceilDiv(int a, int b) {
    return (a + b - 1) / b;
  }
}
