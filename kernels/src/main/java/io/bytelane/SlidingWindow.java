package io.bytelane;

import io.bytelane.internal.check.Checks;

/// Arithmetic that convolutions and pools share.
final class SlidingWindow {
  private SlidingWindow() {}

  /// Returns how many windows fit: `floor((input + pads - dilation * (kernel - 1) - 1) / stride) +
  /// 1`, 0 or less if none does.
  static long count(int input, long pads, int kernel, int stride, int dilation) {
    return Math.floorDiv(input + pads - (long) dilation * (kernel - 1) - 1, stride) + 1;
  }

  /// Checks what a convolution and a transposed one are described by: every component, that groups
  /// divide both channel counts, and that arrays can hold input and weights.
  static void requireConvolution(
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
    Checks.atLeast("inputHeight", inputHeight, 1);
    Checks.atLeast("inputWidth", inputWidth, 1);
    Checks.atLeast("inputChannels", inputChannels, 1);
    Checks.atLeast("outputChannels", outputChannels, 1);
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
    Checks.atLeast("groups", groups, 1);
    Checks.that(
        inputChannels % groups == 0, "groups", groups, "divides inputChannels " + inputChannels);
    Checks.that(
        outputChannels % groups == 0, "groups", groups, "divides outputChannels " + outputChannels);
    requireAddressable("input", inputHeight, inputWidth, inputChannels);
    requireAddressable(
        "weights", outputChannels, (long) kernelHeight * kernelWidth, inputChannels / groups);
  }

  /// Checks that an output has at least one row and column, and that an array can hold it.
  static void requireOutput(long height, long width, int channels) {
    Checks.that(height >= 1, "outputHeight", height, ">= 1");
    Checks.that(width >= 1, "outputWidth", width, ">= 1");
    requireAddressable("output", height, width, channels);
  }

  /// Requires that an array can hold the product of three sizes.
  static void requireAddressable(String name, long a, long b, long c) {
    long elements =
        a <= Integer.MAX_VALUE && b <= Integer.MAX_VALUE && a * b <= Integer.MAX_VALUE
            ? a * b * c
            : Long.MAX_VALUE;
    Checks.that(
        elements <= Integer.MAX_VALUE - 64,
        name,
        a + " x " + b + " x " + c,
        "at most 2^31 - 65 elements");
  }
}
