package io.bytelane.internal.pack;

import io.bytelane.internal.check.Checks;

/// Offsets of packed weights: panels of `nr` output channels, depth-major inside.
///
/// ```
/// panel 0: depth 0: channels 0 .. nr-1 | depth 1: channels 0 .. nr-1 | ...
/// panel 1: depth 0: channels nr .. 2nr-1 | ...
/// ```
///
/// Channels beyond the last one are zero weights, so that every panel runs at the tile's speed.
///
/// @param channels output channels
/// @param depth products of one sum
/// @param nr channels of a panel
public record PanelLayout(int channels, int depth, int nr) {
  /// A load of a quarter vector may touch this many bytes after the last weight.
  private static final int READ_AHEAD = 8;

  /// Checks that the packed form is addressable.
  public PanelLayout {
    long size = (long) ((channels + nr - 1) / nr) * nr * depth + READ_AHEAD;
    Checks.that(
        size <= Integer.MAX_VALUE - 64, "weights", channels + " x " + depth, "packed in 2 GiB");
  }

  /// Returns the number of panels.
  public int panels() {
    return (channels + nr - 1) / nr;
  }

  /// Returns the channels of all panels, padding included.
  public int paddedChannels() {
    return panels() * nr;
  }

  /// Returns where the depth position `p` of a panel starts.
  public int offset(int panel, int p) {
    return (panel * depth + p) * nr;
  }

  /// Returns the elements of the packed form.
  public int size() {
    return panels() * nr * depth + READ_AHEAD;
  }
}
