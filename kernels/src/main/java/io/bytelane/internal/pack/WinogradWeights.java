package io.bytelane.internal.pack;

import io.bytelane.internal.kernel.WinogradKernel;

/// 3 x 3 weights transformed for Winograd's F(2x2, 3x3): `u = G g G'`, 16 values for each pair
/// of channels, in panels of each position: `[position][panel][inputChannel][nr]`. Immutable.
public final class WinogradWeights {
  private static final int[][] G = {{1, 0, 0}, {1, 1, 1}, {1, -1, 1}, {0, 0, 1}};

  private final PanelLayout layout;
  private final short[] values;
  private final int blockDepth;

  private WinogradWeights(PanelLayout layout, short[] values, int blockDepth) {
    this.layout = layout;
    this.values = values;
    this.blockDepth = blockDepth;
  }

  /// Transforms packed weights of depth `9 * inputChannels`.
  ///
  /// @param packed weights in the order `[3][3][inputChannels]`
  /// @param maxBlockDepth greatest depth of a block
  public static WinogradWeights transform(PackedWeights packed, int maxBlockDepth) {
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
    return new WinogradWeights(layout, values, exactBlock(layout, values, maxBlockDepth));
  }

  private static int positionSize(PanelLayout layout) {
    return layout.panels() * layout.nr() * layout.depth();
  }

  /// Returns the greatest block depth, `maxDepth` halved as often as needed, at which a sum
  /// cannot exceed 2^24, where float32 stops to be exact.
  private static int exactBlock(PanelLayout layout, short[] values, int maxDepth) {
    int depth = maxDepth;
    while (depth > 1 && !isExact(layout, values, depth)) {
      depth /= 2;
    }
    return depth;
  }

  private static boolean isExact(PanelLayout layout, short[] values, int depth) {
    int limit = (1 << 24) / WinogradKernel.INPUT_BOUND;
    int panels = WinogradKernel.POSITIONS * layout.panels();
    for (int panel = 0; panel < panels; panel++) {
      for (int c0 = 0; c0 < layout.depth(); c0 += depth) {
        int end = Math.min(c0 + depth, layout.depth());
        for (int lane = 0; lane < layout.nr(); lane++) {
          int sum = 0;
          for (int c = c0; c < end; c++) {
            sum += Math.abs(values[(panel * layout.depth() + c) * layout.nr() + lane]);
          }
          if (sum > limit) {
            return false;
          }
        }
      }
    }
    return true;
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

  /// Returns the depth up to which sums of products are exact in float32.
  public int blockDepth() {
    return blockDepth;
  }
}
