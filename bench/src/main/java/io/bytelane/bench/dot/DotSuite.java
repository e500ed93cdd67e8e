package io.bytelane.bench.dot;

import io.bytelane.bench.Fp32Peak;
import io.bytelane.bench.SuiteDefinition;
import java.util.List;

/// The dot suite.
public final class DotSuite {
  private DotSuite() {}

  /// Returns the suite.
  public static SuiteDefinition<DotShape> create() {
    return SuiteDefinition.of(
        "dot",
        DotShape::parse,
        List.of(
            new Fp32Peak<>(),
            BytelaneDot.perRow(),
            BytelaneDot.manyRows(),
            BytelaneDot.segment(),
            new FloatDot(),
            new LuceneDot()));
  }
}
