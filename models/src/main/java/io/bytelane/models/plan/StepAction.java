package io.bytelane.models.plan;

/// What a step does in the memory of a session. Immutable; all state is in the frame.
@FunctionalInterface
interface StepAction {
  void run(Frame frame);
}
