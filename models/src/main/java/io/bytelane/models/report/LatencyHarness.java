package io.bytelane.models.report;

import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongSupplier;

/// Measures the latency of several configurations side by side.
///
/// The calls are interleaved: one round calls every configuration once, and each round begins with
/// another one, so that a change of clock speed, a collection or a neighbour on the machine meets
/// all of them alike. Before that, rounds are run until the times of every configuration have
/// settled. Two instances of the same configuration then read the same within a few percent; a
/// caller that adds such a control sees how far a measurement can be trusted.
public final class LatencyHarness {
  /// Calls whose medians decide whether times have settled.
  private static final int WINDOW = 10;

  /// Medians of two successive windows may differ by this share once times have settled.
  private static final double SETTLED = 0.05;

  /// As long as this the JVM must not have compiled anything: the compiler works in the background,
  /// and times look settled while it is still busy.
  private static final Duration QUIET_COMPILER = Duration.ofMillis(300);

  private final Protocol protocol;
  private final LongSupplier clock;
  private final LongSupplier compilerTime;

  /// One configuration to measure.
  ///
  /// @param name the configuration
  /// @param call runs it once on one batch
  public record Task(String name, Runnable call) {}

  /// How much to measure.
  ///
  /// @param minWarmup rounds before the measurement, at least 0
  /// @param minWarmupTime time before the measurement, so that the JVM has compiled what runs
  /// @param measure rounds to measure, at least 1
  /// @param budget time after which a measurement ends early, if half of its rounds are done; the
  ///     warm-up ends after this time even if times have not settled
  public record Protocol(int minWarmup, Duration minWarmupTime, int measure, Duration budget) {
    /// Checks the counts.
    ///
    /// @throws IllegalArgumentException if one is out of range
    public Protocol {
      if (minWarmup < 0) {
        throw new IllegalArgumentException("minWarmup: " + minWarmup + " (expected: >= 0)");
      }
      if (measure < 1) {
        throw new IllegalArgumentException("measure: " + measure + " (expected: >= 1)");
      }
    }
  }

  /// Creates a harness on the clock and the compiler of the JVM.
  ///
  /// @param protocol how much to measure
  public LatencyHarness(Protocol protocol) {
    this(protocol, System::nanoTime, compilerTimeOfJvm());
  }

  /// Creates a harness on another clock and another compiler.
  ///
  /// @param protocol how much to measure
  /// @param clock nanoseconds since any moment
  /// @param compilerTime a number that grows while the JVM compiles
  public LatencyHarness(Protocol protocol, LongSupplier clock, LongSupplier compilerTime) {
    this.protocol = protocol;
    this.clock = clock;
    this.compilerTime = compilerTime;
  }

  /// Measures all tasks on one batch size.
  ///
  /// @param batchSize samples per call, for the report
  /// @param tasks the configurations, at least one
  /// @param afterRound called after each measured round, to show progress
  /// @return one result per task, in their order
  public List<LatencyStats> measure(int batchSize, List<Task> tasks, Runnable afterRound) {
    int warmup = warmUp(tasks);
    long[][] nanos = new long[tasks.size()][protocol.measure()];
    long start = clock.getAsLong();
    int rounds = 0;
    while (rounds < protocol.measure()
        && !(isOver(start, protocol.budget()) && 2 * rounds >= protocol.measure())) {
      round(tasks, rounds, nanos);
      rounds++;
      afterRound.run();
    }
    int measured = rounds;
    return Arrays.stream(nanos)
        .map(times -> LatencyStats.of(batchSize, warmup, Arrays.copyOf(times, measured)))
        .toList();
  }

  private int warmUp(List<Task> tasks) {
    if (protocol.minWarmup() == 0) {
      return 0;
    }
    long start = clock.getAsLong();
    double[] previous = new double[tasks.size()];
    long compiled = compilerTime.getAsLong();
    long quietSince = start;
    int rounds = 0;
    boolean settled = false;
    while (!settled && !isOver(start, protocol.budget())) {
      long[][] nanos = new long[tasks.size()][WINDOW];
      for (int i = 0; i < WINDOW; i++) {
        round(tasks, i, nanos);
      }
      rounds += WINDOW;
      if (compilerTime.getAsLong() != compiled) {
        compiled = compilerTime.getAsLong();
        quietSince = clock.getAsLong();
      }
      settled = isOver(quietSince, QUIET_COMPILER);
      settled &= rounds >= protocol.minWarmup() && isOver(start, protocol.minWarmupTime());
      for (int t = 0; t < nanos.length; t++) {
        double median = Percentile.of(Arrays.stream(nanos[t]).asDoubleStream().toArray(), 50);
        settled &= Math.abs(median - previous[t]) <= SETTLED * previous[t];
        previous[t] = median;
      }
    }
    return rounds;
  }

  private void round(List<Task> tasks, int round, long[][] nanos) {
    for (int i = 0; i < tasks.size(); i++) {
      int t = (i + round) % tasks.size();
      long start = clock.getAsLong();
      tasks.get(t).call().run();
      nanos[t][round] = clock.getAsLong() - start;
    }
  }

  private static LongSupplier compilerTimeOfJvm() {
    CompilationMXBean compiler = ManagementFactory.getCompilationMXBean();
    boolean known = compiler != null && compiler.isCompilationTimeMonitoringSupported();
    return known ? compiler::getTotalCompilationTime : () -> 0;
  }

  private boolean isOver(long start, Duration time) {
    return clock.getAsLong() - start >= time.toNanos();
  }
}
