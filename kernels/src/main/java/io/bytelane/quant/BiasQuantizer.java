package io.bytelane.quant;

import io.bytelane.quant.QuantizationException.Reason;
import java.util.Arrays;

/// Quantizes a float bias to the int32 scale of the accumulator:
/// `scale[o] = fl32(input scale * weight scale[o])`, zero point 0,
/// `q[o] = sat_int32(rint(double(bias[o]) / double(scale[o])))`.
///
/// A value beyond int32 saturates and is reported, never wraps.
public final class BiasQuantizer {

  private BiasQuantizer() {}

  /// Quantizes the bias of one layer.
  ///
  /// @param bias one value per output channel, finite
  /// @param inputScale scale of the layer's input
  /// @param weightScales scale of the weights, per output channel
  /// @return levels, scales and the channels that saturated
  /// @throws QuantizationException `NON_FINITE_DATA` for a NaN or infinite bias; `INVALID_SCALE` if
  ///     a scale underflows to 0 under a bias that is not 0, or overflows
  /// @throws IllegalArgumentException if the lengths differ
  public static QuantizedBias quantize(float[] bias, float inputScale, float[] weightScales) {
    if (bias.length != weightScales.length) {
      throw new IllegalArgumentException(
          "bias.length: "
              + bias.length
              + " (expected: number of channels = "
              + weightScales.length
              + ")");
    }
    int[] levels = new int[bias.length];
    float[] scales = new float[bias.length];
    for (int o = 0; o < bias.length; o++) {
      if (!Float.isFinite(bias[o])) {
        throw QuantizationException.at(Reason.NON_FINITE_DATA, "bias", o, bias[o], "finite");
      }
      scales[o] = inputScale * weightScales[o];
      boolean dead = scales[o] == 0 && bias[o] == 0;
      if (!dead && !(scales[o] > 0 && scales[o] < Float.POSITIVE_INFINITY)) {
        throw QuantizationException.at(
            Reason.INVALID_SCALE, "biasScale", o, scales[o], "finite and > 0 for bias " + bias[o]);
      }
      levels[o] = dead ? 0 : quantize(bias[o], scales[o]);
    }
    return new QuantizedBias(levels, scales, saturatedChannels(bias, scales));
  }

  /// Quantizes one value to int32, saturating.
  ///
  /// @param bias any finite value
  /// @param scale finite and greater than 0
  /// @return the level
  public static int quantize(float bias, float scale) {
    return (int) Math.clamp((long) Math.rint((double) bias / scale), MIN, MAX);
  }

  /// Tells whether a bias lies beyond int32 at its scale.
  ///
  /// @param bias any finite value
  /// @param scale finite and greater than 0
  /// @return true if the level of `quantize` is not the rounded quotient
  public static boolean saturates(float bias, float scale) {
    double level = Math.rint((double) bias / scale);
    return level < MIN || level > MAX;
  }

  private static final long MIN = Integer.MIN_VALUE;
  private static final long MAX = Integer.MAX_VALUE;

  private static int[] saturatedChannels(float[] bias, float[] scales) {
    int[] channels = new int[bias.length];
    int count = 0;
    for (int o = 0; o < bias.length; o++) {
      if (scales[o] > 0 && saturates(bias[o], scales[o])) {
        channels[count++] = o;
      }
    }
    return Arrays.copyOf(channels, count);
  }
}
