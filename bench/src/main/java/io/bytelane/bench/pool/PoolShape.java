package io.bytelane.bench.pool;

import io.bytelane.Pool2dGeometry;
import io.bytelane.bench.BenchShape;
import io.bytelane.reference.ReferenceWindow;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A pooling of one image. Id `max-HxWxCkKsSpP` or `avg-HxWxCkKsSpP`: square window, stride and
/// padding the same on every side.
///
/// @param kind what is pooled
/// @param height rows of the input
/// @param width columns of the input
/// @param channels channels
/// @param kernel rows and columns of the window
/// @param stride stride both ways
/// @param pad padding on every side
public record PoolShape(
    Kind kind, int height, int width, int channels, int kernel, int stride, int pad)
    implements BenchShape {
  private static final Pattern ID =
      Pattern.compile("(max|avg)-(\\d+)x(\\d+)x(\\d+)k(\\d+)s(\\d+)p(\\d+)");

  /// What is pooled.
  public enum Kind {
    /// the largest value
    MAX,
    /// the mean of the cells inside the image
    AVG
  }

  /// Reads the form that [#id] writes.
  public static PoolShape parse(String id) {
    Matcher matcher = ID.matcher(id);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "shape: " + id + " (expected: max- or avg-HxWxCkKsSpP, as max-112x112x64k3s2p1)");
    }
    return new PoolShape(
        Kind.valueOf(matcher.group(1).toUpperCase(Locale.ROOT)),
        Integer.parseInt(matcher.group(2)),
        Integer.parseInt(matcher.group(3)),
        Integer.parseInt(matcher.group(4)),
        Integer.parseInt(matcher.group(5)),
        Integer.parseInt(matcher.group(6)),
        Integer.parseInt(matcher.group(7)));
  }

  @Override
  public String id() {
    return kind.name().toLowerCase(Locale.ROOT)
        + "-"
        + height
        + "x"
        + width
        + "x"
        + channels
        + "k"
        + kernel
        + "s"
        + stride
        + "p"
        + pad;
  }

  @Override
  public double macs() {
    return 0;
  }

  @Override
  public double bytes() {
    return (double) height * width * channels + outputSize();
  }

  /// Returns the number of output values.
  public int outputSize() {
    return window().outputHeight() * window().outputWidth() * channels;
  }

  /// Returns the shape as Bytelane describes it.
  public Pool2dGeometry geometry() {
    return Pool2dGeometry.builder(height, width, channels, kernel, kernel)
        .stride(stride, stride)
        .pads(pad, pad, pad, pad)
        .build();
  }

  ReferenceWindow window() {
    return ReferenceWindow.of(height, width, kernel, kernel, stride, pad);
  }
}
