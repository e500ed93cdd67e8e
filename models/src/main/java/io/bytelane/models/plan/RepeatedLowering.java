package io.bytelane.models.plan;

import io.bytelane.FloatBinary;
import io.bytelane.FloatBinary.Operation;
import io.bytelane.models.graph.Node;
import io.bytelane.models.graph.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/// Arithmetic on floats where one operand, a constant or a value, is smaller and repeats: a single
/// value, a value for each column or for each channel of images, anything whose shape is the end of
/// the other one's; with the clamp that follows. Other forms of broadcasting are left to the
/// generic operators.
final class RepeatedLowering implements Lowering {
  private static final Set<String> COMMUTATIVE = Set.of("Add", "Sum", "Mul", "Min", "Max");

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
          side == 1 || COMMUTATIVE.contains(node.operator()) || isNumber(small, node, facts);
      if (usable
          && facts.isStoredFloat(full)
          && Arrays.equals(facts.shape(full), facts.shape(group.output()))
          && (facts.isStoredFloat(small) || facts.isFloatConstant(small))
          && (repeats(facts.shape(small), facts.shape(full))
              || repeatsChannels(small, facts.shape(full), facts))) {
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

  /// Whether a value has one element for each channel of images: it repeats where these lie
  /// channels last.
  private static boolean repeatsChannels(String small, int[] full, PlanFacts facts) {
    int[] shape = facts.shape(small);
    int missing = full.length - shape.length;
    if (full.length < 3 || missing < 0 || missing > 1 || shape[1 - missing] != full[1]) {
      return false;
    }
    int leading = missing == 1 ? 1 : shape[0];
    boolean images = facts.isStored(small) ? missing == 0 && leading == full[0] : leading == 1;
    return images && Tensor.elementCount(shape) == leading * full[1];
  }

  /// The order in which the larger operand repeats the smaller one.
  private static StorageOrder order(String full, String small, PlanContext plan) {
    PlanFacts facts = plan.facts();
    int[] shape = facts.shape(full);
    if (Tensor.elementCount(facts.shape(small)) == 1) {
      return plan.read(full).order();
    }
    return repeats(facts.shape(small), shape)
        ? StorageOrder.ROW_MAJOR
        : StorageOrder.channelsLast(shape[1], Tensor.elementCount(shape) / shape[0] / shape[1]);
  }

  @Override
  public void lower(NodeGroup group, PlanContext plan) {
    Node node = group.core();
    PlanFacts facts = plan.facts();
    int side = repeatedSide(group, facts);
    String small = node.input(side);
    StorageOrder order = order(node.input(1 - side), small, plan);
    PlannedValue full = plan.read(node.input(1 - side), order);
    float[] constant = facts.floatConstant(small).orElse(null);
    if (constant == null) {
      PlannedValue repeated = plan.read(small, StorageOrder.ROW_MAJOR);
      PlannedValue out = plan.define(group.output(), order);
      addValue(group, plan, full, repeated, out);
      return;
    }
    PlannedValue out = plan.define(group.output(), order);
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
    boolean channels = !repeats(repeated.shape(), full.shape());
    int images = channels ? full.leading() : 1;
    int size = full.unitSize() / images;
    int period = repeated.unitSize() / images;
    plan.step(
        group,
        operator,
        List.of(full, repeated),
        out,
        f -> {
          for (int unit = 0; unit < f.batch() * images; unit++) {
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
