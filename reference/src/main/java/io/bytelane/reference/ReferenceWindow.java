package io.bytelane.reference;

/// The spatial geometry of a sliding window: image, kernel, stride, dilation and four independent
/// pads, all in cells.
///
/// @param inputHeight image rows
/// @param inputWidth image columns
/// @param kernelHeight kernel rows
/// @param kernelWidth kernel columns
/// @param strideHeight rows between windows
/// @param strideWidth columns between windows
/// @param dilationHeight rows between kernel cells, 1 for none
/// @param dilationWidth columns between kernel cells, 1 for none
/// @param padTop rows added above
/// @param padLeft columns added on the left
/// @param padBottom rows added below
/// @param padRight columns added on the right
/// @param ceilMode whether a partial last window counts; it is dropped if it starts in the end
///     padding
public record ReferenceWindow(
    int inputHeight,
    int inputWidth,
    int kernelHeight,
    int kernelWidth,
    int strideHeight,
    int strideWidth,
    int dilationHeight,
    int dilationWidth,
    int padTop,
    int padLeft,
    int padBottom,
    int padRight,
    boolean ceilMode) {

  /// A window with equal strides, equal pads on all sides, no dilation and floor mode.
  public static ReferenceWindow of(
      int inputHeight, int inputWidth, int kernelHeight, int kernelWidth, int stride, int pad) {
    return new ReferenceWindow(
        inputHeight,
        inputWidth,
        kernelHeight,
        kernelWidth,
        stride,
        stride,
        1,
        1,
        pad,
        pad,
        pad,
        pad,
        false);
  }

  /// Returns the number of window positions down the image.
  public int outputHeight() {
    return positions(
        inputHeight, kernelHeight, strideHeight, dilationHeight, padTop, padBottom, ceilMode);
  }

  /// Returns the number of window positions across the image.
  public int outputWidth() {
    return positions(
        inputWidth, kernelWidth, strideWidth, dilationWidth, padLeft, padRight, ceilMode);
  }

  /// Returns the image row under kernel row `ky` of output row `oy`; it is padding outside
  /// 0..inputHeight - 1.
  public int row(int oy, int ky) {
    return oy * strideHeight - padTop + ky * dilationHeight;
  }

  /// Returns the image column under kernel column `kx` of output column `ox`.
  public int column(int ox, int kx) {
    return ox * strideWidth - padLeft + kx * dilationWidth;
  }

  /// Returns whether (row, column) lies inside the image.
  public boolean inside(int row, int column) {
    return row >= 0 && row < inputHeight && column >= 0 && column < inputWidth;
  }

  /// Returns the index of cell (row, column) of image `n`, in cells; times the channels it is an
  /// index into NHWC data.
  public int cell(int n, int row, int column) {
    return (n * inputHeight + row) * inputWidth + column;
  }

  /// Returns the index of kernel cell (ky, kx) of filter `o`, in cells.
  public int tap(int o, int ky, int kx) {
    return (o * kernelHeight + ky) * kernelWidth + kx;
  }

  private static int positions(
      int in, int kernel, int stride, int dilation, int padStart, int padEnd, boolean ceilMode) {
    int free = in + padStart + padEnd - dilation * (kernel - 1) - 1;
    if (free < 0) {
      return 0;
    }
    if (!ceilMode) {
      return free / stride + 1;
    }
    int count = (free + stride - 1) / stride + 1;
    return (count - 1) * stride >= in + padStart ? count - 1 : count;
  }
}
