package io.bytelane.tests.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import io.bytelane.KernelPath;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A warm `run` allocates nothing: the vectors of the kernels live in registers, and nothing else
/// is created for a call.
class ZeroAllocationTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private static final int CALLS = 200;
  private static final int CLEAN_BATCHES = 3;
  private static final long LIMIT_NANOS = 20_000_000_000L;

  /// Until C2 has compiled the kernels, interpreted vector code allocates; so batches run until
  /// some in a row allocated nothing, or until it is clear that they never will.
  @ParameterizedTest
  @MethodSource("io.bytelane.tests.contract.OperatorCases#all")
  void aWarmRunAllocatesNothing(OperatorCase operator) {
    assumeTrue(KernelPath.active() != KernelPath.SCALAR, "the scalar path has no vectors");
    assumeTrue(
        System.getProperty("java.vm.info", "").startsWith("mixed mode"),
        "C2 does not run in this mode");
    Runnable run = operator.callers().get().run();
    allocatedBy(run); // the first call of the probe itself loads classes
    long deadline = System.nanoTime() + LIMIT_NANOS;
    long allocated = 0;
    int clean = 0;
    while (clean < CLEAN_BATCHES && System.nanoTime() < deadline) {
      allocated = allocatedBy(run);
      clean = allocated == 0 ? clean + 1 : 0;
    }
    assertThat(allocated).as("bytes allocated by %d warm calls of %s", CALLS, operator).isZero();
    assertThat(clean).as("batches without allocation").isEqualTo(CLEAN_BATCHES);
  }

  private static long allocatedBy(Runnable run) {
    long thread = Thread.currentThread().threadId();
    long before = THREADS.getThreadAllocatedBytes(thread);
    for (int i = 0; i < CALLS; i++) {
      run.run();
    }
    return THREADS.getThreadAllocatedBytes(thread) - before;
  }
}
