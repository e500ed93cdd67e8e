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
/// @param lead elements before the first panel
public record PanelLayout(int channels, int depth, int nr, int lead) {
  /// Floats up to the second cache line of an array object that starts at a cache line, after its
  /// header of 16 bytes. Java does not align arrays, but large ones often are: objects of half a G1
  /// region ([io.bytelane.internal.parallel.AlignedFloats]), and all of more than 256 KiB under
  /// ZGC. With 512 bits a panel that does not straddle
  /// cache lines makes matrix products 10 % faster.
  public static final int FLOAT_LEAD = 12;

  /// A load of a quarter vector may touch this many bytes after the last weight.
  private static final int READ_AHEAD = 8;

  /// Checks that the packed form is addressable.
  public PanelLayout {
    long size = lead + (long) ((channels + nr - 1) / nr) * nr * depth + READ_AHEAD;
    Checks.that(
        size <= Integer.MAX_VALUE - 64, "weights", channels + " x " + depth, "packed in 2 GiB");
  }

  /// Describes panels that start with the array.
  public PanelLayout(int channels, int depth, int nr) {
    this(channels, depth, nr, 0);
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
    return lead + (panel * depth + p) * nr;
  }

  /// Returns the elements of the packed form.
  public int size() {
    return lead + panels() * nr * depth + READ_AHEAD;
  }
}
