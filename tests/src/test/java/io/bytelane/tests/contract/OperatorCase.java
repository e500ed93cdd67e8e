package io.bytelane.tests.contract;

import io.bytelane.Operator;
import io.bytelane.Workspace;
import java.util.function.Supplier;

/// One shared operator of the public API on a small shape.
///
/// @param name shown in reports
/// @param callers gives each thread a caller with an output and a workspace of its own
/// @param oracle what the output is by an oracle that shares no code with the operator; null where
///     there is none to the bit
record OperatorCase(String name, Supplier<Caller> callers, Supplier<Object> oracle) {

  /// A case without an oracle.
  OperatorCase(String name, Supplier<Caller> callers) {
    this(name, callers, null);
  }

  /// One call.
  interface Run<T> {
    void into(T output, Workspace w);
  }

  /// @param run runs the operator once
  /// @param output the array that `run` writes
  record Caller(Runnable run, Object output) {}

  /// Returns the case of an operator on the caller's thread.
  ///
  /// @param output makes an output array
  static <T> OperatorCase of(String name, Operator op, Supplier<T> output, Run<T> run) {
    return of(name, op, 1, output, run);
  }

  /// Returns the case of an operator whose calls are divided.
  static <T> OperatorCase of(
      String name, Operator op, int parallelism, Supplier<T> output, Run<T> run) {
    return new OperatorCase(
        name,
        () -> {
          Workspace w = Workspace.forOperators(parallelism, op);
          T out = output.get();
          return new Caller(() -> run.into(out, w), out);
        },
        null);
  }

  /// Returns this case with its oracle.
  OperatorCase expecting(Supplier<Object> expected) {
    return new OperatorCase(name, callers, expected);
  }

  @Override
  public String toString() {
    return name;
  }
}
