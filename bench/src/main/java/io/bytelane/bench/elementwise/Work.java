package io.bytelane.bench.elementwise;

import io.bytelane.bench.Check;
import io.bytelane.bench.Contender;
import io.bytelane.bench.LambdaContender;
import io.bytelane.bench.Outputs;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/// What one operator does with a slot of operands: the operator of Bytelane, and the oracle's loop.
///
/// @param <T> the array that holds the output
/// @param outputs makes an output array
/// @param operator Bytelane's operator
/// @param oracle the textbook loop
/// @param operatorAllocates whether the operator returns its result in new arrays
/// @param oracleAllocates whether the oracle does
/// @param comparison compares an output with the oracle's
record Work<T>(
    Supplier<T> outputs,
    Run<T> operator,
    Run<T> oracle,
    boolean operatorAllocates,
    boolean oracleAllocates,
    BiFunction<T, T, Check> comparison) {
  /// Computes the output of a slot.
  interface Run<T> {
    /// Writes `output`.
    void run(int slot, T output);
  }

  /// Work with levels as output.
  static Work<byte[]> levels(int length, Run<byte[]> operator, Run<byte[]> oracle) {
    return new Work<>(
        () -> new byte[length],
        operator,
        oracle,
        false,
        false,
        (expected, actual) -> Outputs.compare(expected, 0, actual, 0, length));
  }

  /// Work with floats as output, equal within the tolerance of [Outputs].
  static Work<float[]> floats(int length, Run<float[]> operator, Run<float[]> oracle) {
    return new Work<>(
        () -> new float[length],
        operator,
        oracle,
        false,
        false,
        (expected, actual) -> Outputs.compare(expected, 0, actual, 0, length));
  }

  /// Work with floats as output, equal bit for bit.
  static Work<float[]> exactFloats(int length, Run<float[]> operator, Run<float[]> oracle) {
    return new Work<>(
        () -> new float[length],
        operator,
        oracle,
        false,
        false,
        (expected, actual) -> Outputs.compare(bits(expected), 0, bits(actual), 0, length));
  }

  /// Work whose result is a new object, which the output refers to.
  ///
  /// @param comparison compares a result with the oracle's
  static <R> Work<AtomicReference<R>> results(
      Run<AtomicReference<R>> operator,
      Run<AtomicReference<R>> oracle,
      BiFunction<R, R, Check> comparison) {
    return new Work<>(
        AtomicReference::new,
        operator,
        oracle,
        true,
        true,
        (expected, actual) -> comparison.apply(expected.getPlain(), actual.getPlain()));
  }

  /// Returns this work with an oracle that allocates.
  Work<T> withAllocatingOracle() {
    return new Work<>(outputs, operator, oracle, operatorAllocates, true, comparison);
  }

  Contender ofOperator() {
    return contender(operator, operatorAllocates);
  }

  Contender ofOracle() {
    return contender(oracle, oracleAllocates);
  }

  private Contender contender(Run<T> run, boolean allocates) {
    T output = outputs.get();
    IntFunction<Object> operation =
        slot -> {
          run.run(slot, output);
          return output;
        };
    return new LambdaContender(operation, () -> check(run, output), allocates);
  }

  private Check check(Run<T> run, T output) {
    T expected = outputs.get();
    Check total = Check.EMPTY;
    for (int slot = 0; slot < Contender.SLOTS; slot++) {
      oracle.run(slot, expected);
      run.run(slot, output);
      total = total.plus(comparison.apply(expected, output));
    }
    return total;
  }

  static int[] bits(float[] values) {
    int[] bits = new int[values.length];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = Float.floatToRawIntBits(values[i]);
    }
    return bits;
  }
}
