package io.bytelane;

import io.bytelane.internal.check.Checks;
import java.time.Duration;
import java.util.Objects;

/// Runs operators until C2 has compiled their kernels, before traffic arrives.
///
/// Until then each vector operation is a loop over lanes that allocates, and a call takes about a
/// thousand times as long. On one core of an AVX-512 machine with JDK 25.0.3, a fully connected
/// layer of 64 x 512 x 512 took 320 ms in its first call, 0.24 ms once compiled, and got there
/// within 0.9 s; a 3 x 3 convolution of 28 x 28 x 64 after it 82 ms, 0.28 ms, and 0.5 s.
///
/// What is compiled is what ran: give a call with the operators, the shapes and the kinds of output
/// that the service uses, on arrays of its own:
///
/// ```java
/// WarmUp.Result reached =
///     WarmUp.run(() -> layer.run(x, 0, y, 0, rows, workspace), Duration.ofSeconds(5));
/// ```
public final class WarmUp {
  /// A call counts as faster if it takes less than this part of the best before.
  private static final double FASTER = 0.95;

  /// A plateau between two compilations is shorter than this.
  private static final long LEAST_PLATEAU_NANOS = 100_000_000;

  /// Calls are timed in batches of about this length, so that the clock does not count.
  private static final long BATCH_NANOS = 1_000_000;

  /// What a warm-up reached.
  ///
  /// @param settled whether calls had stopped becoming faster when it ended; otherwise the limit
  ///     ended it
  /// @param calls how often the call ran, at least once
  /// @param firstNanos nanoseconds of the first call
  /// @param bestNanos nanoseconds of a call at the best, averaged over about a millisecond
  /// @param spent time that it took
  public record Result(
      boolean settled, long calls, long firstNanos, double bestNanos, Duration spent) {}

  private WarmUp() {}

  /// Repeats `call` until its time has settled: until it has not become 5 % faster for as long as
  /// it took to reach its best, and 100 ms. Runs on the caller's thread.
  ///
  /// @param call runs at least once; what it throws ends the warm-up and is thrown here
  /// @param limit no call begins later, at least 1 ns
  /// @throws IllegalArgumentException if the limit is not positive
  public static Result run(Runnable call, Duration limit) {
    Objects.requireNonNull(call, "call");
    Checks.that(limit.isPositive(), "limit", limit, "> 0");
    long start = System.nanoTime();
    call.run();
    long first = System.nanoTime() - start;
    long calls = 1;
    long bestAt = first;
    double best = first;
    double counted = first; // best when the plateau began, so that small steps add up
    double last = first;
    long now = first;
    long end = nanos(limit);
    while (now < end) {
      if (now - bestAt > Math.max(bestAt, LEAST_PLATEAU_NANOS)) {
        return new Result(true, calls, first, best, Duration.ofNanos(now));
      }
      long batch = Math.clamp((long) (BATCH_NANOS / Math.max(last, 1)), 1, 1 << 20);
      for (long i = 0; i < batch; i++) {
        call.run();
      }
      long after = System.nanoTime() - start;
      last = (double) (after - now) / batch;
      now = after;
      calls += batch;
      if (last < FASTER * counted) {
        counted = last;
        bestAt = now;
      }
      best = Math.min(best, last);
    }
    return new Result(false, calls, first, best, Duration.ofNanos(now));
  }

  private static long nanos(Duration limit) {
    Duration most = Duration.ofNanos(Long.MAX_VALUE);
    return limit.compareTo(most) < 0 ? limit.toNanos() : Long.MAX_VALUE;
  }
}
