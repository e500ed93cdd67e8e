package io.bytelane.models.report;

import java.util.Arrays;

/// Latency of one configuration at one batch size, in milliseconds per call.
///
/// @param batchSize samples per call
/// @param nWarmup calls before the measurement began
/// @param nMeasure calls measured
/// @param p50Ms median
/// @param p95Ms 95th percentile
/// @param p99Ms 99th percentile
/// @param meanMs arithmetic mean
public record LatencyStats(
    int batchSize,
    int nWarmup,
    int nMeasure,
    double p50Ms,
    double p95Ms,
    double p99Ms,
    double meanMs) {
  private static final double NANOS_PER_MILLI = 1e6;

  /// Computes the figures of measured times.
  ///
  /// @param batchSize samples per call
  /// @param nWarmup calls before the measurement began
  /// @param nanos duration of each measured call in nanoseconds, at least one
  /// @throws ReportException if there is no time
  public static LatencyStats of(int batchSize, int nWarmup, long[] nanos) {
    double[] millis = Arrays.stream(nanos).mapToDouble(t -> t / NANOS_PER_MILLI).sorted().toArray();
    return new LatencyStats(
        batchSize,
        nWarmup,
        millis.length,
        Percentile.ofSorted(millis, 50),
        Percentile.ofSorted(millis, 95),
        Percentile.ofSorted(millis, 99),
        Arrays.stream(millis).average().orElse(Double.NaN));
  }
}
