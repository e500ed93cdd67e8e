package io.bytelane.bench.matmul;

import io.bytelane.bench.BenchShape;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A matrix product: activations `[m][k]` times the transpose of weights `[n][k]`. Id `MxNxK`.
///
/// @param m rows of activations
/// @param n outputs per row
/// @param k length of the reduction
public record MatMulShape(int m, int n, int k) implements BenchShape {
  private static final Pattern ID = Pattern.compile("(\\d+)x(\\d+)x(\\d+)");

  /// Reads the form that [#id] writes.
  public static MatMulShape parse(String id) {
    Matcher matcher = ID.matcher(id);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("shape: " + id + " (expected: MxNxK, as 32x384x1536)");
    }
    return new MatMulShape(
        Integer.parseInt(matcher.group(1)),
        Integer.parseInt(matcher.group(2)),
        Integer.parseInt(matcher.group(3)));
  }

  @Override
  public String id() {
    return m + "x" + n + "x" + k;
  }

  @Override
  public double macs() {
    return (double) m * n * k;
  }
}
