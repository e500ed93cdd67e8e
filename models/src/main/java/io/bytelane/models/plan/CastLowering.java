package io.bytelane.models.plan;

import io.bytelane.models.graph.Tensor;
import java.util.List;

/// Integers, which live in tensors, to floats in the memory of a session.
final class CastLowering implements Lowering {
  @Override
  public boolean accepts(NodeGroup group, PlanFacts facts) {
    return group.fusion() instanceof CastParts && facts.isStoredFloat(group.output());
  }

  @Override
  public void lower(NodeGroup group, PlanContext plan) {
    PlannedValue in = plan.read(group.operand(0).value(), StorageOrder.ROW_MAJOR);
    PlannedValue out = plan.define(group.output(), StorageOrder.ROW_MAJOR);
    plan.step(
        "IntegersToFloats",
        PlanContext.nodeNames(group),
        List.of(in),
        List.of(out),
        f -> {
          Tensor integers = f.tensors()[in.region().offset()];
          int to = out.at(f);
          for (int i = 0; i < integers.size(); i++) {
            f.floats()[to + i] = integers.longAt(i);
          }
        });
  }
}
