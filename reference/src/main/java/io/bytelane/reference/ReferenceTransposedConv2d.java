package io.bytelane.reference;

/// Transposed convolution: every input cell adds its weighted kernel to the output.
public final class ReferenceTransposedConv2d {
  private ReferenceTransposedConv2d() {}

  /// Returns the accumulators, NHWC `[batch][window.inputHeight][window.inputWidth][O]`:
  /// `acc[iy * stride - pad + ky * dilation] += (x[iy] - z_x) * (w[ky] - z_w[o])`, starting at the
  /// bias.
  ///
  /// The window is that of the convolution whose transpose this is: its image is the **output**
  /// here and its window positions are the **input** cells. Cells that fall into the padding are
  /// dropped.
  ///
  /// @param window geometry of the forward convolution
  /// @param batch images
  /// @param inputChannels C, divisible by groups
  /// @param outputChannels O, divisible by groups
  /// @param groups channel groups
  /// @param input NHWC `[batch][window.outputHeight()][window.outputWidth()][C]`, one zero point
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
    int depth = inputChannels / groups;
    int cells = window.inputHeight() * window.inputWidth();
    long[] acc = new long[batch * cells * outputChannels];
    for (int i = 0; i < acc.length && bias != null; i++) {
      acc[i] = bias[i % outputChannels];
    }
    for (int n = 0; n < batch; n++) {
      for (int iy = 0; iy < window.outputHeight(); iy++) {
        for (int ix = 0; ix < window.outputWidth(); ix++) {
          int from = ((n * window.outputHeight() + iy) * window.outputWidth() + ix) * inputChannels;
          for (int o = 0; o < outputChannels; o++) {
            int firstChannel = o / (outputChannels / groups) * depth;
            for (int ky = 0; ky < window.kernelHeight(); ky++) {
              for (int kx = 0; kx < window.kernelWidth(); kx++) {
                int y = window.row(iy, ky);
                int x = window.column(ix, kx);
                if (!window.inside(y, x)) {
                  continue;
                }
                int tap = window.tap(o, ky, kx) * depth;
                for (int i = 0; i < depth; i++) {
                  acc[window.cell(n, y, x) * outputChannels + o] +=
                      (long) input.centred(from + firstChannel + i, 0)
                          * weights.centred(tap + i, o);
                }
              }
            }
          }
        }
      }
    }
    return ReferenceByte.exact(acc);
  }

  /// Returns the float32 form, summed in double and rounded once; see [ReferenceFloat].
  public static float[] real(
      ReferenceWindow window,
      int batch,
      int inputChannels,
      int outputChannels,
      int groups,
      float[] input,
      float[] weights,
      float[] bias) {
    int depth = inputChannels / groups;
    int cells = window.inputHeight() * window.inputWidth();
    int positions = window.outputHeight() * window.outputWidth();
    double[] sums = new double[batch * cells * outputChannels];
    for (int i = 0; i < sums.length && bias != null; i++) {
      sums[i] = bias[i % outputChannels];
    }
    for (int position = 0; position < batch * positions; position++) {
      int iy = position % positions / window.outputWidth();
      int ix = position % window.outputWidth();
      for (int o = 0; o < outputChannels; o++) {
        int from = position * inputChannels + o / (outputChannels / groups) * depth;
        for (int k = 0; k < window.kernelHeight() * window.kernelWidth(); k++) {
          int y = window.row(iy, k / window.kernelWidth());
          int x = window.column(ix, k % window.kernelWidth());
          int tap = (o * window.kernelHeight() * window.kernelWidth() + k) * depth;
          for (int i = 0; i < depth && window.inside(y, x); i++) {
            sums[window.cell(position / positions, y, x) * outputChannels + o] +=
                (double) input[from + i] * weights[tap + i];
          }
        }
      }
    }
    float[] out = new float[sums.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = (float) sums[i];
    }
    return out;
  }
}
