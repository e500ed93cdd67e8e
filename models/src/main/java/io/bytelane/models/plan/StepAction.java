package io.bytelane.models.plan;

import io.bytelane.Workspace;

/// What a step does in the memory of a session. Immutable; all state is in the frame.
@FunctionalInterface
interface StepAction {
  void run(Frame frame);

  /// The `run` of an operator of the kernels with one operand.
  ///
  /// @param <S> input array
  /// @param <T> output array
  @FunctionalInterface
  interface UnaryRun<S, T> {
    /// Computes `count` rows or images.
    void run(S in, int from, T out, int to, int count, Workspace workspace);
  }

  /// An operator from floats to floats, on `units` rows or images of each batch element.
  static StepAction floats(
      PlannedValue in, PlannedValue out, int units, UnaryRun<float[], float[]> operator) {
    return f ->
        operator.run(f.floats(), in.at(f), f.floats(), out.at(f), units * f.batch(), f.workspace());
  }

  /// An operator from levels to levels; otherwise as that of floats.
  static StepAction levels(
      PlannedValue in, PlannedValue out, int units, UnaryRun<byte[], byte[]> operator) {
    return f ->
        operator.run(f.bytes(), in.at(f), f.bytes(), out.at(f), units * f.batch(), f.workspace());
  }

  /// An operator from levels to floats; otherwise as that of floats.
  static StepAction levelsToFloats(
      PlannedValue in, PlannedValue out, int units, UnaryRun<byte[], float[]> operator) {
    return f ->
        operator.run(f.bytes(), in.at(f), f.floats(), out.at(f), units * f.batch(), f.workspace());
  }
}
