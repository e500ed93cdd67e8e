package io.bytelane.models.plan;

import io.bytelane.FloatBinary;
import io.bytelane.FloatBinary.Operation;
import io.bytelane.models.graph.Node;
import java.util.Arrays;
import java.util.List;

/// Arithmetic on floats where one operand, a constant or a value, is smaller and repeats: a single
/// value, a value for each column, anything whose shape is the end of the other one's; with the
/// clamp that follows. Other forms of broadcasting are left to the generic operators.
final class RepeatedLowering implements Lowering {
  @Override
  public boolean accepts(NodeGroup group, PlanFacts facts) {
    return BinaryLowering.operation(group.core()) != null
        && group.bias() == null
        && !group.readsLevels()
        && !group.writesLevels()
        && facts.isStoredFloat(group.output())
        && repeatedSide(group, facts) >= 0;
  }

  /// The input that repeats, -1 where none does.
  private static int repeatedSide(NodeGroup group, PlanFacts facts) {
    Node node = group.core();
    for (int side = 1; side >= 0; side--) {
      String full = node.input(1 - side);
      String small = node.input(side);
      boolean usable =
          side == 1 || node.is("Add") || node.is("Mul") || isNumber(small, node, facts);
      if (usable
          && facts.isStoredFloat(full)
          && Arrays.equals(facts.shape(full), facts.shape(group.output()))
          && (facts.isStoredFloat(small) || facts.isFloatConstant(small))
          && repeats(facts.shape(small), facts.shape(full))) {
        return side;
      }
    }
    return -1;
  }

  /// Whether `number - value` can be computed as `number + (-value)`, which is the same.
  private static boolean isNumber(String value, Node node, PlanFacts facts) {
    return node.is("Sub") && facts.floatScalar(value) != null;
  }

  private static boolean repeats(int[] small, int[] full) {
    int leading = 0;
    while (leading < small.length && small[leading] == 1) {
      leading++;
    }
    int rest = small.length - leading;
    for (int i = 1; i <= rest; i++) {
      int length = small[small.length - i];
      if (i > full.length || length == 0 || length != full[full.length - i]) {
        return false;
      }
    }
    return small.length <= full.length;
  }

  @Override
  public void lower(NodeGroup group, PlanContext plan) {
    Node node = group.core();
    PlanFacts facts = plan.facts();
    int side = repeatedSide(group, facts);
    PlannedValue full = plan.read(node.input(1 - side), StorageOrder.ROW_MAJOR);
    String small = node.input(side);
    float[] constant = facts.floatConstant(small).orElse(null);
    if (constant == null) {
      PlannedValue repeated = plan.read(small, StorageOrder.ROW_MAJOR);
      PlannedValue out = plan.define(group.output(), StorageOrder.ROW_MAJOR);
      addValue(group, plan, full, repeated, out);
      return;
    }
    PlannedValue out = plan.define(group.output(), StorageOrder.ROW_MAJOR);
    int size = full.unitSize();
    FloatBinary negation = FloatBinary.of(Operation.MUL);
    boolean negates = node.is("Sub") && side == 0;
    Operation operation = negates ? Operation.ADD : BinaryLowering.operation(node);
    FloatBinary operator = FloatBinary.of(operation, group.low(), group.high());
    float[] minus = {-1f};
    plan.step(
        group,
        operator,
        List.of(full),
        out,
        f -> {
          int length = size * f.batch();
          int from = full.at(f);
          if (negates) {
            negation.runRepeated(f.floats(), from, minus, 0, 1, f.floats(), out.at(f), length);
            from = out.at(f);
          }
          operator.runRepeated(
              f.floats(), from, constant, 0, constant.length, f.floats(), out.at(f), length);
        });
  }

  private static void addValue(
      NodeGroup group,
      PlanContext plan,
      PlannedValue full,
      PlannedValue repeated,
      PlannedValue out) {
    FloatBinary operator =
        FloatBinary.of(BinaryLowering.operation(group.core()), group.low(), group.high());
    int size = full.unitSize();
    int period = repeated.unitSize();
    plan.step(
        group,
        operator,
        List.of(full, repeated),
        out,
        f -> {
          for (int unit = 0; unit < f.batch(); unit++) {
            int at = unit * size;
            operator.runRepeated(
                f.floats(),
                full.at(f) + at,
                f.floats(),
                repeated.at(f) + unit * period,
                period,
                f.floats(),
                out.at(f) + at,
                size);
          }
        });
  }
}
