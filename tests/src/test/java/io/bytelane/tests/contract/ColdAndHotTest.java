package io.bytelane.tests.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.bytelane.tests.contract.OperatorCase.Caller;
import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// One process, one operator, the same bits: at the first call, which is interpreted, while the
/// compilers replace it under way, and when C2 has compiled it.
///
/// First every operator is called once, then each again and again. Vector code is executed by Java
/// fallbacks of the JDK until C2 replaces it by instructions, so that a rounding, a saturation or
/// the order of a sum that the two do not share shows here. Needs a JVM of its own, in which
/// nothing is warm; in any other it still compares.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ColdAndHotTest {
  private static final CompilationMXBean COMPILER = ManagementFactory.getCompilationMXBean();

  /// C2 compiles after 5,000 calls or 40,000 iterations of a loop, in a thread of its own.
  private static final int CALLS = 20_000;

  /// The compilers have done when they report no work for so long.
  private static final long STILL_NANOS = 30_000_000L;

  /// CPU time for the calls of one operator, so that large ones need not make all calls.
  private static final long LIMIT_NANOS = 400_000_000L;

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  /// An operator with the output of its first call.
  static final class Subject {
    final OperatorCase described;
    final Caller caller;
    Object first;

    Subject(OperatorCase described) {
      this.described = described;
      caller = described.callers().get();
    }

    @Override
    public String toString() {
      return described.name();
    }
  }

  private final List<Subject> operators =
      Stream.concat(OperatorCases.all(), QuantizerCases.all().stream()).map(Subject::new).toList();

  Stream<Subject> operators() {
    return operators.stream();
  }

  @ParameterizedTest
  @MethodSource("operators")
  @Order(1)
  void theFirstCallIsTheOracles(Subject operator) {
    operator.caller.run().run();
    operator.first = copy(operator.caller.output());
    if (operator.described.oracle() != null) {
      assertThat(operator.first).isEqualTo(operator.described.oracle().get());
    }
  }

  @ParameterizedTest
  @MethodSource("operators")
  @Order(2)
  void everyLaterCallGivesTheBitsOfTheFirst(Subject operator) {
    Object output = operator.caller.output();
    Object[] now = {output};
    Object[] first = {operator.first};
    long deadline = THREADS.getCurrentThreadCpuTime() + LIMIT_NANOS;
    long compiled = COMPILER.getTotalCompilationTime();
    long stillSince = System.nanoTime();
    int calls = 1;
    boolean still = false;
    while (!(still && calls >= CALLS) && THREADS.getCurrentThreadCpuTime() < deadline) {
      spoil(output);
      operator.caller.run().run();
      calls++;
      assertThat(Arrays.deepEquals(now, first)).as("bits of call %d", calls).isTrue();
      long total = COMPILER.getTotalCompilationTime();
      if (total != compiled) {
        compiled = total;
        stillSince = System.nanoTime();
      }
      still = System.nanoTime() - stillSince > STILL_NANOS;
    }
  }

  /// A call that wrote nothing must not pass.
  private static void spoil(Object output) {
    switch (output) {
      case byte[] bytes -> bytes[bytes.length / 2] ^= 1;
      case short[] shorts -> shorts[shorts.length / 2] ^= 1;
      case int[] ints -> ints[ints.length / 2] ^= 1;
      case float[] floats -> floats[floats.length / 2] += 1;
      default -> throw new IllegalArgumentException("output: " + output.getClass());
    }
  }

  private static Object copy(Object output) {
    return switch (output) {
      case byte[] bytes -> bytes.clone();
      case short[] shorts -> shorts.clone();
      case int[] ints -> ints.clone();
      case float[] floats -> floats.clone();
      default -> throw new IllegalArgumentException("output: " + output.getClass());
    };
  }
}
