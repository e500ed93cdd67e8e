package io.bytelane.internal.gemm;

import static io.bytelane.internal.gemm.BlockSizes.KC;
import static io.bytelane.internal.gemm.BlockSizes.LHS_LEAD;
import static io.bytelane.internal.gemm.BlockSizes.MC;
import static io.bytelane.internal.gemm.BlockSizes.NC;

import io.bytelane.internal.kernel.Tile;
import io.bytelane.internal.pack.PanelLayout;
import io.bytelane.internal.parallel.TileShape;
import java.util.Arrays;

/// The loops around a register tile; [BlockSizes] shows their order. What a panel is multiplied
/// with, and what becomes of accumulators, is left to the int8 and float32 forms.
///
/// Immutable: scratch memory is passed in, so that one instance serves many threads.
///
/// @param <S> input array, `byte[]` or `float[]`
/// @param <T> output array
abstract class BlockedGemm<S, T> {
  private final RowSource<S> source;
  private final PanelLayout layout;
  private final GemmScratch scratch;

  BlockedGemm(RowSource<S> source, PanelLayout layout, Tile tallest) {
    this.source = source;
    this.layout = layout;
    scratch = GemmScratch.of(tallest, layout.depth());
  }

  final PanelLayout layout() {
    return layout;
  }

  final GemmScratch scratch() {
    return scratch;
  }

  /// Returns how the product may be cut. Whole blocks cost nothing more.
  TileShape tileShape() {
    return new TileShape(scratch.mr(), MC, NC / layout.nr(), layout.nr());
  }

  /// Returns the bytes of packed weights, bias and multipliers.
  abstract long packedBytes();

  /// Computes output rows `rowStart .. rowEnd` of panels `panelStart .. panelEnd`. The value of row
  /// `r` and column `c` is written to `outputOffset + r * outputStride + c`.
  public void run(
      S input,
      int inputOffset,
      int rowStart,
      int rowEnd,
      int panelStart,
      int panelEnd,
      T output,
      int outputOffset,
      int outputStride,
      float[] floats,
      int[] ints) {
    int panelsPerBlock = NC / layout.nr();
    int zeroRows = rowEnd - rowStart == 1 ? 1 : scratch.mr();
    Arrays.fill(floats, scratch.zeros(), scratch.zeros() + zeroRows * layout.nr(), 0f);
    for (int panel = panelStart; panel < panelEnd; panel += panelsPerBlock) {
      int blockEnd = Math.min(panel + panelsPerBlock, panelEnd);
      for (int row = rowStart; row < rowEnd; row += MC) {
        int rows = Math.min(MC, rowEnd - row);
        for (int k0 = 0; k0 < layout.depth(); k0 += KC) {
          int kc = Math.min(KC, layout.depth() - k0);
          source.expand(input, inputOffset, row, rows, k0, kc, floats, LHS_LEAD);
          prepareRows(rows, k0, kc, floats, ints);
          for (int j = panel; j < blockEnd; j++) {
            int offset = outputOffset + row * outputStride + j * layout.nr();
            multiply(row, rows, j, j - panel, k0, kc, output, offset, outputStride, floats, ints);
          }
        }
      }
    }
  }

  /// Called once for each block of expanded rows.
  void prepareRows(int rows, int k0, int kc, float[] floats, int[] ints) {}

  /// Multiplies `rows` expanded rows with one panel over one depth block. The first depth block
  /// (`k0 = 0`) sets sums, later ones add, the last one writes the output.
  ///
  /// @param row index of the first row in the whole product
  /// @param slot which panel of the column block this is, for the place of its accumulators
  /// @param offset where the output of the first row and the panel's first channel goes
  abstract void multiply(
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
      int[] ints);

  /// Returns the channels of a panel that exist.
  final int columns(int panel) {
    return Math.min(layout.nr(), layout.channels() - panel * layout.nr());
  }

  final boolean isLast(int k0, int kc) {
    return k0 + kc == layout.depth();
  }
}
