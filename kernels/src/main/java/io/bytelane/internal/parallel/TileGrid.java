package io.bytelane.internal.parallel;

/// The division of one call: a grid of tiles, `rowStep` rows by `panelStep` panels each.
///
/// ```
///             panels 0 .. p | p .. 2p | ...
/// rows 0 .. r     tile 0    | tile R  |        R: tiles of a column of the grid
/// rows r .. 2r    tile 1    | tile R+1|
/// ```
///
/// Blocks of the operator are taken as tiles where there are enough of them; otherwise they are
/// halved along their longer side, because the operands of a tile are prepared once for each tile.
/// A grid is set anew for each call, so that none is allocated.
public final class TileGrid {
  /// Multiply-add operations below which another thread is not worth the time to wake it: 65
  /// microseconds at 64 a nanosecond. Handing a task to a parked thread of a pool took 25 to 40 on
  /// a virtual machine: 64 x 256 x 256, at 2^21 for each of two threads, went from 66 to 89.
  private static final long MIN_WORK_PER_WORKER = 1 << 22;

  /// Tiles for each worker that even out the load.
  private static final int TILES_PER_WORKER = 4;

  private int rows;
  private int panels;
  private int rowStep;
  private int panelStep;
  private int rowTiles;
  private int workers;

  /// Divides `allRows` rows of `allPanels` panels, each at least 1, among at most `parallelism`
  /// workers.
  ///
  /// @param panelWork what one row of one panel costs, in multiply-add operations of a product
  public void divide(TileShape shape, long panelWork, int allRows, int allPanels, int parallelism) {
    rows = allRows;
    panels = allPanels;
    long work = panelWork * allRows * allPanels;
    workers = Math.clamp(work / MIN_WORK_PER_WORKER, 1, parallelism);
    int across = ceilDiv(allPanels, shape.panelBlock());
    int down = ceilDiv(allRows, shape.rowBlock());
    while (wanted((long) across * down, work, shape.minTileWork())) {
      int height = ceilDiv(allRows, down);
      int width = ceilDiv(allPanels, across);
      boolean divisibleRows = height > shape.rowGrain();
      if (width > 1 && (!divisibleRows || width * shape.panelColumns() >= height)) {
        across = Math.min(2 * across, allPanels);
      } else if (divisibleRows) {
        down *= 2;
      } else {
        break;
      }
    }
    int height = ceilDiv(allRows, down);
    rowStep = ceilDiv(height, shape.rowGrain()) * shape.rowGrain();
    panelStep = ceilDiv(allPanels, across);
    rowTiles = ceilDiv(allRows, rowStep);
    workers = Math.min(workers, tiles());
  }

  /// Returns whether more tiles than `tiles` are needed, or are worth their cost.
  private boolean wanted(long tiles, long work, long minTileWork) {
    if (tiles < workers) {
      return true;
    }
    return workers > 1
        && tiles < (long) TILES_PER_WORKER * workers
        && work / (2 * tiles) >= minTileWork;
  }

  private static int ceilDiv(int a, int b) {
    return (int) (((long) a + b - 1) / b);
  }

  /// Returns the number of threads that share the work, the caller's included.
  public int workers() {
    return workers;
  }

  /// Returns the number of tiles.
  public int tiles() {
    return rowTiles * ceilDiv(panels, panelStep);
  }

  /// Returns the first row of a tile.
  public int rowFrom(int tile) {
    return tile % rowTiles * rowStep;
  }

  /// Returns the row after the last one of a tile.
  public int rowTo(int tile) {
    return Math.min(rowFrom(tile) + rowStep, rows);
  }

  /// Returns the first panel of a tile.
  public int panelFrom(int tile) {
    return tile / rowTiles * panelStep;
  }

  /// Returns the panel after the last one of a tile.
  public int panelTo(int tile) {
    return Math.min(panelFrom(tile) + panelStep, panels);
  }
}
