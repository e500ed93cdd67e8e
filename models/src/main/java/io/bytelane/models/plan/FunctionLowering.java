package io.bytelane.models.plan;

import io.bytelane.Activations;
import io.bytelane.LookupTable;
import io.bytelane.models.graph.Node;
import io.bytelane.models.pass.FusedActivation;
import io.bytelane.quant.ClampRange;
import io.bytelane.quant.QuantParams;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;

/// Functions of one value: a table for levels, a clamp or a polynomial for floats; in whatever
/// order the value lies. Functions that the kernels do not have are left to the generic operators.
final class FunctionLowering implements Lowering {
  @Override
  public boolean accepts(NodeGroup group, PlanFacts facts) {
    Node node = group.core();
    if (!node.domain().isEmpty()
        || node.inputs().isEmpty()
        || group.activation() != null
        || group.readsLevels() != group.writesLevels()
        || !facts.isStored(group.operand(0).value())
        || !facts.isStored(group.output())) {
      return false;
    }
    boolean clamp = FusedActivation.of(facts.graph(), node).isPresent();
    return group.readsLevels()
        ? clamp || function(node).isPresent()
        : (clamp || FloatMap.of(node, facts).isPresent())
            && facts.isStoredFloat(group.operand(0).value())
            && Arrays.equals(facts.shape(node.input(0)), facts.shape(group.output()));
  }

  private static Optional<DoubleUnaryOperator> function(Node node) {
    return Optional.ofNullable(
        switch (node.operator()) {
          case "Sigmoid" -> Activations.sigmoid();
          case "Tanh" -> Activations.tanh();
          case "HardSigmoid" ->
              Activations.hardSigmoid(
                  node.floatAttribute("alpha", 0.2f), node.floatAttribute("beta", 0.5f));
          case "HardSwish" -> Activations.hardSwish();
          case "LeakyRelu" -> Activations.leakyRelu(node.floatAttribute("alpha", 0.01f));
          case "Elu" -> Activations.elu(node.floatAttribute("alpha", 1f));
          case "Exp" -> Activations.exp();
          case "Erf" -> Activations.erf();
          case "Gelu" ->
              node.textAttribute("approximate", "none").equals("tanh")
                  ? Activations.geluTanh()
                  : Activations.gelu();
          default -> null;
        });
  }

  @Override
  public void lower(NodeGroup group, PlanContext plan) {
    Optional<FusedActivation> clamp = FusedActivation.of(plan.facts().graph(), group.core());
    if (!group.readsLevels() && clamp.isEmpty()) {
      step(group, plan, FloatMap.of(group.core(), plan.facts()).orElseThrow());
      return;
    }
    PlannedValue in = plan.read(group.operand(0).value());
    PlannedValue out = plan.define(group.output(), in.order());
    int size = in.unitSize();
    if (group.readsLevels()) {
      LookupTable table = table(group, clamp);
      plan.step(
          group,
          table,
          List.of(in),
          out,
          f -> table.run(f.bytes(), in.at(f), f.bytes(), out.at(f), size * f.batch()));
      return;
    }
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

  private static LookupTable table(NodeGroup group, Optional<FusedActivation> clamp) {
    QuantParams in = group.operand(0).params();
    QuantParams out = group.outputParams();
    return clamp
        .map(c -> LookupTable.requantize(in, out, ClampRange.clip(c.low(), c.high(), out)))
        .orElseGet(() -> LookupTable.of(in, out, function(group.core()).orElseThrow()));
  }
}
