package io.bytelane.tests.conformance;

/// Runs cases of one kind and asserts what they expect.
@FunctionalInterface
public interface CaseCheck {
  /// Computes `c` with `engine` and compares.
  void run(ConformanceCase c, Engine engine);
}
