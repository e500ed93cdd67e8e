package io.bytelane.tests.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import io.bytelane.KernelPath;
import io.bytelane.models.graph.Tensor;
import io.bytelane.models.plan.ShapePlans;
import io.bytelane.models.plan.ShapeSession;
import io.bytelane.tests.gemm.FloatFill;
import io.bytelane.tests.plan.TestGraph;
import java.lang.management.ManagementFactory;
import java.util.Map;
import org.junit.jupiter.api.Test;
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
    assertAllocatesNothing(operator.toString(), operator.callers().get().run());
  }

  /// Two shapes in turn, so that the session changes plans.
  @Test
  void aWarmSessionOfShapesAllocatesNothing() {
    assumeTrue(KernelPath.active() != KernelPath.SCALAR, "the scalar path has no vectors");
    ShapeSession session =
        ShapePlans.of(
                new TestGraph()
                    .batchInput("x", 16)
                    .floats("w", new int[] {16, 16}, FloatFill.gaussian(256, 1))
                    .node("MatMul", "x,w", "h")
                    .node("Softmax", "h", "y")
                    .outputs("y"),
                2)
            .newSession();
    Map<String, Tensor> three =
        Map.of("x", Tensor.of(new int[] {3, 16}, FloatFill.gaussian(48, 2)));
    Map<String, Tensor> four = Map.of("x", Tensor.of(new int[] {4, 16}, FloatFill.gaussian(64, 3)));
    float[] output = new float[64];
    assertAllocatesNothing(
        "a session of shapes",
        () -> {
          session.run(three, output, 0);
          session.run(four, output, 0);
        });
  }

  private static void assertAllocatesNothing(String what, Runnable run) {
    allocatedBy(run); // the first call of the probe itself loads classes
    long deadline = System.nanoTime() + LIMIT_NANOS;
    long allocated = 0;
    int clean = 0;
    while (clean < CLEAN_BATCHES && System.nanoTime() < deadline) {
      allocated = allocatedBy(run);
      clean = allocated == 0 ? clean + 1 : 0;
    }
    assertThat(allocated).as("bytes allocated by %d warm calls of %s", CALLS, what).isZero();
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
