package io.bytelane.internal.gemm;

import static io.bytelane.internal.gemm.BlockSizes.EXACT_DEPTH;
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
/// ints:   row sums [MC] | sums [panel][MC][nr], or one tile | zeros [nr] |
///         pairs [PAIR_ROWS][EXACT_DEPTH]
/// ```
///
/// Sums are kept panel by panel, so that the rows of a tile lie at a constant distance. Those in
/// int32 last from fold to fold, if there is more than one.
///
/// @param mr rows of the tallest tile
/// @param nr columns of a tile
/// @param depth products of one sum
record GemmScratch(int mr, int nr, int depth) {
  /// Rows up to which each is multiplied by the tile of one row: two of them take 54 us for 1024 x
  /// 1024 weights, the tile of four rows 76 (512 bit).
  static final int PAIR_ROWS = 2;

  private static final int ZEROS = LHS_LEAD + MC * LHS_STRIDE;

  static GemmScratch of(Tile tile, int depth) {
    return new GemmScratch(tile.mr(), tile.nr(), depth);
  }

  /// Returns where the zeros lie that first sums start from.
  int zeros() {
    return ZEROS;
  }

  /// Returns where the float sums of a row and a panel of a column block lie.
  int sums(int slot, int row) {
    return ZEROS + mr * nr + (slot * MC + row) * nr;
  }

  /// Returns where the int32 sums of a row and a panel of a column block lie.
  int intSums(int slot, int row) {
    return depth > EXACT_DEPTH ? MC + (slot * MC + row) * nr : MC;
  }

  /// Returns where the sum of an expanded input row lies in the integer scratch.
  int rowSum(int row) {
    return row;
  }

  /// Returns where the zeros lie that first int32 sums of a row start from.
  int intZeros() {
    return MC + (depth > EXACT_DEPTH ? MC * NC : mr * nr);
  }

  /// Returns where the values of one of the first [#PAIR_ROWS] rows lie, twice in an int each.
  int pairs(int row) {
    return intZeros() + nr + row * EXACT_DEPTH;
  }

  /// Returns the integers of scratch.
  int ints() {
    return pairs(PAIR_ROWS);
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
