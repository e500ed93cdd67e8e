package io.bytelane;

import io.bytelane.internal.check.Checks;

/// Shape of a two-dimensional transposed convolution on NHWC data, for one image; the batch size is
/// an argument of `run`.
///
/// Input pixel `i` adds its products with kernel tap `k` to output pixel `i * stride - pad + k *
/// dilation`, for rows and columns alike; what falls outside the output is dropped. Output size:
/// `(input - 1) * stride + dilation * (kernel - 1) + 1 + outputPadding - pads`. Output pixels that
/// no tap reaches hold the bias. Weights have the layout OHWI:
/// `[outputChannels][kernelHeight][kernelWidth][inputChannels / groups]`.
///
/// @param inputHeight rows of the input, at least 1
/// @param inputWidth columns of the input, at least 1
/// @param inputChannels channels of the input, at least 1, a multiple of `groups`
/// @param outputChannels channels of the output, at least 1, a multiple of `groups`
/// @param kernelHeight rows of the kernel, at least 1
/// @param kernelWidth columns of the kernel, at least 1
/// @param strideHeight at least 1
/// @param strideWidth at least 1
/// @param dilationHeight distance of kernel rows, at least 1
/// @param dilationWidth distance of kernel columns, at least 1
/// @param padTop output rows dropped above, at least 0
/// @param padLeft output columns dropped on the left, at least 0
/// @param padBottom output rows dropped below, at least 0
/// @param padRight output columns dropped on the right, at least 0
/// @param outputPadHeight output rows added below, at least 0
/// @param outputPadWidth output columns added on the right, at least 0
/// @param groups at least 1
public record TransposedConv2dGeometry(
    int inputHeight,
    int inputWidth,
    int inputChannels,
    int outputChannels,
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
    int outputPadHeight,
    int outputPadWidth,
    int groups) {

  /// Checks every component, that groups divide both channel counts, that the output has at least
  /// one row and column, and that no image has 2^31 elements or more.
  public TransposedConv2dGeometry {
    SlidingWindow.requireConvolution(
        inputHeight,
        inputWidth,
        inputChannels,
        outputChannels,
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
        groups);
    Checks.atLeast("outputPadHeight", outputPadHeight, 0);
    Checks.atLeast("outputPadWidth", outputPadWidth, 0);
    long height =
        size(
            inputHeight,
            strideHeight,
            kernelHeight,
            dilationHeight,
            (long) outputPadHeight - padTop - padBottom);
    long width =
        size(
            inputWidth,
            strideWidth,
            kernelWidth,
            dilationWidth,
            (long) outputPadWidth - padLeft - padRight);
    SlidingWindow.requireOutput(height, width, outputChannels);
  }

  private static long size(int input, int stride, int kernel, int dilation, long added) {
    return (input - 1L) * stride + (long) dilation * (kernel - 1) + 1 + added;
  }

  /// Returns a builder for a kernel of 1 x 1, stride and dilation 1, no padding, one group.
  public static Builder builder(
      int inputHeight, int inputWidth, int inputChannels, int outputChannels) {
    return new Builder(inputHeight, inputWidth, inputChannels, outputChannels);
  }

  /// Returns the rows of the output.
  public int outputHeight() {
    return (int)
        size(
            inputHeight,
            strideHeight,
            kernelHeight,
            dilationHeight,
            (long) outputPadHeight - padTop - padBottom);
  }

  /// Returns the columns of the output.
  public int outputWidth() {
    return (int)
        size(
            inputWidth,
            strideWidth,
            kernelWidth,
            dilationWidth,
            (long) outputPadWidth - padLeft - padRight);
  }

  /// Returns the elements of one input image.
  public int inputSize() {
    return inputHeight * inputWidth * inputChannels;
  }

  /// Returns the elements of one output image.
  public int outputSize() {
    return outputHeight() * outputWidth() * outputChannels;
  }

  /// Returns the number of weights.
  public int weightCount() {
    return outputChannels * kernelHeight * kernelWidth * (inputChannels / groups);
  }

  /// Collects the parts of a geometry; [#build()] checks them.
  public static final class Builder {
    private final int inputHeight;
    private final int inputWidth;
    private final int inputChannels;
    private final int outputChannels;
    private int kernelHeight = 1;
    private int kernelWidth = 1;
    private int strideHeight = 1;
    private int strideWidth = 1;
    private int dilationHeight = 1;
    private int dilationWidth = 1;
    private int padTop;
    private int padLeft;
    private int padBottom;
    private int padRight;
    private int outputPadHeight;
    private int outputPadWidth;
    private int groups = 1;

    private Builder(int inputHeight, int inputWidth, int inputChannels, int outputChannels) {
      this.inputHeight = inputHeight;
      this.inputWidth = inputWidth;
      this.inputChannels = inputChannels;
      this.outputChannels = outputChannels;
    }

    /// Sets the kernel size.
    public Builder kernel(int height, int width) {
      kernelHeight = height;
      kernelWidth = width;
      return this;
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

    /// Sets what is dropped of the output at each side.
    public Builder pads(int top, int left, int bottom, int right) {
      padTop = top;
      padLeft = left;
      padBottom = bottom;
      padRight = right;
      return this;
    }

    /// Sets the rows and columns added at the end of the output.
    public Builder outputPadding(int height, int width) {
      outputPadHeight = height;
      outputPadWidth = width;
      return this;
    }

    /// Sets the number of groups.
    public Builder groups(int count) {
      groups = count;
      return this;
    }

    /// Returns the geometry.
    ///
    /// @throws IllegalArgumentException if a part breaks its rule
    public TransposedConv2dGeometry build() {
      return new TransposedConv2dGeometry(
          inputHeight,
          inputWidth,
          inputChannels,
          outputChannels,
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
          outputPadHeight,
          outputPadWidth,
          groups);
    }
  }
}
