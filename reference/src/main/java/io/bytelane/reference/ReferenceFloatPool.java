package io.bytelane.reference;

/// Pooling of float32 data, NHWC.
public final class ReferenceFloatPool {
  private ReferenceFloatPool() {}

  /// Returns the largest value of each window over the cells inside the image.
  ///
  /// @throws IllegalArgumentException if a window has no cell inside the image
  public static float[] max(ReferenceWindow window, int batch, int channels, float[] input) {
    return pool(window, batch, channels, input, true, false);
  }

  /// Returns the mean of each window, summed in double: over the cells inside the image, or divided
  /// by the full kernel area if `countIncludePad`.
  ///
  /// @throws IllegalArgumentException if a window has no cell inside the image
  public static float[] average(
      ReferenceWindow window, int batch, int channels, float[] input, boolean countIncludePad) {
    return pool(window, batch, channels, input, false, countIncludePad);
  }

  private static float[] pool(
      ReferenceWindow window,
      int batch,
      int channels,
      float[] input,
      boolean max,
      boolean countIncludePad) {
    float[] output = new float[batch * window.outputHeight() * window.outputWidth() * channels];
    int at = 0;
    for (int n = 0; n < batch; n++) {
      for (int oy = 0; oy < window.outputHeight(); oy++) {
        for (int ox = 0; ox < window.outputWidth(); ox++) {
          for (int c = 0; c < channels; c++) {
            double sum = 0;
            float best = Float.NEGATIVE_INFINITY;
            int count = 0;
            for (int ky = 0; ky < window.kernelHeight(); ky++) {
              for (int kx = 0; kx < window.kernelWidth(); kx++) {
                int y = window.row(oy, ky);
                int x = window.column(ox, kx);
                if (window.inside(y, x)) {
                  float v = input[window.cell(n, y, x) * channels + c];
                  sum += v;
                  best = Math.max(best, v);
                  count++;
                }
              }
            }
            if (count == 0) {
              throw new IllegalArgumentException("window: no cell inside the image");
            }
            int area = countIncludePad ? window.kernelHeight() * window.kernelWidth() : count;
            output[at++] = max ? best : (float) (sum / area);
          }
        }
      }
    }
    return output;
  }
}
