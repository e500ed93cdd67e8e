package io.bytelane.internal.pack;

/// The filters of a depthwise convolution in float lanes: `[panel][tap][nr]`.
///
/// Panels are full wherever there are `nr` channels: the last one overlaps the one before it.
/// Fewer channels make one panel of which the other lanes are 0. Immutable.
public final class DepthwiseWeights {
  /// Sums that start at 1.5 * 2^23 are exact below this magnitude.
  private static final int SUM_LIMIT = 1 << 22;

  private final int channels;
  private final int taps;
  private final int nr;
  private final float[] values;
  private final int exactTaps;

  private DepthwiseWeights(int channels, int taps, int nr, float[] values, int exactTaps) {
    this.channels = channels;
    this.taps = taps;
    this.nr = nr;
    this.values = values;
    this.exactTaps = exactTaps;
  }

  /// Arranges float32 filters, `weights[channel * taps + tap]`, of a layer whose sums need not be
  /// exact.
  public static DepthwiseWeights ofFloats(float[] weights, int channels, int taps, int nr) {
    float[] values = arrange(weights, channels, taps, nr);
    return new DepthwiseWeights(channels, taps, nr, values, taps);
  }

  /// Arranges packed int8 filters, less their zero points, so that no term with the sum of the
  /// inputs remains.
  ///
  /// @param packed one channel for each output channel, depth `taps`
  /// @param zeroPoints for each padded channel, of the stored (signed) weights; null if all are 0
  public static DepthwiseWeights ofPacked(PackedWeights packed, int[] zeroPoints) {
    PanelLayout layout = packed.layout();
    int taps = layout.depth();
    float[] centred = new float[layout.channels() * taps];
    float greatest = 0;
    for (int c = 0; c < layout.channels(); c++) {
      for (int t = 0; t < taps; t++) {
        int at = layout.offset(c / layout.nr(), t) + c % layout.nr();
        float weight = packed.panels()[at] - (zeroPoints == null ? 0 : zeroPoints[c]);
        centred[c * taps + t] = weight;
        greatest = Math.max(greatest, Math.abs(weight));
      }
    }
    int exactTaps = (int) ((SUM_LIMIT - 1) / (128 * Math.max(greatest, 1f)));
    float[] values = arrange(centred, layout.channels(), taps, layout.nr());
    return new DepthwiseWeights(layout.channels(), taps, layout.nr(), values, exactTaps);
  }

  private static float[] arrange(float[] weights, int channels, int taps, int nr) {
    int panels = (channels + nr - 1) / nr;
    float[] values = new float[panels * taps * nr];
    for (int panel = 0; panel < panels; panel++) {
      int first = channel(panel, channels, nr);
      for (int j = 0; j < Math.min(nr, channels); j++) {
        for (int t = 0; t < taps; t++) {
          values[(panel * taps + t) * nr + j] = weights[(first + j) * taps + t];
        }
      }
    }
    return values;
  }

  private static int channel(int panel, int channels, int nr) {
    return Math.max(0, Math.min(panel * nr, channels - nr));
  }

  /// Returns the number of panels.
  public int panels() {
    return (channels + nr - 1) / nr;
  }

  /// Returns the first channel of a panel.
  public int channel(int panel) {
    return channel(panel, channels, nr);
  }

  /// Returns how many channels each panel has: `nr`, or all there are.
  public int columns() {
    return Math.min(nr, channels);
  }

  /// Returns the lanes of a panel.
  public int nr() {
    return nr;
  }

  /// Returns the array itself; not to be written.
  public float[] values() {
    return values;
  }

  /// Returns where a tap of a panel starts.
  public int offset(int panel, int tap) {
    return (panel * taps + tap) * nr;
  }

  /// Returns how many taps may be summed from [io.bytelane.internal.kernel.DepthwiseKernel#MAGIC]
  /// on with 8-bit inputs, at least 128.
  public int exactTaps() {
    return exactTaps;
  }
}
