package io.bytelane.bench;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// Peak.
@State(Scope.Thread)
public class Fp32PeakBenchmark {
  /// Creates.
  public Fp32PeakBenchmark() {}

  /// Runs.
  @Benchmark
  public int run() {
    return 1;
  }
}
