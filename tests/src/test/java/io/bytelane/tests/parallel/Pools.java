package io.bytelane.tests.parallel;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;

/// Executors of every kind that a service may pass.
enum Pools {
  FORK_JOIN,
  FIXED,
  VIRTUAL,
  /// Tasks run at once, on the thread that hands them in.
  DIRECT;

  /// Something that takes an executor.
  interface Use {
    void with(Executor executor);
  }

  /// Passes an executor of this kind, which is closed afterwards.
  void use(Use use) {
    if (this == DIRECT) {
      use.with(Runnable::run);
      return;
    }
    try (ExecutorService service = open()) {
      use.with(service);
    }
  }

  private ExecutorService open() {
    return switch (this) {
      case FORK_JOIN -> new ForkJoinPool(3);
      case FIXED -> Executors.newFixedThreadPool(3);
      default -> Executors.newVirtualThreadPerTaskExecutor();
    };
  }
}
