package io.bytelane.models.data;

import java.util.Objects;

/// Images of one size as raw pixels: `count` images of `channels` planes of `height * width` bytes
/// (0..255) each, row-major in the order NCHW.
public final class ImageSet {
  private final String name;
  private final int count;
  private final int channels;
  private final int height;
  private final int width;
  private final byte[] pixels;

  /// Checks that the sizes fit the pixels.
  ///
  /// @param name what errors call the set, usually its file
  /// @param count number of images
  /// @param channels planes per image
  /// @param height rows
  /// @param width columns
  /// @param pixels `count * channels * height * width` bytes, 0..255 as raw bits; not copied
  /// @throws IllegalArgumentException if a size is negative or the pixels are too few or too many
  public ImageSet(String name, int count, int channels, int height, int width, byte[] pixels) {
    Objects.requireNonNull(name, "name");
    if (count < 0 || channels < 1 || height < 1 || width < 1) {
      throw new IllegalArgumentException(
          "sizes: %d x %d x %d x %d (expected: >= 0, then >= 1 each)"
              .formatted(count, channels, height, width));
    }
    long expected = (long) count * channels * height * width;
    if (pixels.length != expected) {
      throw new IllegalArgumentException(
          "pixels.length: %d (expected: count * channels * height * width = %d)"
              .formatted(pixels.length, expected));
    }
    this.name = name;
    this.count = count;
    this.channels = channels;
    this.height = height;
    this.width = width;
    this.pixels = pixels;
  }

  /// Returns what errors call the set.
  public String name() {
    return name;
  }

  /// Returns the number of images.
  public int count() {
    return count;
  }

  /// Returns the planes per image.
  public int channels() {
    return channels;
  }

  /// Returns the rows of an image.
  public int height() {
    return height;
  }

  /// Returns the columns of an image.
  public int width() {
    return width;
  }

  /// Returns the pixels in NCHW order, 0..255 as raw bits; not a copy.
  public byte[] pixels() {
    return pixels;
  }

  /// Returns the number of values of one image, `channels * height * width`.
  public int imageLength() {
    return channels * height * width;
  }

  /// Returns images `first` to `first + n - 1` as floats in 0..1: `pixel / 255`, one float32
  /// division per pixel, as the bundled networks were trained.
  ///
  /// @param first index of the first image
  /// @param n number of images
  /// @return `n * imageLength()` values in NCHW order
  /// @throws IndexOutOfBoundsException if the range leaves the set
  public float[] toFloats(int first, int n) {
    Objects.checkFromIndexSize(first, n, count);
    int length = imageLength();
    float[] values = new float[n * length];
    for (int i = 0; i < values.length; i++) {
      values[i] = Byte.toUnsignedInt(pixels[first * length + i]) / 255f;
    }
    return values;
  }
}
