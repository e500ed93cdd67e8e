package io.bytelane.internal.gemm;

import static io.bytelane.internal.gemm.BlockSizes.KC;
import static io.bytelane.internal.gemm.BlockSizes.LHS_LEAD;
import static io.bytelane.internal.gemm.BlockSizes.LHS_STRIDE;
import static io.bytelane.internal.gemm.BlockSizes.MC;
import static io.bytelane.internal.gemm.BlockSizes.NC;

import io.bytelane.internal.kernel.Tile;

/// Where things lie in the scratch of a matrix product.
///
/// ```
/// floats: expanded rows [MC][LHS_STRIDE] | zeros [mr][nr] | sums [panel][MC][nr] | panel [KC][nr]
/// ints:   sums [panel][MC][nr] | row sums [MC]
/// ```
///
/// Sums are kept panel by panel, so that the rows of a tile lie at a constant distance.
///
/// @param mr rows of the tallest tile
/// @param nr columns of a tile
record GemmScratch(int mr, int nr) {
  /// Where the sums of input rows lie in the integer scratch.
  static final int ROW_SUMS = MC * NC;

  /// Integers of scratch.
  static final int INTS = ROW_SUMS + MC;

  private static final int ZEROS = LHS_LEAD + MC * LHS_STRIDE;

  static GemmScratch of(Tile tile) {
    return new GemmScratch(tile.mr(), tile.nr());
  }

  /// Returns where the zeros lie that first sums start from.
  int zeros() {
    return ZEROS;
  }

  /// Returns where the float sums of a row and a panel of a column block lie.
  int sums(int slot, int row) {
    return ZEROS + mr * nr + intSums(slot, row);
  }

  /// Returns where the int32 sums of a row and a panel of a column block lie.
  int intSums(int slot, int row) {
    return (slot * MC + row) * nr;
  }

  /// Returns where an expanded weight panel lies.
  int panel() {
    return ZEROS + mr * nr + MC * NC;
  }

  /// Returns the floats of scratch.
  int floats() {
    return panel() + KC * nr;
  }
}
