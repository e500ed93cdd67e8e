package io.bytelane.bench;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/// Runs a contender until it is compiled. Vector code that C2 has not compiled yet crawls and
/// allocates megabytes; how long that takes depends on the kernel and on what else the machine
/// does, so a fixed number of warm-up iterations would now and then measure the interpreter.
final class WarmUp {
  private static final long SLICE_NANOS = 50_000_000L;
  private static final long MINIMUM_NANOS = 400_000_000L;
  private static final long LIMIT_NANOS = 20_000_000_000L;

  /// A compiled contender stays below this per run, unless it says otherwise.
  private static final long COMPILED_BYTES = 4096;

  /// Slices that must agree.
  private static final int STABLE_SLICES = 4;

  private static final double TOLERANCE = 0.10;

  private WarmUp() {}

  /// Runs `contender` until its time per run has settled and it allocates little; at most some
  /// seconds, or a few runs.
  static void run(Contender contender) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long start = System.nanoTime();
    double best = Double.MAX_VALUE;
    int stable = 0;
    int slot = 0;
    while (true) {
      long bytes = threads.getCurrentThreadAllocatedBytes();
      long sliceStart = System.nanoTime();
      long runs = 0;
      long now;
      do {
        contender.run(slot);
        slot = (slot + 1) % Contender.SLOTS;
        runs++;
        now = System.nanoTime();
      } while (now - sliceStart < SLICE_NANOS);
      double nanosPerRun = (double) (now - sliceStart) / runs;
      long bytesPerRun = (threads.getCurrentThreadAllocatedBytes() - bytes) / runs;
      stable = nanosPerRun < best * (1 - TOLERANCE) ? 0 : stable + 1;
      best = Math.min(best, nanosPerRun);
      long elapsed = now - start;
      boolean compiled = bytesPerRun < COMPILED_BYTES || contender.allocates();
      if (elapsed > LIMIT_NANOS
          || (elapsed > MINIMUM_NANOS && compiled && stable >= STABLE_SLICES)) {
        return;
      }
    }
  }
}
