package io.bytelane;

import io.bytelane.internal.check.Checks;
import io.bytelane.internal.pool.PoolAxis;

/// Shape of a two-dimensional pool on NHWC data, for one image; the batch size is an argument of
/// `run`.
///
/// Output size: `floor((input + pads - dilation * (kernel - 1) - 1) / stride) + 1`, or with
/// `ceilMode` the quotient rounded up, where a last window that would start in the end padding is
/// dropped. Pads are four independent numbers. Every window must have at least one cell inside the
/// image.
///
/// A one-dimensional pool is the case `inputHeight = kernelHeight = 1`; a global pool has the
/// kernel of the image's size.
///
/// @param inputHeight rows of the input, at least 1
/// @param inputWidth columns of the input, at least 1
/// @param channels channels of input and output, at least 1
/// @param kernelHeight rows of the window, at least 1
/// @param kernelWidth columns of the window, at least 1
/// @param strideHeight at least 1
/// @param strideWidth at least 1
/// @param dilationHeight distance of window rows, at least 1
/// @param dilationWidth distance of window columns, at least 1
/// @param padTop rows of padding above, at least 0
/// @param padLeft columns of padding to the left, at least 0
/// @param padBottom rows of padding below, at least 0
/// @param padRight columns of padding to the right, at least 0
/// @param ceilMode whether a partial last window counts
public record Pool2dGeometry(
    int inputHeight,
    int inputWidth,
    int channels,
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

  /// Checks every component, that the output has at least one row and column, that no window lies
  /// in the padding alone, and that no image has 2^31 elements or more.
  public Pool2dGeometry {
    Checks.atLeast("inputHeight", inputHeight, 1);
    Checks.atLeast("inputWidth", inputWidth, 1);
    Checks.atLeast("channels", channels, 1);
    Checks.atLeast("kernelHeight", kernelHeight, 1);
    Checks.atLeast("kernelWidth", kernelWidth, 1);
    Checks.atLeast("strideHeight", strideHeight, 1);
    Checks.atLeast("strideWidth", strideWidth, 1);
    Checks.atLeast("dilationHeight", dilationHeight, 1);
    Checks.atLeast("dilationWidth", dilationWidth, 1);
    Checks.atLeast("padTop", padTop, 0);
    Checks.atLeast("padLeft", padLeft, 0);
    Checks.atLeast("padBottom", padBottom, 0);
    Checks.atLeast("padRight", padRight, 0);
    PoolAxis vertical =
        new PoolAxis(
            inputHeight, kernelHeight, strideHeight, dilationHeight, padTop, padBottom, ceilMode);
    PoolAxis horizontal =
        new PoolAxis(
            inputWidth, kernelWidth, strideWidth, dilationWidth, padLeft, padRight, ceilMode);
    SlidingWindow.requireAddressable("input", inputHeight, inputWidth, channels);
    SlidingWindow.requireOutput(vertical.count(), horizontal.count(), channels);
    requireCells("rows", vertical);
    requireCells("columns", horizontal);
  }

  private static void requireCells(String name, PoolAxis axis) {
    int empty = axis.firstEmpty((int) axis.count());
    Checks.that(
        empty < 0,
        name + " of window " + empty,
        "0 inside the image",
        "at least 1; pads shorter than the window");
  }

  /// Returns a builder for a pool with a window of `kernelHeight` x `kernelWidth` cells, strides of
  /// the same size, dilation 1, no padding, floor mode.
  public static Builder builder(
      int inputHeight, int inputWidth, int channels, int kernelHeight, int kernelWidth) {
    return new Builder(inputHeight, inputWidth, channels, kernelHeight, kernelWidth);
  }

  /// Returns the geometry of a global pool: one window over the whole image.
  public static Pool2dGeometry global(int inputHeight, int inputWidth, int channels) {
    return builder(inputHeight, inputWidth, channels, inputHeight, inputWidth).build();
  }

  /// Returns the rows of the output.
  public int outputHeight() {
    return (int) vertical().count();
  }

  /// Returns the columns of the output.
  public int outputWidth() {
    return (int) horizontal().count();
  }

  /// Returns the elements of one input image.
  public int inputSize() {
    return inputHeight * inputWidth * channels;
  }

  /// Returns the elements of one output image.
  public int outputSize() {
    return outputHeight() * outputWidth() * channels;
  }

  PoolAxis vertical() {
    return new PoolAxis(
        inputHeight, kernelHeight, strideHeight, dilationHeight, padTop, padBottom, ceilMode);
  }

  PoolAxis horizontal() {
    return new PoolAxis(
        inputWidth, kernelWidth, strideWidth, dilationWidth, padLeft, padRight, ceilMode);
  }

  /// Collects the parts of a geometry; [#build()] checks them.
  public static final class Builder {
    private final int inputHeight;
    private final int inputWidth;
    private final int channels;
    private final int kernelHeight;
    private final int kernelWidth;
    private int strideHeight;
    private int strideWidth;
    private int dilationHeight = 1;
    private int dilationWidth = 1;
    private int padTop;
    private int padLeft;
    private int padBottom;
    private int padRight;
    private boolean ceilMode;

    private Builder(
        int inputHeight, int inputWidth, int channels, int kernelHeight, int kernelWidth) {
      this.inputHeight = inputHeight;
      this.inputWidth = inputWidth;
      this.channels = channels;
      this.kernelHeight = kernelHeight;
      this.kernelWidth = kernelWidth;
      strideHeight = kernelHeight;
      strideWidth = kernelWidth;
    }

    /// Sets the strides.
    public Builder stride(int height, int width) {
      strideHeight = height;
      strideWidth = width;
      return this;
    }

    /// Sets the dilations.
    public Builder dilation(int height, int width) {
      dilationHeight = height;
      dilationWidth = width;
      return this;
    }

    /// Sets the padding of each side.
    public Builder pads(int top, int left, int bottom, int right) {
      padTop = top;
      padLeft = left;
      padBottom = bottom;
      padRight = right;
      return this;
    }

    /// Sets whether a partial last window counts.
    public Builder ceilMode(boolean value) {
      ceilMode = value;
      return this;
    }

    /// Returns the geometry.
    ///
    /// @throws IllegalArgumentException if a part breaks its rule
    public Pool2dGeometry build() {
      return new Pool2dGeometry(
          inputHeight,
          inputWidth,
          channels,
          kernelHeight,
          kernelWidth,
          strideHeight,
          strideWidth,
          dilationHeight,
          dilationWidth,
          padTop,
          padLeft,
          padBottom,
          padRight,
          ceilMode);
    }
  }
}
