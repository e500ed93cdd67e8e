package io.bytelane.reference;

/// Two-dimensional convolution of 8-bit data. Padding holds the input zero point, that is real 0.
public final class ReferenceConv2d {
  private ReferenceConv2d() {}

  /// Returns the accumulators, NHWC `[batch][outputHeight][outputWidth][outputChannels]`:
  /// `acc = bias[o] + sum over ky, kx, i of (x - z_x) * (w - z_w[o])` over the cells inside the
  /// image; a padded cell holds z_x and so adds nothing.
  ///
  /// @param window spatial geometry
  /// @param batch images
  /// @param inputChannels C, divisible by groups
  /// @param outputChannels O, divisible by groups
  /// @param groups channel groups
  /// @param input NHWC, one zero point
  /// @param weights OHWI with I = C / groups, zero points one or O
  /// @param bias O values, or null
  /// @throws ArithmeticException if an accumulator leaves int32
  public static int[] accumulators(
      ReferenceWindow window,
      int batch,
      int inputChannels,
      int outputChannels,
      int groups,
      ReferenceTensor input,
      ReferenceTensor weights,
      int[] bias) {
    return ReferenceByte.exact(
        sums(window, batch, inputChannels, outputChannels, groups, input, weights, bias));
  }

  /// As [#accumulators], keeping the low 32 bits where an accumulator leaves int32.
  public static int[] wrapped(
      ReferenceWindow window,
      int batch,
      int inputChannels,
      int outputChannels,
      int groups,
      ReferenceTensor input,
      ReferenceTensor weights,
      int[] bias) {
    return ReferenceByte.wrapped(
        sums(window, batch, inputChannels, outputChannels, groups, input, weights, bias));
  }

  private static long[] sums(
      ReferenceWindow window,
      int batch,
      int inputChannels,
      int outputChannels,
      int groups,
      ReferenceTensor input,
      ReferenceTensor weights,
      int[] bias) {
    int depth = inputChannels / groups;
    int outputsPerGroup = outputChannels / groups;
    long[] acc = new long[batch * window.outputHeight() * window.outputWidth() * outputChannels];
    int at = 0;
    for (int n = 0; n < batch; n++) {
      for (int oy = 0; oy < window.outputHeight(); oy++) {
        for (int ox = 0; ox < window.outputWidth(); ox++) {
          for (int o = 0; o < outputChannels; o++) {
            long sum = bias == null ? 0 : bias[o];
            int firstChannel = o / outputsPerGroup * depth;
            for (int ky = 0; ky < window.kernelHeight(); ky++) {
              for (int kx = 0; kx < window.kernelWidth(); kx++) {
                int y = window.row(oy, ky);
                int x = window.column(ox, kx);
                if (!window.inside(y, x)) {
                  continue;
                }
                int cell = window.cell(n, y, x) * inputChannels + firstChannel;
                int tap = window.tap(o, ky, kx) * depth;
                for (int i = 0; i < depth; i++) {
                  sum += (long) input.centred(cell + i, 0) * weights.centred(tap + i, o);
                }
              }
            }
            acc[at++] = sum;
          }
        }
      }
    }
    return acc;
  }
}
