package io.bytelane.internal.conv;

import io.bytelane.Conv2dGeometry;
import io.bytelane.internal.pack.LayerData;
import java.util.Arrays;

/// Neighbouring groups so narrow that several fill one weight panel, as one group of an equivalent
/// convolution: weights between a channel and the inputs of the other groups are the zero point,
/// real 0.
///
/// A panel costs the same however many of its channels exist, so the products with 0 take no time
/// that narrow groups would not waste anyway. Not for float32, where an infinite input times 0
/// would reach the other groups.
///
/// @param geometry the equivalent convolution
/// @param layer its data
record MergedGroups(Conv2dGeometry geometry, LayerData layer) {

  /// Weights up to which groups are merged.
  private static final int MOST_WEIGHTS = 1 << 26;

  /// Returns how many groups make one: a divisor of their number, 1 if they are wide enough.
  static int factor(Conv2dGeometry g, int panelChannels) {
    int most = Math.min(g.groups(), panelChannels * g.groups() / g.outputChannels());
    int factor = Math.max(most, 1);
    while (factor > 1
        && (g.groups() % factor != 0 || (long) factor * g.weightCount() > MOST_WEIGHTS)) {
      factor--;
    }
    return factor;
  }

  /// Merges each `factor` groups.
  static MergedGroups of(Conv2dGeometry g, LayerData layer, int factor) {
    Conv2dGeometry merged =
        new Conv2dGeometry(
            g.inputHeight(),
            g.inputWidth(),
            g.inputChannels(),
            g.outputChannels(),
            g.kernelHeight(),
            g.kernelWidth(),
            g.strideHeight(),
            g.strideWidth(),
            g.dilationHeight(),
            g.dilationWidth(),
            g.padTop(),
            g.padLeft(),
            g.padBottom(),
            g.padRight(),
            g.groups() / factor);
    int inputs = g.inputChannels() / g.groups();
    int outputs = g.outputChannels() / g.groups();
    int taps = g.kernelHeight() * g.kernelWidth();
    byte[] weights = new byte[merged.weightCount()];
    for (int o = 0; o < g.outputChannels(); o++) {
      int depth = merged.depth();
      byte zero = (byte) layer.weightParams().zeroPoint(o);
      Arrays.fill(weights, o * depth, (o + 1) * depth, zero);
      int first = o * depth + o / outputs % factor * inputs;
      for (int tap = 0; tap < taps; tap++) {
        int from = (o * taps + tap) * inputs;
        System.arraycopy(layer.weights(), from, weights, first + tap * factor * inputs, inputs);
      }
    }
    return new MergedGroups(merged, layer.withWeights(weights));
  }
}
