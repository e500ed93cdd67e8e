package io.bytelane.models.plan;

/// Watches the steps of a run: for calibration, profiles and comparisons.
@FunctionalInterface
public interface StepListener {
  /// Takes note of a finished step. Also called for each input of the graph, with step -1, and once
  /// more for each name that a value has after a reshape, with 0 nanoseconds.
  ///
  /// @param step index in [ExecutionPlan#steps()], or -1
  /// @param value the name of the value that was written
  /// @param nanos how long the step took, 0 for an input
  /// @param floats array that holds the value, in memory order; null where it is not float32 in the
  ///     session's memory, or was only rearranged. Valid during the call, not to be written
  /// @param offset first element
  /// @param length number of elements
  void finished(int step, String value, long nanos, float[] floats, int offset, int length);
}
