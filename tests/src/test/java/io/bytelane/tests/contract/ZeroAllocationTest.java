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
import java.io.BufferedReader;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
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
  private static final int PROCESSES = 3;
  private static final long LIMIT_NANOS = 20_000_000_000L;

  /// Until C2 has compiled the kernels, interpreted vector code allocates; so batches run until
  /// some in a row allocated nothing, or until it is clear that they never will.
  @ParameterizedTest
  @MethodSource("io.bytelane.tests.contract.OperatorCases#all")
  void aWarmRunAllocatesNothing(OperatorCase operator) throws Exception {
    assumeTrue(KernelPath.active() != KernelPath.SCALAR, "the scalar path has no vectors");
    assumeTrue(
        System.getProperty("java.vm.info", "").startsWith("mixed mode"),
        "C2 does not run in this mode");
    if (allocates(operator.callers().get().run()) != 0) {
      // Ninety operators in one process leave profiles that can keep C2 from inlining one of them,
      // as README says. What is promised is a process that such profiles have not met. What C2
      // inlines there still depends on the moment at which it compiles, so on the load of the
      // machine: an operator fails that allocates in each of several processes.
      List<String> processes = new ArrayList<>();
      while (processes.size() < PROCESSES && !processes.contains("0")) {
        processes.add(allocatesAlone(operator.toString()));
      }
      assertThat(processes)
          .as("bytes allocated by %d warm calls of %s, alone in a process", CALLS, operator)
          .contains("0");
    }
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
    assertThat(allocates(run)).as("bytes allocated by %d warm calls of %s", CALLS, what).isZero();
  }

  /// Returns the bytes of the last batch of calls: 0 after some batches without allocation, others
  /// when the time is over.
  private static long allocates(Runnable run) {
    allocatedBy(run); // the first call of the probe itself loads classes
    long deadline = System.nanoTime() + LIMIT_NANOS;
    long allocated = 0;
    int clean = 0;
    while (clean < CLEAN_BATCHES && System.nanoTime() < deadline) {
      allocated = allocatedBy(run);
      clean = allocated == 0 ? clean + 1 : 0;
    }
    return clean == CLEAN_BATCHES ? 0 : Math.max(allocated, 1);
  }

  /// Returns what [#main] prints in a JVM of its own, with the flags of this one.
  private static String allocatesAlone(String operator) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElseThrow());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    String path = System.getProperty("io.bytelane.path");
    if (path != null) {
      command.add("-Dio.bytelane.path=" + path);
    }
    command.add(ZeroAllocationTest.class.getName());
    command.add(operator);
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    try (BufferedReader output = process.inputReader()) {
      return output.readLine();
    } finally {
      process.destroy();
    }
  }

  /// Prints the bytes that warm calls of one operator allocate in this process.
  ///
  /// @param args the name of the operator case
  public static void main(String[] args) {
    OperatorCase operator =
        OperatorCases.all().filter(c -> c.toString().equals(args[0])).findFirst().orElseThrow();
    System.out.println(allocates(operator.callers().get().run()));
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
