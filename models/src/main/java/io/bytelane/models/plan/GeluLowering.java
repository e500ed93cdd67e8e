package io.bytelane.models.plan;

import io.bytelane.FloatFunction;

/// Gelu of floats written as a subgraph.
final class GeluLowering implements Lowering {
  @Override
  public boolean accepts(NodeGroup group, PlanFacts facts) {
    return group.fusion() instanceof GeluParts && facts.isStoredFloat(group.output());
  }

  @Override
  public void lower(NodeGroup group, PlanContext plan) {
    FunctionLowering.step(group, plan, FloatMap.of(FloatFunction.of(FloatFunction.Function.GELU)));
  }
}
