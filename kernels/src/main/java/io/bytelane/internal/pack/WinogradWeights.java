package io.bytelane.internal.pack;

import io.bytelane.internal.kernel.WinogradKernel;
import java.util.Arrays;

/// 3 x 3 weights transformed for Winograd's F(2x2, 3x3): `u = G g G'`, 16 values for each pair
/// of channels, in panels of each position: `[position][panel][inputChannel][nr]`. Immutable.
///
/// Input channels of a panel of a position are cut into blocks, each as deep as its weights allow
/// for a sum that is exact in float32. Weights of 127 throughout allow 28 channels at the one
/// position that adds up all nine of them, 85 or more at all others.
public final class WinogradWeights {
  private static final int[][] G = {{1, 0, 0}, {1, 1, 1}, {1, -1, 1}, {0, 0, 1}};

  /// Sums of weights up to this magnitude give products of at most 2^24, where float32 stops to be
  /// exact.
  private static final int EXACT_SUM = (1 << 24) / WinogradKernel.INPUT_BOUND;

  private final PanelLayout layout;
  private final short[] values;
  private final int[][] blockEnds;

  private WinogradWeights(PanelLayout layout, short[] values, int[][] blockEnds) {
    this.layout = layout;
    this.values = values;
    this.blockEnds = blockEnds;
  }

  /// Transforms packed weights of depth `9 * inputChannels`.
  ///
  /// @param packed weights in the order `[3][3][inputChannels]`
  /// @param grain blocks end at its multiples, or before
  public static WinogradWeights transform(PackedWeights packed, int grain) {
    PanelLayout from = packed.layout();
    int inputs = from.depth() / 9;
    PanelLayout layout = new PanelLayout(from.channels(), inputs, from.nr());
    int positionSize = positionSize(layout);
    short[] values = new short[WinogradKernel.POSITIONS * positionSize];
    for (int o = 0; o < from.channels(); o++) {
      int panel = o / from.nr();
      int lane = o % from.nr();
      for (int c = 0; c < inputs; c++) {
        for (int p = 0; p < WinogradKernel.POSITIONS; p++) {
          int sum = 0;
          for (int tap = 0; tap < 9; tap++) {
            byte weight = packed.panels()[from.offset(panel, tap * inputs + c) + lane];
            sum += G[p / 4][tap / 3] * G[p % 4][tap % 3] * weight;
          }
          values[p * positionSize + layout.offset(panel, c) + lane] = (short) sum;
        }
      }
    }
    int[][] blockEnds = new int[WinogradKernel.POSITIONS * layout.panels()][];
    for (int i = 0; i < blockEnds.length; i++) {
      int first = i * layout.depth() * layout.nr();
      blockEnds[i] = blockEnds(values, first, layout.depth(), layout.nr(), grain);
    }
    return new WinogradWeights(layout, values, blockEnds);
  }

  private static int positionSize(PanelLayout layout) {
    return layout.panels() * layout.nr() * layout.depth();
  }

  /// Returns the ends of the fewest blocks in which no lane's sum of magnitudes exceeds
  /// [#EXACT_SUM].
  ///
  /// @param first where the `depth` rows of `nr` lanes start
  private static int[] blockEnds(short[] values, int first, int depth, int nr, int grain) {
    int[] ends = new int[depth];
    int[] sums = new int[nr];
    int count = 0;
    for (int c = 0; c < depth; c++) {
      int row = first + c * nr;
      boolean exact = c % grain != 0;
      for (int lane = 0; lane < nr; lane++) {
        exact &= sums[lane] + Math.abs(values[row + lane]) <= EXACT_SUM;
      }
      if (c > 0 && !exact) {
        ends[count++] = c;
        Arrays.fill(sums, 0);
      }
      for (int lane = 0; lane < nr; lane++) {
        sums[lane] += Math.abs(values[row + lane]);
      }
    }
    ends[count++] = depth;
    return Arrays.copyOf(ends, count);
  }

  /// Returns the layout of one position; its depth is the number of input channels.
  public PanelLayout layout() {
    return layout;
  }

  /// Returns the array itself; not to be written.
  public short[] values() {
    return values;
  }

  /// Returns where depth position `c` of a panel of a position starts.
  public int offset(int position, int panel, int c) {
    return position * positionSize(layout) + layout.offset(panel, c);
  }

  /// Returns where the blocks of a panel of a position end, the last one at the depth of the
  /// layout; not to be written.
  public int[] blockEnds(int position, int panel) {
    return blockEnds[position * layout.panels() + panel];
  }
}
