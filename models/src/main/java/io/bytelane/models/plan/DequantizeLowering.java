package io.bytelane.models.plan;

import io.bytelane.Dequantize;
import io.bytelane.models.graph.Node;
import java.util.List;

/// DequantizeLinear of levels with one 8-bit scale, in whatever order they lie.
final class DequantizeLowering implements Lowering {
  @Override
  public boolean accepts(NodeGroup group, PlanFacts facts) {
    return group.isCore("DequantizeLinear")
        && group.isSingle()
        && facts.isStored(group.core().input(0))
        && facts.isStoredFloat(group.output())
        && facts.scalarParams(group.core()).isPresent();
  }

  @Override
  public void lower(NodeGroup group, PlanContext plan) {
    Node node = group.core();
    PlannedValue in = plan.read(node.input(0));
    PlannedValue out = plan.define(group.output(), in.order());
    Dequantize operator = Dequantize.of(plan.facts().scalarParams(node).orElseThrow());
    int size = in.unitSize();
    plan.step(
        group,
        operator,
        List.of(in),
        out,
        f -> operator.run(f.bytes(), in.at(f), f.floats(), out.at(f), size * f.batch()));
  }
}
