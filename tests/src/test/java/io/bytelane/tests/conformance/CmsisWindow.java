package io.bytelane.tests.conformance;

import io.bytelane.reference.ReferenceWindow;

/// The window of a cmsis-nn layer. The end padding follows from the output size.
final class CmsisWindow {
  private CmsisWindow() {}

  /// A forward window: convolution or pool.
  static ReferenceWindow forward(CmsisCase c, int height, int width, int kh, int kw) {
    int[] stride = c.ints("strides");
    int[] begin = c.ints("pads_begin");
    int[] dilation = c.params().has("dilations") ? c.ints("dilations") : new int[] {1, 1};
    int[] out = c.ints("output_hw");
    return new ReferenceWindow(
        height,
        width,
        kh,
        kw,
        stride[0],
        stride[1],
        dilation[0],
        dilation[1],
        begin[0],
        begin[1],
        endPad(out[0], stride[0], dilation[0], kh, begin[0], height),
        endPad(out[1], stride[1], dilation[1], kw, begin[1], width),
        false);
  }

  /// The forward window whose transpose a transposed convolution is: its image is the output.
  static ReferenceWindow transposed(CmsisCase c, int height, int width, int kh, int kw) {
    int[] stride = c.ints("strides");
    int[] begin = c.ints("pads_begin");
    int[] dilation = c.ints("dilations");
    int[] out = c.ints("output_hw");
    return new ReferenceWindow(
        out[0],
        out[1],
        kh,
        kw,
        stride[0],
        stride[1],
        dilation[0],
        dilation[1],
        begin[0],
        begin[1],
        endPad(height, stride[0], dilation[0], kh, begin[0], out[0]),
        endPad(width, stride[1], dilation[1], kw, begin[1], out[1]),
        false);
  }

  /// The padding that makes `positions` windows fit: what the last one needs beyond the image.
  private static int endPad(
      int positions, int stride, int dilation, int kernel, int begin, int image) {
    int reach = (positions - 1) * stride + dilation * (kernel - 1) + 1;
    return Math.max(0, reach - begin - image);
  }
}
