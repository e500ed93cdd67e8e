package io.bytelane.internal.pack;

import io.bytelane.internal.check.Checks;

/// Where the weight of output channel `o` and depth `p` lies in the caller's array:
/// `offset + o * channelStride + p * depthStride`.
///
/// @param offset index of the first weight
/// @param channelStride distance of output channels
/// @param depthStride distance of depth positions
/// @param channels output channels, at least 1
/// @param depth products of one sum, at least 1
public record WeightMatrix(
    int offset, int channelStride, int depthStride, int channels, int depth) {

  /// Checks that both sizes are positive.
  public WeightMatrix {
    Checks.atLeast("channels", channels, 1);
    Checks.atLeast("depth", depth, 1);
  }

  /// Returns the layout `[channels][depth]` from `offset` on.
  public static WeightMatrix channelMajor(int offset, int channels, int depth) {
    return new WeightMatrix(offset, depth, 1, channels, depth);
  }

  /// Returns the layout `[depth][channels]`.
  public static WeightMatrix depthMajor(int channels, int depth) {
    return new WeightMatrix(0, 1, channels, channels, depth);
  }

  /// Returns the index of one weight.
  public int index(int channel, int p) {
    return offset + channel * channelStride + p * depthStride;
  }
}
