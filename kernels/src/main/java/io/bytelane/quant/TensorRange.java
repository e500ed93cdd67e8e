package io.bytelane.quant;

import io.bytelane.internal.dispatch.Kernels;
import io.bytelane.internal.kernel.QuantizeKernel;
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
    float[] range = new float[2];
    QuantizeKernel kernel = Kernels.active().elements().quantize();
    if (!kernel.widen(values, 0, values.length, range, 0)) {
      requireFinite(name, values);
    }
    float[] maxima = new float[layout.parameters()];
    int run = layout.run();
    for (int from = 0; from < values.length; from += run) {
      int parameter = layout.parameterOf(from);
      if (layout.isStepping()) {
        for (int i = 0; i < run; i++) {
          maxima[parameter + i] = Math.max(maxima[parameter + i], Math.abs(values[from + i]));
        }
      } else {
        range[0] = -maxima[parameter];
        range[1] = maxima[parameter];
        kernel.widen(values, from, run, range, 0);
        maxima[parameter] = Math.max(-range[0], range[1]);
      }
    }
    return maxima;
  }

  private static void requireFinite(String name, float[] values) {
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        throw QuantizationException.at(Reason.NON_FINITE_DATA, name, i, values[i], "finite");
      }
    }
  }
}
