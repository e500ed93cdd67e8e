package io.bytelane.bench;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// The threads of a contender's operations: the caller's, and a pool of the others.
public final class Threads implements AutoCloseable {
  private final int count;
  private final ExecutorService others;

  /// Creates `count` threads, the caller's among them.
  public Threads(int count) {
    this.count = count;
    this.others =
        Executors.newFixedThreadPool(
            Math.max(1, count - 1), Thread.ofPlatform().daemon().name("bench-", 0).factory());
  }

  /// Returns the number of threads, the caller's among them.
  public int count() {
    return count;
  }

  /// Returns the pool of the others.
  public ExecutorService others() {
    return others;
  }

  @Override
  public void close() {
    others.shutdownNow();
  }
}
