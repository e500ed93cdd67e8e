package io.bytelane.tests.contract;

import java.util.function.Supplier;

/// One shared operator of the public API on a small shape.
///
/// @param name shown in reports
/// @param callers gives each thread a caller with an output and a workspace of its own
record OperatorCase(String name, Supplier<Caller> callers) {
  @Override
  public String toString() {
    return name;
  }

  /// @param run runs the operator once
  /// @param output the array that `run` writes
  record Caller(Runnable run, Object output) {}
}
