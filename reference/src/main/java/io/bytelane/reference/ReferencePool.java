package io.bytelane.reference;

/// Pooling of 8-bit data, NHWC.
public final class ReferencePool {
  private ReferencePool() {}

  /// Returns the largest value of each window over the cells inside the image. Scale and zero point
  /// pass through; padding never wins.
  ///
  /// @throws IllegalArgumentException if a window has no cell inside the image
  public static byte[] max(
      ReferenceWindow window, int batch, int channels, byte[] input, boolean unsigned) {
    byte[] output = new byte[batch * window.outputHeight() * window.outputWidth() * channels];
    int at = 0;
    for (int n = 0; n < batch; n++) {
      for (int oy = 0; oy < window.outputHeight(); oy++) {
        for (int ox = 0; ox < window.outputWidth(); ox++) {
          for (int c = 0; c < channels; c++) {
            int best = Integer.MIN_VALUE;
            for (int ky = 0; ky < window.kernelHeight(); ky++) {
              for (int kx = 0; kx < window.kernelWidth(); kx++) {
                int y = window.row(oy, ky);
                int x = window.column(ox, kx);
                if (window.inside(y, x)) {
                  byte b = input[window.cell(n, y, x) * channels + c];
                  best = Math.max(best, ReferenceByte.value(b, unsigned));
                }
              }
            }
            if (best == Integer.MIN_VALUE) {
              throw new IllegalArgumentException("window: no cell inside the image");
            }
            output[at++] = (byte) best;
          }
        }
      }
    }
    return output;
  }
}
