package io.bytelane.internal.pack;

import io.bytelane.quant.QuantizedType;

/// int8 weights in panels, one byte a weight, with their column sums.
///
/// Unsigned weights are stored as signed ones, 128 lower, and so are their zero points. Immutable.
public final class PackedWeights {
  private final PanelLayout layout;
  private final byte[] panels;
  private final int[] columnSums;

  private PackedWeights(PanelLayout layout, byte[] panels, int[] columnSums) {
    this.layout = layout;
    this.panels = panels;
    this.columnSums = columnSums;
  }

  /// Packs weights.
  ///
  /// @param weights the caller's array, not kept
  /// @param matrix where the weights lie in it
  /// @param type how they are stored there
  /// @param nr channels of a panel
  public static PackedWeights pack(
      byte[] weights, WeightMatrix matrix, QuantizedType type, int nr) {
    PanelLayout layout = new PanelLayout(matrix.channels(), matrix.depth(), nr);
    byte[] panels = new byte[layout.size()];
    int[] columnSums = new int[layout.paddedChannels()];
    byte flip = SignFlip.mask(type);
    for (int channel = 0; channel < matrix.channels(); channel++) {
      int lane = channel % nr;
      int panel = channel / nr;
      int sum = 0;
      for (int p = 0; p < matrix.depth(); p++) {
        byte weight = (byte) (weights[matrix.index(channel, p)] ^ flip);
        panels[layout.offset(panel, p) + lane] = weight;
        sum += weight;
      }
      columnSums[channel] = sum;
    }
    return new PackedWeights(layout, panels, columnSums);
  }

  /// Returns where things lie.
  public PanelLayout layout() {
    return layout;
  }

  /// Returns the packed array itself; not to be written.
  public byte[] panels() {
    return panels;
  }

  /// Returns the sum of the stored weights of a channel.
  public int columnSum(int channel) {
    return columnSums[channel];
  }
}
