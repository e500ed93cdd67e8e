package io.bytelane.bench.elementwise;

import io.bytelane.bench.BenchShape;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// An operator on `height x width x channels` elements. Id `OPERATOR-LENGTH`, as `quantize-150528`,
/// where the arrangement does not matter, and `OPERATOR-HxWxC`, as `pad-56x56x64`, where it does.
///
/// @param operator what is done
/// @param height rows of the image
/// @param width columns of the image; a row of softmax is one pixel
/// @param channels channels of the image, or the number of elements
public record ElementwiseShape(Operator operator, int height, int width, int channels)
    implements BenchShape {
  private static final Pattern ID =
      Pattern.compile("([a-z_]+)-(?:([1-9]\\d{0,4})x([1-9]\\d{0,4})x)?([1-9]\\d{0,8})");

  /// The operators, with the bytes that the int8 form reads and writes for each element of the
  /// (first) input.
  public enum Operator {
    /// f32 to s8 by division, half to even
    QUANTIZE(5),
    /// s8 to f32
    DEQUANTIZE(5),
    /// s8 to s8 with another scale and zero point
    REQUANTIZE(2),
    /// s8 + s8 to s8, three scales
    ADD(3),
    /// s8 - s8 to s8, three scales
    SUB(3),
    /// s8 * s8 to s8, three scales
    MUL(3),
    /// the smaller of s8 and s8, three scales
    MIN(3),
    /// the larger of s8 and s8, one scale
    MAX(3),
    /// TFLite's sum: fixed point, three roundings
    ADD_FIXED(3),
    /// TFLite's product: fixed point
    MUL_FIXED(3),
    /// s8 to s8, the logistic function as a table
    LOOKUP(2),
    /// softmax of each pixel's channels
    SOFTMAX(2),
    /// two images joined along channels, the second one with another scale
    CONCAT(4),
    /// one pixel of padding on every side
    PAD(2),
    /// NCHW to NHWC
    TRANSPOSE(2),
    /// nearest pixel, twice the height and width
    RESIZE(5),
    /// f32 to s8 by the quantizer of arrays, one parameter
    QUANTIZE_ARRAY(5),
    /// f32 to the f32 that its level stands for, one parameter
    FAKE(8),
    /// the same with parameters of its own for each index of the first axis
    FAKE_AXIS(8),
    /// smallest and largest value
    OBSERVE_RANGE(4),
    /// counts of magnitudes in bins
    OBSERVE_BINS(4);

    private final int bytesPerElement;

    Operator(int bytesPerElement) {
      this.bytesPerElement = bytesPerElement;
    }
  }

  /// Reads the form that [#id] writes.
  public static ElementwiseShape parse(String id) {
    Matcher matcher = ID.matcher(id);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "shape: "
              + id
              + " (expected: OPERATOR-LENGTH or OPERATOR-HxWxC, as quantize-150528 or"
              + " pad-56x56x64)");
    }
    boolean image = matcher.group(2) != null;
    return new ElementwiseShape(
        Operator.valueOf(matcher.group(1).toUpperCase(Locale.ROOT)),
        image ? Integer.parseInt(matcher.group(2)) : 1,
        image ? Integer.parseInt(matcher.group(3)) : 1,
        Integer.parseInt(matcher.group(4)));
  }

  @Override
  public String id() {
    String size = pixels() == 1 ? "" + channels : height + "x" + width + "x" + channels;
    return operator.name().toLowerCase(Locale.ROOT) + "-" + size;
  }

  /// Returns rows times columns.
  public int pixels() {
    return height * width;
  }

  /// Returns the number of elements of an input.
  public int length() {
    return Math.multiplyExact(pixels(), channels);
  }

  @Override
  public double macs() {
    return 0;
  }

  @Override
  public double bytes() {
    double border = operator == Operator.PAD ? (2.0 * (height + width) + 4) * channels : 0;
    return (double) length() * operator.bytesPerElement + border;
  }
}
