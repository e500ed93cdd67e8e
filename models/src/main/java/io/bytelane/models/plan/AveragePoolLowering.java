package io.bytelane.models.plan;

import io.bytelane.AveragePool2d;
import io.bytelane.FloatAveragePool2d;
import io.bytelane.Pool2dGeometry;
import io.bytelane.models.graph.Node;
import io.bytelane.quant.ClampRange;
import java.util.List;
import java.util.Optional;

/// Average pools over one or two spatial axes, windowed and global, in channels-last order.
final class AveragePoolLowering implements Lowering {
  @Override
  public boolean accepts(NodeGroup group, PlanFacts facts) {
    boolean global = Pools.isGlobal(group.core(), "GlobalAveragePool", "ReduceMean", facts);
    if ((!global && !group.isCore("AveragePool")) || group.readsLevels() != group.writesLevels()) {
      return false;
    }
    if (!facts.isStored(group.operand(0).value())
        || !facts.isStored(group.output())
        || geometry(group, facts).isEmpty()) {
      return false;
    }
    return group.readsLevels()
        ? group.operand(0).params().type() == group.outputParams().type()
        : group.activation() == null && facts.isStoredFloat(group.operand(0).value());
  }

  private static Optional<Pool2dGeometry> geometry(NodeGroup group, PlanFacts facts) {
    Node pool = group.core();
    int[] shape = facts.shape(group.operand(0).value());
    if (Pools.isGlobal(pool, "GlobalAveragePool", "ReduceMean", facts)) {
      return Pools.global(shape);
    }
    Optional<SpatialWindow> window =
        SpatialWindow.of(pool, shape, pool.intsAttribute("kernel_shape", null))
            .filter(w -> w.dilations()[0] == 1 && w.dilations()[1] == 1)
            // What counts as padding in a window that hangs over is the generic operator's
            // business.
            .filter(w -> !w.ceilMode() || !countsPadding(pool));
    return Pools.geometry(window, shape);
  }

  private static boolean countsPadding(Node pool) {
    return pool.intAttribute("count_include_pad", 0) != 0;
  }

  @Override
  public void lower(NodeGroup group, PlanContext plan) {
    Pool2dGeometry geometry = geometry(group, plan.facts()).orElseThrow();
    PlannedValue in = Pools.input(group, plan, geometry);
    PlannedValue out = Pools.output(group, plan, geometry);
    int images = in.leading();
    boolean countsPadding = countsPadding(group.core());
    if (group.readsLevels()) {
      AveragePool2d operator =
          AveragePool2d.builder(geometry, group.operand(0).params())
              .output(group.outputParams())
              .countIncludePad(countsPadding)
              .clamp(ClampRange.clip(group.low(), group.high(), group.outputParams()))
              .build();
      plan.step(
          group, operator, List.of(in), out, StepAction.levels(in, out, images, operator::run));
    } else {
      FloatAveragePool2d operator = FloatAveragePool2d.of(geometry, countsPadding);
      plan.step(
          group, operator, List.of(in), out, StepAction.floats(in, out, images, operator::run));
    }
  }
}
