package io.bytelane.internal.gemm;

import static io.bytelane.internal.gemm.BlockSizes.KC;
import static io.bytelane.internal.gemm.BlockSizes.LHS_LEAD;
import static io.bytelane.internal.gemm.BlockSizes.LHS_STRIDE;
import static io.bytelane.internal.gemm.StrassenSplit.HALF_ROWS;

/// Where things lie in the scratch of a [StrassenProduct], with H = [StrassenSplit#HALF_ROWS].
///
/// ```
/// floats: operands [7][H][LHS_STRIDE] | zeros [mr][nr] | one strip [STRIP][nr] | panel [KC][nr] |
///         sums of a pair of panels [4][H][nr] | sums [pair of panels][4][H][nr]
/// ints:   row sums [2H] | sums [pair of panels][4][H][nr]
/// ```
///
/// Sums are kept from one pair of depth blocks to the next, as floats or as int32; where there is
/// only one, all pairs of panels share one place. Everything starts at a multiple of 16 after the
/// lead.
///
/// @param mr rows of the tallest tile
/// @param nr columns of a tile
/// @param floatSlots pairs of panels whose float sums are kept
/// @param intSlots pairs of panels whose int32 sums are kept
record StrassenScratch(int mr, int nr, int floatSlots, int intSlots) {
  private static final int OPERANDS = 7;
  private static final int QUADRANTS = 4;

  /// Places the scratch of a product.
  ///
  /// @param floatSums whether finished sums are floats; int32 otherwise
  static StrassenScratch of(StrassenSplit split, boolean floatSums) {
    int slots = split.depthPairs() == 1 ? 0 : split.blockPanels() / 2;
    int nr = split.layout().nr();
    return new StrassenScratch(split.mr(), nr, floatSums ? slots : 0, floatSums ? 0 : slots);
  }

  /// Returns where an operand of seven starts, its lead left out: what tiles take as `lhsOffset`.
  int operand(int index) {
    return index * HALF_ROWS * LHS_STRIDE;
  }

  int zeros() {
    return LHS_LEAD + operand(OPERANDS);
  }

  /// Returns where a strip of a product lies that is added to two quadrants.
  int product() {
    return zeros() + mr * nr;
  }

  /// Returns where an expanded panel, or a sum of two, lies.
  int panel() {
    return product() + StrassenProduct.STRIP * nr;
  }

  /// Returns where the sums of a pair of panels over one pair of depth blocks lie.
  int sums() {
    return panel() + KC * nr;
  }

  /// Returns where the sums of a pair of panels are kept.
  int keptSums(int slot) {
    return sums() + (1 + slot) * QUADRANTS * quadrantSize();
  }

  /// Returns where a quadrant of sums starts: 0 for the upper left, then the lower left, upper
  /// right and lower right one.
  int quadrant(int sums, int index) {
    return sums + index * quadrantSize();
  }

  /// Returns where the sum of an input row lies.
  int rowSum(boolean lower, int row) {
    return (lower ? HALF_ROWS : 0) + row;
  }

  /// Returns where the int32 sums of a pair of panels lie.
  int intSums(int slot) {
    return 2 * HALF_ROWS + Math.min(slot, Math.max(intSlots - 1, 0)) * QUADRANTS * quadrantSize();
  }

  /// Returns the floats of scratch.
  int floats() {
    return keptSums(floatSlots);
  }

  /// Returns the integers of scratch.
  int ints() {
    return intSums(intSlots) + QUADRANTS * quadrantSize();
  }

  private int quadrantSize() {
    return HALF_ROWS * nr;
  }
}
