package io.bytelane.models.plan;

import io.bytelane.Dequantize;
import io.bytelane.LookupTable;
import io.bytelane.Quantize;
import io.bytelane.models.graph.Node;
import io.bytelane.models.graph.Tensor;
import io.bytelane.models.pass.FusedActivation;
import io.bytelane.quant.ClampRange;
import io.bytelane.quant.QuantParams;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;

/// Functions of one level, and arithmetic on levels and float numbers, as tables; with the clamp
/// that follows, in whatever order the value lies.
///
/// Functions are tabulated in double. Division, power, root, and whatever meets a float number are
/// what the float graph computes: dequantized, computed and quantized in float32.
final class TableLowering implements Lowering {
  private static final int LEVELS = 256;

  /// What is computed in float32, element by element.
  private static final Set<String> SINGLE =
      Set.of("Add", "Sub", "Mul", "Div", "Pow", "Min", "Max", "Sum", "PRelu", "Sqrt", "Reciprocal");

  @Override
  public boolean accepts(NodeGroup group, PlanFacts facts) {
    Node node = group.core();
    Operand levels = levels(group);
    return levels != null
        && node.domain().isEmpty()
        && group.bias() == null
        && group.writesLevels()
        && facts.isStored(levels.value())
        && facts.isStored(group.output())
        && Arrays.equals(facts.shape(levels.value()), facts.shape(group.output()))
        && group.operands().stream().allMatch(operand -> isTabled(operand, facts))
        && isFunction(group, facts);
  }

  /// The one operand that is read as levels, null where there are none or several.
  private static Operand levels(NodeGroup group) {
    List<Operand> levels =
        group.operands().stream().filter(operand -> operand.params() != null).toList();
    return levels.size() == 1 ? levels.getFirst() : null;
  }

  private static boolean isTabled(Operand operand, PlanFacts facts) {
    return operand.params() != null
        || operand.value().isEmpty()
        || Tensor.elementCount(facts.shape(operand.value())) == 1;
  }

  private static boolean isFunction(NodeGroup group, PlanFacts facts) {
    Node node = group.core();
    if (SINGLE.contains(node.operator()) || LevelFunctions.of(node).isPresent()) {
      return !(node.is("PRelu") && group.operand(0).params() == null) && !node.hasAttribute("axis");
    }
    return group.activation() == null && FusedActivation.of(facts.graph(), node).isPresent();
  }

  @Override
  public void lower(NodeGroup group, PlanContext plan) {
    PlannedValue in = plan.read(levels(group).value());
    PlannedValue out = plan.define(group.output(), in.order());
    LookupTable table = table(group, plan.facts());
    int size = in.unitSize();
    plan.step(
        group,
        table,
        List.of(in),
        out,
        f -> table.run(f.bytes(), in.at(f), f.bytes(), out.at(f), size * f.batch()));
  }

  private static LookupTable table(NodeGroup group, PlanFacts facts) {
    Node node = group.core();
    QuantParams in = levels(group).params();
    QuantParams out = group.outputParams();
    if (SINGLE.contains(node.operator())) {
      return LookupTable.ofLevels(computed(group, facts), out);
    }
    Optional<DoubleUnaryOperator> function = LevelFunctions.of(node);
    if (function.isEmpty()) {
      FusedActivation clamp = FusedActivation.of(facts.graph(), node).orElseThrow();
      return LookupTable.requantize(in, out, ClampRange.clip(clamp.low(), clamp.high(), out));
    }
    DoubleUnaryOperator real = function.orElseThrow();
    float low = group.low();
    float high = group.high();
    return LookupTable.of(in, out, x -> Math.min(Math.max(real.applyAsDouble(x), low), high));
  }

  /// What the generic operator and the clamp give for each level, quantized.
  private static byte[] computed(NodeGroup group, PlanFacts facts) {
    byte[] levels = new byte[LEVELS];
    for (int i = 0; i < LEVELS; i++) {
      levels[i] = (byte) i;
    }
    float[] reals = new float[LEVELS];
    Dequantize.of(levels(group).params()).run(levels, 0, reals, 0, LEVELS);
    List<Tensor> inputs = new ArrayList<>();
    for (Operand operand : group.operands()) {
      inputs.add(
          operand.params() != null
              ? Tensor.of(new int[] {LEVELS}, reals)
              : facts.constant(operand.value()).orElseThrow().reshaped());
    }
    float[] results = facts.evaluator().evaluate(group.core(), inputs).getFirst().floats().clone();
    for (int i = 0; i < LEVELS; i++) {
      results[i] = Math.min(Math.max(results[i], group.low()), group.high());
    }
    Quantize.of(group.outputParams()).run(results, 0, levels, 0, LEVELS);
    return levels;
  }
}
