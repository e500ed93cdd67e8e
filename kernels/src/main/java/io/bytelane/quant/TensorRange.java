package io.bytelane.quant;

import io.bytelane.internal.dispatch.Kernels;
import io.bytelane.internal.kernel.LevelKernel;
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
    LevelKernel kernel = Kernels.active().elements().levels();
    if (!kernel.extremes(values, 0, values.length, range)) {
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
        kernel.extremes(values, from, run, range);
        float absMax = Math.max(Math.abs(range[0]), Math.abs(range[1]));
        maxima[parameter] = Math.max(maxima[parameter], absMax);
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
