package io.bytelane.tests.parallel;

import static org.assertj.core.api.Assertions.assertThat;

import io.bytelane.internal.parallel.TileGrid;
import io.bytelane.internal.parallel.TileShape;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/// The tiles of a grid cover each cell once, cut rows where they may be cut, and are as many as the
/// workers need.
class TileGridProperties {

  @Property
  void everyCellLiesInOneTile(
      @ForAll @IntRange(min = 1, max = 16) int rowGrain,
      @ForAll @IntRange(min = 1, max = 20) int grainsOfABlock,
      @ForAll @IntRange(min = 1, max = 9) int panelBlock,
      @ForAll @IntRange(min = 1, max = 300) int rows,
      @ForAll @IntRange(min = 1, max = 40) int panels,
      @ForAll @IntRange(min = 0, max = 24) int panelWorkBits,
      @ForAll @IntRange(min = 1, max = 20) int parallelism) {
    TileShape shape = new TileShape(rowGrain, rowGrain * grainsOfABlock, panelBlock, 32);
    TileGrid grid = new TileGrid();
    grid.divide(shape, 1L << panelWorkBits, rows, panels, parallelism);
    int[][] covered = new int[rows][panels];
    for (int tile = 0; tile < grid.tiles(); tile++) {
      assertThat(grid.rowFrom(tile) % rowGrain).isZero();
      assertThat(grid.rowTo(tile)).isGreaterThan(grid.rowFrom(tile));
      assertThat(grid.panelTo(tile)).isGreaterThan(grid.panelFrom(tile));
      for (int row = grid.rowFrom(tile); row < grid.rowTo(tile); row++) {
        for (int panel = grid.panelFrom(tile); panel < grid.panelTo(tile); panel++) {
          covered[row][panel]++;
        }
      }
    }
    for (int[] row : covered) {
      assertThat(row).containsOnly(1);
    }
    assertThat(grid.workers()).isBetween(1, Math.min(parallelism, grid.tiles()));
  }

  @Example
  void aSquareProductIsCutIntoItsBlocks() {
    assertGrid(new TileShape(8, 128, 8, 32), 512 * 32, 512, 16, 2, 2, 8);
  }

  @Example
  void oneRowIsCutBetweenPanels() {
    assertGrid(new TileShape(8, 128, 8, 32), 4096 * 32, 1, 128, 2, 2, 16);
    assertGrid(new TileShape(8, 128, 8, 32), 4096 * 32, 1, 64, 2, 2, 8);
  }

  @Example
  void fewColumnsAreCutBetweenRows() {
    assertGrid(new TileShape(8, 128, 8, 32), 576 * 32, 3136, 1, 2, 2, 25);
    assertGrid(new TileShape(1, Integer.MAX_VALUE, 1, 56 * 64), 6 * 9 * 56 * 64, 56, 1, 2, 2, 4);
  }

  @Example
  void tilesThatAreCostlyToPrepareStayLarge() {
    assertGrid(new TileShape(24, 288, 32, 32, 1 << 26), 512 * 32, 512, 16, 2, 2, 2);
    assertGrid(new TileShape(24, 288, 32, 32, 1 << 26), 1024 * 32, 1024, 32, 2, 2, 8);
    assertGrid(new TileShape(24, 288, 32, 32, 1 << 26), 512 * 32, 512, 16, 4, 4, 4);
  }

  @Example
  void aSmallProductStaysOnOneThread() {
    assertGrid(new TileShape(8, 128, 8, 32), 64 * 32, 64, 2, 8, 1, 1);
  }

  private static void assertGrid(
      TileShape shape,
      long panelWork,
      int rows,
      int panels,
      int parallelism,
      int workers,
      int tiles) {
    TileGrid grid = new TileGrid();
    grid.divide(shape, panelWork, rows, panels, parallelism);
    assertThat(grid.workers()).isEqualTo(workers);
    assertThat(grid.tiles()).isEqualTo(tiles);
  }
}
