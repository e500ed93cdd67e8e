package io.bytelane.models.plan;

import io.bytelane.models.graph.Node;
import io.bytelane.models.pass.FusedActivation;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Functions of one float: a clamp, or what the kernels have; in whatever order the value lies.
/// Other functions are left to the generic operators, those of levels to [TableLowering].
final class FunctionLowering implements Lowering {
  @Override
  public boolean accepts(NodeGroup group, PlanFacts facts) {
    Node node = group.core();
    if (!node.domain().isEmpty()
        || node.inputs().isEmpty()
        || group.activation() != null
        || group.readsLevels()
        || group.writesLevels()
        || !facts.isStoredFloat(node.input(0))
        || !facts.isStoredFloat(group.output())) {
      return false;
    }
    return FusedActivation.of(facts.graph(), node).isPresent()
        || (FloatMap.of(node, facts).isPresent()
            && Arrays.equals(facts.shape(node.input(0)), facts.shape(group.output())));
  }

  @Override
  public void lower(NodeGroup group, PlanContext plan) {
    Optional<FusedActivation> clamp = FusedActivation.of(plan.facts().graph(), group.core());
    if (clamp.isEmpty()) {
      step(group, plan, FloatMap.of(group.core(), plan.facts()).orElseThrow());
      return;
    }
    PlannedValue in = plan.read(group.operand(0).value());
    PlannedValue out = plan.define(group.output(), in.order());
    int size = in.unitSize();
    float low = clamp.orElseThrow().low();
    float high = clamp.orElseThrow().high();
    plan.step(
        "FloatClamp",
        PlanContext.nodeNames(group),
        List.of(in),
        List.of(out),
        f -> {
          float[] floats = f.floats();
          int from = in.at(f);
          int to = out.at(f);
          for (int i = 0; i < size * f.batch(); i++) {
            floats[to + i] = Math.min(Math.max(floats[from + i], low), high);
          }
        });
  }

  /// Adds the step of a function of floats.
  static void step(NodeGroup group, PlanContext plan, FloatMap map) {
    PlannedValue in = plan.read(group.operand(0).value());
    PlannedValue out = plan.define(group.output(), in.order());
    int size = in.unitSize();
    plan.step(
        group,
        map.operator(),
        List.of(in),
        out,
        f -> map.run().run(f.floats(), in.at(f), f.floats(), out.at(f), size * f.batch()));
  }
}
