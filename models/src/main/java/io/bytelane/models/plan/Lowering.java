package io.bytelane.models.plan;

/// Turns groups of one kind into steps. Stateless.
interface Lowering {
  /// Says whether this lowering can compute a group, activation, bias and quantization included.
  boolean accepts(NodeGroup group, PlanFacts facts);

  /// Adds the steps of an accepted group.
  void lower(NodeGroup group, PlanContext plan);
}
