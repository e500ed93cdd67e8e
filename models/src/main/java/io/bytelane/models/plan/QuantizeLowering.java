package io.bytelane.models.plan;

import io.bytelane.Quantize;
import io.bytelane.models.graph.Node;
import io.bytelane.quant.QuantParams;
import java.util.List;

/// QuantizeLinear to one 8-bit scale, in whatever order its input lies.
final class QuantizeLowering implements Lowering {
  @Override
  public boolean accepts(NodeGroup group, PlanFacts facts) {
    return group.isCore("QuantizeLinear")
        && group.isSingle()
        && facts.isStoredFloat(group.core().input(0))
        && facts.isStored(group.output())
        && facts.scalarParams(group.core()).isPresent();
  }

  @Override
  public void lower(NodeGroup group, PlanContext plan) {
    Node node = group.core();
    QuantParams params = plan.facts().scalarParams(node).orElseThrow();
    PlannedValue in = plan.read(node.input(0));
    PlannedValue out = plan.define(group.output(), in.order());
    Quantize operator = Quantize.of(params);
    int size = in.unitSize();
    plan.step(
        operator,
        PlanContext.nodeNames(group),
        List.of(in),
        out,
        params,
        f -> operator.run(f.floats(), in.at(f), f.bytes(), out.at(f), size * f.batch()));
  }
}
