package io.bytelane.models.plan;

import io.bytelane.FloatMatMul;
import java.util.ArrayList;
import java.util.List;

/// Matrix products of two values that depend on input data.
final class ProductLowering implements Lowering {
  @Override
  public boolean accepts(NodeGroup group, PlanFacts facts) {
    return group.fusion() instanceof ProductParts && facts.isStoredFloat(group.output());
  }

  @Override
  public void lower(NodeGroup group, PlanContext plan) {
    ProductParts parts = (ProductParts) group.fusion();
    List<PlannedValue> reads = new ArrayList<>();
    for (Operand operand : group.operands()) {
      reads.add(plan.read(operand.value(), StorageOrder.ROW_MAJOR));
    }
    PlannedValue a = reads.get(0);
    PlannedValue b = reads.get(1);
    PlannedValue mask = reads.getLast();
    PlannedValue out = plan.define(group.output(), StorageOrder.ROW_MAJOR);
    int[] d = parts.dimensions();
    FloatMatMul.Builder builder =
        FloatMatMul.builder(d[2], d[3], d[4])
            .matrices(d[1])
            .left(parts.left())
            .right(parts.right())
            .output(parts.output())
            .scale(parts.scale());
    if (!parts.mask().isEmpty()) {
      builder.bias(d[3]);
    }
    FloatMatMul operator = builder.build();
    int units = d[0];
    plan.step(
        group,
        operator,
        reads,
        out,
        f ->
            operator.run(
                f.floats(),
                a.at(f),
                f.floats(),
                b.at(f),
                f.floats(),
                mask.at(f),
                f.floats(),
                out.at(f),
                units * f.batch(),
                f.workspace()));
  }
}
