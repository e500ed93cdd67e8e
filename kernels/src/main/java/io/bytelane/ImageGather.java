package io.bytelane;

import io.bytelane.internal.check.Checks;
import java.util.Arrays;

/// Builds each pixel of an NHWC image from one pixel of another, or from a constant:
/// nearest-neighbour resizing, padding, cropping, flipping. Immutable and thread-safe.
///
/// Output pixel `(y, x)` is input pixel `(rows[y], columns[x])`, or the constant if either index is
/// -1. Levels and floats are copied as they are; the constant of 8-bit padding by real 0 is the
/// zero
/// point.
public final class ImageGather {
  private final int inputHeight;
  private final int inputWidth;
  private final int channels;
  private final int[] rows;
  private final int[] columns;

  private ImageGather(int inputHeight, int inputWidth, int channels, int[] rows, int[] columns) {
    this.inputHeight = inputHeight;
    this.inputWidth = inputWidth;
    this.channels = channels;
    this.rows = rows;
    this.columns = columns;
  }

  /// Returns the operator for any choice of rows and columns.
  ///
  /// @param rows input row of each output row, -1 for the constant
  /// @param columns input column of each output column, -1 for the constant
  public static ImageGather of(
      int inputHeight, int inputWidth, int channels, int[] rows, int[] columns) {
    Checks.atLeast("inputHeight", inputHeight, 1);
    Checks.atLeast("inputWidth", inputWidth, 1);
    Checks.atLeast("channels", channels, 1);
    requireIndices("rows", rows, inputHeight);
    requireIndices("columns", columns, inputWidth);
    SlidingWindow.requireAddressable("input", inputHeight, inputWidth, channels);
    SlidingWindow.requireAddressable("output", rows.length, columns.length, channels);
    return new ImageGather(inputHeight, inputWidth, channels, rows.clone(), columns.clone());
  }

  /// Returns the operator that adds constant pixels around the image; negative numbers crop.
  public static ImageGather pad(
      int inputHeight, int inputWidth, int channels, int top, int left, int bottom, int right) {
    return of(
        inputHeight,
        inputWidth,
        channels,
        padded("rows", inputHeight, top, bottom),
        padded("columns", inputWidth, left, right));
  }

  /// Returns the operator that enlarges by whole factors, each pixel repeated.
  public static ImageGather upsample(
      int inputHeight, int inputWidth, int channels, int heightFactor, int widthFactor) {
    Checks.atLeast("heightFactor", heightFactor, 1);
    Checks.atLeast("widthFactor", widthFactor, 1);
    int[] rows = new int[Math.multiplyExact(inputHeight, heightFactor)];
    int[] columns = new int[Math.multiplyExact(inputWidth, widthFactor)];
    Arrays.setAll(rows, y -> y / heightFactor);
    Arrays.setAll(columns, x -> x / widthFactor);
    return of(inputHeight, inputWidth, channels, rows, columns);
  }

  private static int[] padded(String name, int size, int before, int after) {
    long length = (long) size + before + after;
    Checks.that(length >= 1 && length <= Integer.MAX_VALUE, name, length, "in [1, 2^31 - 1]");
    int[] indices = new int[(int) length];
    Arrays.setAll(indices, i -> i >= before && i < size + before ? i - before : -1);
    return indices;
  }

  private static void requireIndices(String name, int[] indices, int size) {
    for (int i = 0; i < indices.length; i++) {
      boolean legal = indices[i] >= -1 && indices[i] < size;
      Checks.that(legal, name + "[" + i + "]", indices[i], "in [-1, " + (size - 1) + "]");
    }
  }

  /// Returns the rows of the output.
  public int outputHeight() {
    return rows.length;
  }

  /// Returns the columns of the output.
  public int outputWidth() {
    return columns.length;
  }

  /// Gathers `batch` 8-bit images. The arrays must not overlap.
  ///
  /// @param constant stored bits of a pixel that is not taken from the input
  /// @throws IndexOutOfBoundsException if a range leaves its array; nothing is written then
  public void run(
      byte[] in, int inputOffset, byte[] out, int outputOffset, int batch, byte constant) {
    int to = check(in.length, inputOffset, out.length, outputOffset, batch);
    for (int n = 0; n < batch; n++) {
      int image = inputOffset + n * inputHeight * inputWidth * channels;
      for (int row : rows) {
        for (int column : columns) {
          if (row < 0 || column < 0) {
            Arrays.fill(out, to, to + channels, constant);
          } else {
            int from = image + (row * inputWidth + column) * channels;
            System.arraycopy(in, from, out, to, channels);
          }
          to += channels;
        }
      }
    }
  }

  /// Gathers `batch` float32 images. The arrays must not overlap.
  ///
  /// @param constant value of a pixel that is not taken from the input
  /// @throws IndexOutOfBoundsException if a range leaves its array; nothing is written then
  public void run(
      float[] in, int inputOffset, float[] out, int outputOffset, int batch, float constant) {
    int to = check(in.length, inputOffset, out.length, outputOffset, batch);
    for (int n = 0; n < batch; n++) {
      int image = inputOffset + n * inputHeight * inputWidth * channels;
      for (int row : rows) {
        for (int column : columns) {
          if (row < 0 || column < 0) {
            Arrays.fill(out, to, to + channels, constant);
          } else {
            int from = image + (row * inputWidth + column) * channels;
            System.arraycopy(in, from, out, to, channels);
          }
          to += channels;
        }
      }
    }
  }

  private int check(int inLength, int inOffset, int outLength, int outOffset, int batch) {
    Checks.atLeast("batch", batch, 0);
    Checks.range("input", inLength, inOffset, (long) batch * inputHeight * inputWidth * channels);
    Checks.range(
        "output", outLength, outOffset, (long) batch * rows.length * columns.length * channels);
    return outOffset;
  }
}
