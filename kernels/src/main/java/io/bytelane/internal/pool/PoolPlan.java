package io.bytelane.internal.pool;

import java.util.Arrays;

/// The passes of a pool, worked out when the operator is built. Immutable.
///
/// For output row `y` the vertical pass reduces `rowTaps(y)` rows of the image from `firstRow(y)`
/// on to one row. The horizontal pass takes the windows of that row in runs: windows of a run have
/// the same number of taps and lie one stride apart.
public final class PoolPlan {
  private final int[] firstRow;
  private final int[] rowTaps;
  private final int[] runStart;
  private final int[] runCell;
  private final int[] runTaps;

  private PoolPlan(int[] firstRow, int[] rowTaps, int[] runStart, int[] runCell, int[] runTaps) {
    this.firstRow = firstRow;
    this.rowTaps = rowTaps;
    this.runStart = runStart;
    this.runCell = runCell;
    this.runTaps = runTaps;
  }

  /// Returns the passes of a pool that has no empty window.
  public static PoolPlan of(PoolAxis vertical, PoolAxis horizontal) {
    int rows = (int) vertical.count();
    int[] firstRow = new int[rows];
    int[] rowTaps = new int[rows];
    for (int y = 0; y < rows; y++) {
      firstRow[y] = vertical.firstCell(y);
      rowTaps[y] = vertical.taps(y);
    }
    int columns = (int) horizontal.count();
    int[] start = new int[columns + 1];
    int[] cell = new int[columns];
    int[] taps = new int[columns];
    int runs = 0;
    for (int x = 0; x < columns; x = start[runs]) {
      cell[runs] = horizontal.firstCell(x);
      taps[runs] = horizontal.taps(x);
      start[++runs] = Math.max(x + 1, horizontal.fullUntil(x, columns));
    }
    return new PoolPlan(
        firstRow,
        rowTaps,
        Arrays.copyOf(start, runs + 1),
        Arrays.copyOf(cell, runs),
        Arrays.copyOf(taps, runs));
  }

  /// Returns the number of output rows.
  public int rows() {
    return firstRow.length;
  }

  /// Returns the number of output columns.
  public int columns() {
    return runStart[runStart.length - 1];
  }

  /// Returns the first image row of output row `y`.
  public int firstRow(int y) {
    return firstRow[y];
  }

  /// Returns how many image rows, one dilation apart, output row `y` reduces.
  public int rowTaps(int y) {
    return rowTaps[y];
  }

  /// Returns the number of runs in an output row.
  public int runs() {
    return runCell.length;
  }

  /// Returns the first output column of a run.
  public int runStart(int run) {
    return runStart[run];
  }

  /// Returns the number of windows of a run.
  public int runLength(int run) {
    return runStart[run + 1] - runStart[run];
  }

  /// Returns the image column under the first tap of a run's first window.
  public int runCell(int run) {
    return runCell[run];
  }

  /// Returns the number of taps of each window of a run.
  public int runTaps(int run) {
    return runTaps[run];
  }
}
