package io.bytelane.bench.elementwise;

import io.bytelane.bench.BenchShape;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// An operator on `length` elements. Id `OPERATOR-LENGTH`, as `quantize-150528`.
///
/// @param operator what is done to each element
/// @param length number of elements
public record ElementwiseShape(Operator operator, int length) implements BenchShape {
  private static final Pattern ID = Pattern.compile("([a-z]+)-([1-9]\\d{0,8})");

  /// The operators.
  public enum Operator {
    /// f32 to s8 by division, half to even
    QUANTIZE(5),
    /// s8 to f32
    DEQUANTIZE(5),
    /// s8 + s8 to s8, three scales
    ADD(3),
    /// s8 to s8, the logistic function as a table
    LOOKUP(2);

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
          "shape: " + id + " (expected: OPERATOR-LENGTH, as quantize-150528)");
    }
    return new ElementwiseShape(
        Operator.valueOf(matcher.group(1).toUpperCase(Locale.ROOT)),
        Integer.parseInt(matcher.group(2)));
  }

  @Override
  public String id() {
    return operator.name().toLowerCase(Locale.ROOT) + "-" + length;
  }

  @Override
  public double macs() {
    return 0;
  }

  @Override
  public double bytes() {
    return (double) length * operator.bytesPerElement;
  }
}
