package io.bytelane.bench.dot;

import io.bytelane.bench.BenchShape;

/// Dot products of one query with [#ROWS] rows, one call each; the time reported is that of one dot
/// product. The rows lie in one block, so that lengths up to 1024 stay in L1 and L2. Id: the
/// length.
///
/// @param length elements of a vector
public record DotShape(int length) implements BenchShape {
  /// Rows that one run visits: hides the cost of the harness beside a dot product of nanoseconds.
  public static final int ROWS = 64;

  /// Reads the form that [#id] writes.
  public static DotShape parse(String id) {
    if (!id.matches("[1-9]\\d{0,8}")) {
      throw new IllegalArgumentException("shape: " + id + " (expected: the length of the vectors)");
    }
    return new DotShape(Integer.parseInt(id));
  }

  @Override
  public String id() {
    return Integer.toString(length);
  }

  @Override
  public double macs() {
    return (double) ROWS * length;
  }

  @Override
  public int operationsPerRun() {
    return ROWS;
  }
}
