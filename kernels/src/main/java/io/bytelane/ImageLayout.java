package io.bytelane;

import io.bytelane.internal.check.Checks;

/// Turns images between the layouts NCHW, which ONNX uses, and NHWC, which the operators use.
/// Immutable and thread-safe.
///
/// Both directions transpose a matrix of `channels` rows and `height * width` columns, or the other
/// way round. [Transpose] takes any other order of axes.
public final class ImageLayout {
  private final int channels;
  private final int pixels;

  private ImageLayout(int channels, int pixels) {
    this.channels = channels;
    this.pixels = pixels;
  }

  /// Returns the conversions for images of this shape.
  public static ImageLayout of(int channels, int height, int width) {
    Checks.atLeast("channels", channels, 1);
    Checks.atLeast("height", height, 1);
    Checks.atLeast("width", width, 1);
    SlidingWindow.requireAddressable("image", channels, height, width);
    return new ImageLayout(channels, height * width);
  }

  /// Returns the elements of one image.
  public int size() {
    return channels * pixels;
  }

  /// Turns `batch` float32 images from NCHW to NHWC. The arrays must not overlap.
  ///
  /// @throws IndexOutOfBoundsException if a range leaves its array; nothing is written then
  public void toNhwc(float[] in, int inputOffset, float[] out, int outputOffset, int batch) {
    check(in.length, inputOffset, out.length, outputOffset, batch);
    for (int n = 0; n < batch; n++) {
      int image = n * size();
      transpose(in, inputOffset + image, channels, pixels, out, outputOffset + image);
    }
  }

  /// Turns `batch` float32 images from NHWC to NCHW. The arrays must not overlap.
  ///
  /// @throws IndexOutOfBoundsException if a range leaves its array; nothing is written then
  public void toNchw(float[] in, int inputOffset, float[] out, int outputOffset, int batch) {
    check(in.length, inputOffset, out.length, outputOffset, batch);
    for (int n = 0; n < batch; n++) {
      int image = n * size();
      transpose(in, inputOffset + image, pixels, channels, out, outputOffset + image);
    }
  }

  /// Turns `batch` 8-bit images from NCHW to NHWC. The arrays must not overlap.
  ///
  /// @throws IndexOutOfBoundsException if a range leaves its array; nothing is written then
  public void toNhwc(byte[] in, int inputOffset, byte[] out, int outputOffset, int batch) {
    check(in.length, inputOffset, out.length, outputOffset, batch);
    for (int n = 0; n < batch; n++) {
      int image = n * size();
      transpose(in, inputOffset + image, channels, pixels, out, outputOffset + image);
    }
  }

  /// Turns `batch` 8-bit images from NHWC to NCHW. The arrays must not overlap.
  ///
  /// @throws IndexOutOfBoundsException if a range leaves its array; nothing is written then
  public void toNchw(byte[] in, int inputOffset, byte[] out, int outputOffset, int batch) {
    check(in.length, inputOffset, out.length, outputOffset, batch);
    for (int n = 0; n < batch; n++) {
      int image = n * size();
      transpose(in, inputOffset + image, pixels, channels, out, outputOffset + image);
    }
  }

  private void check(int inLength, int inOffset, int outLength, int outOffset, int batch) {
    Checks.atLeast("batch", batch, 0);
    Checks.range("input", inLength, inOffset, (long) batch * size());
    Checks.range("output", outLength, outOffset, (long) batch * size());
  }

  private static void transpose(
      float[] in, int inOffset, int rows, int columns, float[] out, int outOffset) {
    if (rows == 1 || columns == 1) {
      System.arraycopy(in, inOffset, out, outOffset, rows * columns);
    } else {
      MatrixTiles.transpose(in, inOffset, columns, rows, columns, out, outOffset, rows);
    }
  }

  private static void transpose(
      byte[] in, int inOffset, int rows, int columns, byte[] out, int outOffset) {
    if (rows == 1 || columns == 1) {
      System.arraycopy(in, inOffset, out, outOffset, rows * columns);
    } else {
      MatrixTiles.transpose(in, inOffset, columns, rows, columns, out, outOffset, rows);
    }
  }
}
