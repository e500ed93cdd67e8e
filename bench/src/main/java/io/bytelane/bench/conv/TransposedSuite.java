package io.bytelane.bench.conv;

import io.bytelane.bench.Fp32Peak;
import io.bytelane.bench.SuiteDefinition;
import java.util.List;

/// The suite of transposed convolutions. No peer has an int8 form of them.
public final class TransposedSuite {
  private TransposedSuite() {}

  /// Returns the suite.
  public static SuiteDefinition<TransposedShape> create() {
    return SuiteDefinition.of(
        "transposed",
        TransposedShape::parse,
        List.of(new Fp32Peak<>(), new BytelaneTransposedConv2d(), new JavaFloatTransposedConv2d()));
  }
}
