package io.bytelane.reference;

/// Depthwise convolution of 8-bit data: each input channel has `multiplier` filters of its own,
/// output channel o = c * multiplier + j. Padding holds the input zero point.
public final class ReferenceDepthwiseConv2d {
  private ReferenceDepthwiseConv2d() {}

  /// Returns the accumulators, NHWC:
  /// `acc = bias[o] + sum over ky, kx of (x[c] - z_x) * (w[ky][kx][o] - z_w[o])`.
  ///
  /// @param window spatial geometry
  /// @param batch images
  /// @param channels input channels
  /// @param multiplier filters per input channel
  /// @param input NHWC, one zero point
  /// @param weights HWO with O = channels * multiplier, zero points one or O
  /// @param bias O values, or null
  /// @throws ArithmeticException if an accumulator leaves int32
  public static int[] accumulators(
      ReferenceWindow window,
      int batch,
      int channels,
      int multiplier,
      ReferenceTensor input,
      ReferenceTensor weights,
      int[] bias) {
    int outputs = channels * multiplier;
    long[] acc = new long[batch * window.outputHeight() * window.outputWidth() * outputs];
    int at = 0;
    for (int n = 0; n < batch; n++) {
      for (int oy = 0; oy < window.outputHeight(); oy++) {
        for (int ox = 0; ox < window.outputWidth(); ox++) {
          for (int o = 0; o < outputs; o++) {
            long sum = bias == null ? 0 : bias[o];
            for (int ky = 0; ky < window.kernelHeight(); ky++) {
              for (int kx = 0; kx < window.kernelWidth(); kx++) {
                int y = window.row(oy, ky);
                int x = window.column(ox, kx);
                if (window.inside(y, x)) {
                  int cell = window.cell(n, y, x) * channels + o / multiplier;
                  int tap = window.tap(0, ky, kx) * outputs + o;
                  sum += (long) input.centred(cell, 0) * weights.centred(tap, o);
                }
              }
            }
            acc[at++] = sum;
          }
        }
      }
    }
    return ReferenceByte.exact(acc);
  }
}
