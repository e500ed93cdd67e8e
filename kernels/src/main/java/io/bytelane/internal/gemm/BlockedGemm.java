package io.bytelane.internal.gemm;

import static io.bytelane.internal.gemm.BlockSizes.KC;
import static io.bytelane.internal.gemm.BlockSizes.LHS_STRIDE;
import static io.bytelane.internal.gemm.BlockSizes.MC;
import static io.bytelane.internal.gemm.BlockSizes.NC;

import io.bytelane.internal.pack.PanelLayout;

/// The loops around a register tile; [BlockSizes] shows their order. What a panel is multiplied
/// with, and what becomes of accumulators, is left to the int8 and float32 forms.
///
/// Immutable: scratch memory is passed in, so that one instance serves many threads.
///
/// @param <S> input array, `byte[]` or `float[]`
/// @param <T> output array
abstract class BlockedGemm<S, T> {
  /// Expanded activations of a block, at the start of the float scratch.
  static final int LHS_FLOATS = MC * LHS_STRIDE;

  private final RowSource<S> source;
  private final PanelLayout layout;

  BlockedGemm(RowSource<S> source, PanelLayout layout) {
    this.source = source;
    this.layout = layout;
  }

  final PanelLayout layout() {
    return layout;
  }

  /// Computes output rows `rowStart .. rowEnd` and all columns. Row `r` is written to
  /// `outputOffset + r * outputStride`.
  public final void run(
      S input,
      int inputOffset,
      int rowStart,
      int rowEnd,
      T output,
      int outputOffset,
      int outputStride,
      float[] floats,
      int[] ints) {
    int panelsPerBlock = NC / layout.nr();
    for (int panel = 0; panel < layout.panels(); panel += panelsPerBlock) {
      int panelEnd = Math.min(panel + panelsPerBlock, layout.panels());
      int column = panel * layout.nr();
      int columns = Math.min(panelEnd * layout.nr(), layout.channels()) - column;
      for (int row = rowStart; row < rowEnd; row += MC) {
        int rows = Math.min(MC, rowEnd - row);
        for (int k0 = 0; k0 < layout.depth(); k0 += KC) {
          int kc = Math.min(KC, layout.depth() - k0);
          source.expand(input, inputOffset, row, rows, k0, kc, floats, 0);
          multiply(rows, panel, panelEnd, k0, kc, floats, ints);
        }
        for (int i = 0; i < rows; i++) {
          finish(
              row + i,
              i,
              column,
              columns,
              output,
              outputOffset + (row + i) * outputStride,
              floats,
              ints);
        }
      }
    }
  }

  /// Multiplies `rows` expanded rows with panels `panel .. panelEnd` over one depth block and adds
  /// to the accumulators; the first depth block (`k0 = 0`) stores.
  abstract void multiply(
      int rows, int panel, int panelEnd, int k0, int kc, float[] floats, int[] ints);

  /// Writes the finished row `i` of the block, `columns` values from `column` on.
  abstract void finish(
      int row, int i, int column, int columns, T output, int rowOffset, float[] floats, int[] ints);
}
