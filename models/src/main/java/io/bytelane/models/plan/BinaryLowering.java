package io.bytelane.models.plan;

import io.bytelane.Add;
import io.bytelane.ElementwiseOperator;
import io.bytelane.FloatBinary;
import io.bytelane.FloatBinary.Operation;
import io.bytelane.Max;
import io.bytelane.Min;
import io.bytelane.Mul;
import io.bytelane.Sub;
import io.bytelane.models.graph.Node;
import io.bytelane.quant.ClampRange;
import io.bytelane.quant.QuantParams;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Arithmetic on two values of the same shape, in whatever order they lie, with the clamp that
/// follows. [RepeatedLowering] and [BroadcastLowering] have shapes that need broadcasting.
final class BinaryLowering implements Lowering {
  private static final Map<String, Operation> FLOATS =
      Map.of(
          "Add", Operation.ADD,
          "Sum", Operation.ADD,
          "Sub", Operation.SUB,
          "Mul", Operation.MUL,
          "Div", Operation.DIV,
          "Min", Operation.MIN,
          "Max", Operation.MAX,
          "PRelu", Operation.PRELU);

  /// Before it a second operand could belong to an axis in the middle.
  private static final int ALIGNED_AT_THE_END_SINCE = 7;

  private static final Set<String> LEVELS = Set.of("Add", "Sub", "Mul", "Min", "Max");

  /// Whether the kernels have the operation of a node on levels.
  static boolean hasLevels(Node node) {
    return node.domain().isEmpty() && LEVELS.contains(node.operator()) && node.inputs().size() == 2;
  }

  /// The operation of a node on floats, null where there is none.
  static Operation operation(Node node) {
    boolean aligned =
        node.opset() >= ALIGNED_AT_THE_END_SINCE
            || !(node.is("PRelu") || node.hasAttribute("axis"));
    return node.domain().isEmpty() && node.inputs().size() == 2 && aligned
        ? FLOATS.get(node.operator())
        : null;
  }

  @Override
  public boolean accepts(NodeGroup group, PlanFacts facts) {
    Node node = group.core();
    if (!(group.readsLevels() ? hasLevels(node) : operation(node) != null)
        || group.bias() != null
        || group.readsLevels() != group.writesLevels()) {
      return false;
    }
    String a = group.operand(0).value();
    String b = group.operand(1).value();
    return facts.isStored(a)
        && facts.isStored(b)
        && facts.isStored(group.output())
        && Arrays.equals(facts.shape(a), facts.shape(b))
        && (group.readsLevels() || (facts.isStoredFloat(a) && facts.isStoredFloat(b)));
  }

  @Override
  public void lower(NodeGroup group, PlanContext plan) {
    PlannedValue a = plan.read(group.operand(0).value());
    PlannedValue b = plan.read(group.operand(1).value(), a.order());
    PlannedValue out = plan.define(group.output(), a.order());
    int size = a.unitSize();
    if (group.readsLevels()) {
      ElementwiseOperator operator =
          levels(group, group.operand(0).params(), group.operand(1).params());
      plan.step(
          group,
          operator,
          List.of(a, b),
          out,
          f ->
              operator.run(
                  f.bytes(), a.at(f), f.bytes(), b.at(f), f.bytes(), out.at(f), size * f.batch()));
    } else {
      FloatBinary operator = FloatBinary.of(operation(group.core()), group.low(), group.high());
      plan.step(
          group,
          operator,
          List.of(a, b),
          out,
          f ->
              operator.run(
                  f.floats(),
                  a.at(f),
                  f.floats(),
                  b.at(f),
                  f.floats(),
                  out.at(f),
                  size * f.batch()));
    }
  }

  /// The operator on levels of a group whose operands are quantized so.
  static ElementwiseOperator levels(NodeGroup group, QuantParams a, QuantParams b) {
    QuantParams out = group.outputParams();
    ClampRange clamp = ClampRange.clip(group.low(), group.high(), out);
    return switch (group.core().operator()) {
      case "Add" -> Add.of(a, b, out, clamp);
      case "Sub" -> Sub.of(a, b, out, clamp);
      case "Min" -> Min.of(a, b, out, clamp);
      case "Max" -> Max.of(a, b, out, clamp);
      default -> Mul.of(a, b, out, clamp);
    };
  }
}
