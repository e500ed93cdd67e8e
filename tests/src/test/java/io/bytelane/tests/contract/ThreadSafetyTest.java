package io.bytelane.tests.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.bytelane.tests.contract.OperatorCase.Caller;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// One operator, shared by many threads with workspaces of their own, computes in each of them what
/// it computes alone.
class ThreadSafetyTest {
  private static final int THREADS = 8;
  private static final int CALLS = 5;

  @ParameterizedTest
  @MethodSource("io.bytelane.tests.contract.OperatorCases#all")
  void platformThreadsShareAnOperator(OperatorCase operator) throws Exception {
    try (ExecutorService pool = Executors.newFixedThreadPool(THREADS)) {
      everyThreadSeesTheSameBits(operator, pool);
    }
  }

  @ParameterizedTest
  @MethodSource("io.bytelane.tests.contract.OperatorCases#all")
  void virtualThreadsShareAnOperator(OperatorCase operator) throws Exception {
    try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
      everyThreadSeesTheSameBits(operator, pool);
    }
  }

  private static void everyThreadSeesTheSameBits(OperatorCase operator, ExecutorService pool)
      throws Exception {
    Caller alone = operator.callers().get();
    alone.run().run();
    CyclicBarrier start = new CyclicBarrier(THREADS);
    List<Future<Object>> outputs = new ArrayList<>();
    for (int thread = 0; thread < THREADS; thread++) {
      outputs.add(pool.submit(caller(operator, start)));
    }
    for (Future<Object> output : outputs) {
      // One array of any type in each: equality is bit for bit, NaN included.
      assertThat(Arrays.deepEquals(new Object[] {output.get()}, new Object[] {alone.output()}))
          .isTrue();
    }
  }

  private static Callable<Object> caller(OperatorCase operator, CyclicBarrier start) {
    return () -> {
      Caller caller = operator.callers().get();
      start.await();
      for (int call = 0; call < CALLS; call++) {
        caller.run().run();
      }
      return caller.output();
    };
  }
}
