package io.bytelane.models.plan;

import io.bytelane.LayerNorm;
import java.util.List;

/// Layer normalization along the last axis.
final class LayerNormLowering implements Lowering {
  @Override
  public boolean accepts(NodeGroup group, PlanFacts facts) {
    return group.fusion() instanceof LayerNormParts && facts.isStored(group.output());
  }

  @Override
  public void lower(NodeGroup group, PlanContext plan) {
    LayerNormParts parts = (LayerNormParts) group.fusion();
    PlannedValue in = plan.read(parts.input(), StorageOrder.ROW_MAJOR);
    PlannedValue out = plan.define(group.output(), StorageOrder.ROW_MAJOR);
    int length = in.shape()[in.shape().length - 1];
    PlanFacts facts = plan.facts();
    float[] shift = parts.shift().isEmpty() ? null : facts.floatRow(parts.shift(), length);
    LayerNorm operator =
        LayerNorm.of(facts.floatRow(parts.scale(), length), shift, parts.epsilon());
    int rows = in.unitSize() / length;
    plan.step(group, operator, List.of(in), out, StepAction.floats(in, out, rows, operator::run));
  }
}
