package io.bytelane;

/// Shape of a two-dimensional convolution on NHWC data, for one image; the batch size is an
/// argument of `run`.
///
/// Output size: `floor((input + pads - dilation * (kernel - 1) - 1) / stride) + 1`. Pads are four
/// independent numbers and may exceed the kernel. Weights have the layout OHWI:
/// `[outputChannels][kernelHeight][kernelWidth][inputChannels / groups]`.
///
/// **One dimension.** A convolution over sequences `[length][channels]` with weights
/// `[outputChannels][kernel][inputChannels / groups]` is the case `inputHeight = kernelHeight = 1`,
/// on the same arrays; [#conv1d] describes it. A causal one has `padEnd` 0 and `padBegin`
/// `dilation * (kernel - 1)`.
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
/// @param padTop rows of padding above, at least 0
/// @param padLeft columns of padding to the left, at least 0
/// @param padBottom rows of padding below, at least 0
/// @param padRight columns of padding to the right, at least 0
/// @param groups at least 1
public record Conv2dGeometry(
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
    int groups) {

  /// Checks every component, that groups divide both channel counts, that the output has at least
  /// one row and column, and that no image has 2^31 elements or more.
  public Conv2dGeometry {
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
    long height =
        SlidingWindow.count(
            inputHeight, (long) padTop + padBottom, kernelHeight, strideHeight, dilationHeight);
    long width =
        SlidingWindow.count(
            inputWidth, (long) padLeft + padRight, kernelWidth, strideWidth, dilationWidth);
    SlidingWindow.requireOutput(height, width, outputChannels);
  }

  /// Returns a builder for a convolution with kernel 1 x 1, stride and dilation 1, no padding, one
  /// group.
  public static Builder builder(
      int inputHeight, int inputWidth, int inputChannels, int outputChannels) {
    return new Builder(inputHeight, inputWidth, inputChannels, outputChannels);
  }

  /// Returns the geometry of a one-dimensional convolution.
  ///
  /// @param length positions of the input, at least 1
  /// @param kernel positions of the kernel, at least 1
  /// @param padBegin positions of padding before the input, at least 0
  /// @param padEnd positions of padding after it, at least 0
  public static Conv2dGeometry conv1d(
      int length,
      int inputChannels,
      int outputChannels,
      int kernel,
      int stride,
      int dilation,
      int padBegin,
      int padEnd,
      int groups) {
    return builder(1, length, inputChannels, outputChannels)
        .kernel(1, kernel)
        .stride(1, stride)
        .dilation(1, dilation)
        .pads(0, padBegin, 0, padEnd)
        .groups(groups)
        .build();
  }

  /// Returns the rows of the output.
  public int outputHeight() {
    return (int)
        SlidingWindow.count(
            inputHeight, (long) padTop + padBottom, kernelHeight, strideHeight, dilationHeight);
  }

  /// Returns the columns of the output.
  public int outputWidth() {
    return (int)
        SlidingWindow.count(
            inputWidth, (long) padLeft + padRight, kernelWidth, strideWidth, dilationWidth);
  }

  /// Returns whether every output pixel is a product of one input pixel at the same place: kernel
  /// 1 x 1, stride 1, no padding, one group.
  public boolean isPointwise() {
    boolean padded = padTop > 0 || padLeft > 0 || padBottom > 0 || padRight > 0;
    boolean oneTap = kernelHeight == 1 && kernelWidth == 1;
    return oneTap && strideHeight == 1 && strideWidth == 1 && !padded && groups == 1;
  }

  /// Returns whether every output channel sees one input channel: as many groups as input channels,
  /// and more than one.
  public boolean isDepthwise() {
    return groups == inputChannels && groups > 1;
  }

  /// Returns the elements of one input image.
  public int inputSize() {
    return inputHeight * inputWidth * inputChannels;
  }

  /// Returns the elements of one output image.
  public int outputSize() {
    return outputHeight() * outputWidth() * outputChannels;
  }

  /// Returns the products that are summed for one output value.
  public int depth() {
    return kernelHeight * kernelWidth * (inputChannels / groups);
  }

  /// Returns the number of weights.
  public int weightCount() {
    return outputChannels * depth();
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

    /// Sets the padding of each side.
    public Builder pads(int top, int left, int bottom, int right) {
      padTop = top;
      padLeft = left;
      padBottom = bottom;
      padRight = right;
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
    public Conv2dGeometry build() {
      return new Conv2dGeometry(
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
    }
  }
}
