package io.bytelane.reference;

/// The float32 twins of the matrix operators, summed in double and rounded to float32 once. A
/// float32 kernel is right if it differs by no more than the rounding of its own sums, which grows
/// with `k * ulp * sum of |products|`; the same methods over absolute values give that bound.
public final class ReferenceFloat {
  private ReferenceFloat() {}

  /// Returns the dense `[m][n]` product `bias[j] + sum over p of a[i][p] * b[j][p]`.
  ///
  /// @param a m rows of k values from aOffset, row stride lda
  /// @param b n rows of k values from bOffset, row stride ldb (weights `[out][in]`)
  /// @param bias n values, or null
  public static float[] gemm(
      int m,
      int n,
      int k,
      float[] a,
      int aOffset,
      int lda,
      float[] b,
      int bOffset,
      int ldb,
      float[] bias) {
    float[] c = new float[m * n];
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        double sum = bias == null ? 0 : bias[j];
        for (int p = 0; p < k; p++) {
          sum += (double) a[aOffset + i * lda + p] * b[bOffset + j * ldb + p];
        }
        c[i * n + j] = (float) sum;
      }
    }
    return c;
  }

  /// Returns the convolution of NHWC input with OHWI weights (I = inputChannels / groups), NHWC.
  ///
  /// @param bias outputChannels values, or null
  public static float[] conv2d(
      ReferenceWindow window,
      int batch,
      int inputChannels,
      int outputChannels,
      int groups,
      float[] input,
      float[] weights,
      float[] bias) {
    int depth = inputChannels / groups;
    float[] out = new float[batch * window.outputHeight() * window.outputWidth() * outputChannels];
    int at = 0;
    for (int n = 0; n < batch; n++) {
      for (int oy = 0; oy < window.outputHeight(); oy++) {
        for (int ox = 0; ox < window.outputWidth(); ox++) {
          for (int o = 0; o < outputChannels; o++) {
            double sum = bias == null ? 0 : bias[o];
            int firstChannel = o / (outputChannels / groups) * depth;
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
                  sum += (double) input[cell + i] * weights[tap + i];
                }
              }
            }
            out[at++] = (float) sum;
          }
        }
      }
    }
    return out;
  }
}
