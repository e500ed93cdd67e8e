package io.bytelane.models.explore;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.LongAdder;

/// Measures how many samples per second several threads get through, each with a classifier of its
/// own.
public final class Throughput {
  private Throughput() {}

  /// Runs all classifiers at once for some time.
  ///
  /// @param classifiers one per thread
  /// @param samples input of every call
  /// @param batch samples per call
  /// @param time how long to run, after a warm-up of a quarter of it
  /// @return samples per second of all threads together
  public static double measure(
      List<Classifier> classifiers, float[] samples, int batch, Duration time) {
    run(classifiers, samples, batch, time.dividedBy(4));
    return run(classifiers, samples, batch, time);
  }

  private static double run(
      List<Classifier> classifiers, float[] samples, int batch, Duration time) {
    LongAdder calls = new LongAdder();
    CountDownLatch begin = new CountDownLatch(1);
    List<Thread> threads = new ArrayList<>();
    for (Classifier classifier : classifiers) {
      float[] scores = new float[batch * classifier.classes()];
      threads.add(
          Thread.ofPlatform()
              .start(
                  () -> {
                    awaitQuietly(begin);
                    long end = System.nanoTime() + time.toNanos();
                    while (System.nanoTime() - end < 0) {
                      classifier.classify(samples, batch, scores);
                      calls.increment();
                    }
                  }));
    }
    long start = System.nanoTime();
    begin.countDown();
    for (Thread thread : threads) {
      joinQuietly(thread);
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    return calls.sum() * batch / seconds;
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void joinQuietly(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
