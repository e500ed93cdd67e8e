package io.bytelane.quant;

import io.bytelane.quant.QuantizationException.Reason;

/// Extremes of constant tensors, which must be finite: weights, not observed activations.
public final class TensorRange {

  private TensorRange() {}

  /// Returns the absolute maximum of each channel.
  ///
  /// @param name the tensor's name, for the message
  /// @param values the tensor, row-major
  /// @param layout its channels
  /// @return one maximum per parameter of the layout, 0 for a channel without elements
  /// @throws QuantizationException `NON_FINITE_DATA` with the first NaN or infinite element
  public static float[] absMax(String name, float[] values, ChannelLayout layout) {
    layout.requireLength(name, values.length);
    float[] maxima = new float[layout.parameters()];
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        throw QuantizationException.at(Reason.NON_FINITE_DATA, name, i, values[i], "finite");
      }
      int channel = layout.parameterOf(i);
      maxima[channel] = Math.max(maxima[channel], Math.abs(values[i]));
    }
    return maxima;
  }
}
