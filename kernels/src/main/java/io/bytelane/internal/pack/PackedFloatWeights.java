package io.bytelane.internal.pack;

/// float32 weights in panels; the twin of [PackedWeights]. Immutable.
public final class PackedFloatWeights {
  private final PanelLayout layout;
  private final float[] panels;

  private PackedFloatWeights(PanelLayout layout, float[] panels) {
    this.layout = layout;
    this.panels = panels;
  }

  /// Packs weights.
  ///
  /// @param weights the caller's array, not kept
  /// @param matrix where the weights lie in it
  /// @param nr channels of a panel
  public static PackedFloatWeights pack(float[] weights, WeightMatrix matrix, int nr) {
    PanelLayout layout =
        new PanelLayout(matrix.channels(), matrix.depth(), nr, PanelLayout.FLOAT_LEAD);
    float[] panels = new float[layout.size()];
    for (int channel = 0; channel < matrix.channels(); channel++) {
      for (int p = 0; p < matrix.depth(); p++) {
        panels[layout.offset(channel / nr, p) + channel % nr] = weights[matrix.index(channel, p)];
      }
    }
    return new PackedFloatWeights(layout, panels);
  }

  /// Returns where things lie.
  public PanelLayout layout() {
    return layout;
  }

  /// Returns the packed array itself; not to be written.
  public float[] panels() {
    return panels;
  }
}
