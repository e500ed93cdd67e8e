package io.bytelane.bench.pool;

import io.bytelane.bench.CopyBaseline;
import io.bytelane.bench.Fp32Peak;
import io.bytelane.bench.SuiteDefinition;
import java.util.List;

/// The pooling suite; it counts bytes.
public final class PoolSuite {
  private PoolSuite() {}

  /// Returns the suite.
  public static SuiteDefinition<PoolShape> create() {
    return SuiteDefinition.of(
        "pool",
        PoolShape::parse,
        List.of(
            new Fp32Peak<>(),
            new CopyBaseline<>(),
            new BytelanePool(),
            new JavaFloatPool(),
            new ScalarPool()));
  }
}
