package io.bytelane.models.plan;

import io.bytelane.FloatMaxPool2d;
import io.bytelane.MaxPool2d;
import io.bytelane.Pool2dGeometry;
import io.bytelane.models.graph.DataType;
import io.bytelane.models.graph.Node;
import java.util.List;
import java.util.Optional;

/// Maximum pools over one or two spatial axes, in channels-last order. Levels pass through with
/// their scale and zero point.
final class MaxPoolLowering implements Lowering {
  @Override
  public boolean accepts(NodeGroup group, PlanFacts facts) {
    boolean pools =
        group.isCore("MaxPool")
            || Pools.isGlobal(group.core(), "GlobalMaxPool", "ReduceMax", facts);
    if (!pools || group.activation() != null) {
      return false;
    }
    String input = group.operand(0).value();
    return group.core().output(1).isEmpty()
        && facts.isStored(input)
        && facts.isStored(group.output())
        && ReshapeLowering.keepsLevels(group)
        && geometry(group, facts).isPresent();
  }

  private static Optional<Pool2dGeometry> geometry(NodeGroup group, PlanFacts facts) {
    Node pool = group.core();
    int[] shape = facts.shape(group.operand(0).value());
    if (Pools.isGlobal(pool, "GlobalMaxPool", "ReduceMax", facts)) {
      return Pools.global(shape);
    }
    return Pools.geometry(
        SpatialWindow.of(pool, shape, pool.intsAttribute("kernel_shape", null)), shape);
  }

  @Override
  public void lower(NodeGroup group, PlanContext plan) {
    Pool2dGeometry geometry = geometry(group, plan.facts()).orElseThrow();
    PlannedValue in = Pools.input(group, plan, geometry);
    PlannedValue out = Pools.output(group, plan, geometry);
    int images = in.leading();
    if (in.type() == DataType.FLOAT) {
      FloatMaxPool2d operator = FloatMaxPool2d.of(geometry);
      plan.step(
          group, operator, List.of(in), out, StepAction.floats(in, out, images, operator::run));
    } else {
      MaxPool2d operator = MaxPool2d.of(geometry, QuantizedConstant.quantizedType(in.type()));
      plan.step(
          group, operator, List.of(in), out, StepAction.levels(in, out, images, operator::run));
    }
  }
}
