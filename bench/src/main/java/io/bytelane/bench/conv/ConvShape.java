package io.bytelane.bench.conv;

import io.bytelane.Conv2dGeometry;
import io.bytelane.bench.BenchShape;
import io.bytelane.reference.ReferenceWindow;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A convolution of one image. Id `HxWxC-OkKsSpPgG`: input height, width and channels, output
/// channels, square kernel, stride, padding on every side, groups (left out where 1).
///
/// @param height rows of the input
/// @param width columns of the input
/// @param inputChannels channels of the input
/// @param outputChannels channels of the output
/// @param kernel rows and columns of the kernel
/// @param stride stride both ways
/// @param pad padding on every side
/// @param groups groups of channels
public record ConvShape(
    int height,
    int width,
    int inputChannels,
    int outputChannels,
    int kernel,
    int stride,
    int pad,
    int groups)
    implements BenchShape {
  private static final Pattern ID =
      Pattern.compile("(\\d+)x(\\d+)x(\\d+)-(\\d+)k(\\d+)s(\\d+)p(\\d+)(?:g(\\d+))?");

  /// Reads the form that [#id] writes.
  public static ConvShape parse(String id) {
    Matcher matcher = ID.matcher(id);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "shape: " + id + " (expected: HxWxC-OkKsSpPgG, as 56x56x64-64k3s1p1)");
    }
    return new ConvShape(
        Integer.parseInt(matcher.group(1)),
        Integer.parseInt(matcher.group(2)),
        Integer.parseInt(matcher.group(3)),
        Integer.parseInt(matcher.group(4)),
        Integer.parseInt(matcher.group(5)),
        Integer.parseInt(matcher.group(6)),
        Integer.parseInt(matcher.group(7)),
        matcher.group(8) == null ? 1 : Integer.parseInt(matcher.group(8)));
  }

  @Override
  public String id() {
    return height
        + "x"
        + width
        + "x"
        + inputChannels
        + "-"
        + outputChannels
        + "k"
        + kernel
        + "s"
        + stride
        + "p"
        + pad
        + (groups == 1 ? "" : "g" + groups);
  }

  @Override
  public double macs() {
    return (double) outputSize() * depth();
  }

  /// Returns the products that are summed for one output value.
  public int depth() {
    return kernel * kernel * (inputChannels / groups);
  }

  /// Returns the rows of the output.
  public int outputHeight() {
    return window().outputHeight();
  }

  /// Returns the columns of the output.
  public int outputWidth() {
    return window().outputWidth();
  }

  /// Returns the number of output values.
  public int outputSize() {
    return outputHeight() * outputWidth() * outputChannels;
  }

  /// Returns the shape as Bytelane describes it.
  public Conv2dGeometry geometry() {
    return Conv2dGeometry.builder(height, width, inputChannels, outputChannels)
        .kernel(kernel, kernel)
        .stride(stride, stride)
        .pads(pad, pad, pad, pad)
        .groups(groups)
        .build();
  }

  ReferenceWindow window() {
    return ReferenceWindow.of(height, width, kernel, kernel, stride, pad);
  }
}
