package io.bytelane.bench;

import java.util.function.IntFunction;
import java.util.function.Supplier;

/// A contender made of two functions, for operators that need nothing else.
///
/// @param operation runs an operand set and returns the output
/// @param comparison compares all outputs with the oracle
/// @param allocates whether a run allocates its output
public record LambdaContender(
    IntFunction<Object> operation, Supplier<Check> comparison, boolean allocates)
    implements Contender {
  /// Creates a contender that allocates nothing.
  public LambdaContender(IntFunction<Object> operation, Supplier<Check> comparison) {
    this(operation, comparison, false);
  }

  @Override
  public Object run(int slot) {
    return operation.apply(slot);
  }

  @Override
  public Check check() {
    return comparison.get();
  }
}
