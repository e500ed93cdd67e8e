package io.bytelane.bench;

import java.util.Arrays;
import java.util.Collection;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.RunResult;

/// What one fork measured.
///
/// @param nanosPerRun median over the iterations
/// @param bytesPerRun bytes allocated
record ForkResult(double nanosPerRun, double bytesPerRun) {
  private static final String ALLOCATION = "gc.alloc.rate.norm";

  /// Reads the result of a JMH run with one fork.
  static ForkResult of(RunResult run) {
    Collection<BenchmarkResult> forks = run.getBenchmarkResults();
    if (forks.size() != 1) {
      throw new IllegalStateException("forks: " + forks.size() + " (expected: 1)");
    }
    BenchmarkResult fork = forks.iterator().next();
    double[] nanos =
        fork.getIterationResults().stream()
            .mapToDouble(iteration -> iteration.getPrimaryResult().getScore())
            .toArray();
    double bytes =
        fork.getSecondaryResults().keySet().stream()
            .filter(name -> name.endsWith(ALLOCATION))
            .mapToDouble(name -> fork.getSecondaryResults().get(name).getScore())
            .findFirst()
            .orElse(Double.NaN);
    return new ForkResult(median(nanos), bytes);
  }

  /// Returns the median; the mean of the two middle values of an even number.
  static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
