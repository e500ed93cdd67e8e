package io.bytelane.models.plan;

import io.bytelane.FloatSoftmax;
import io.bytelane.Softmax;
import io.bytelane.models.graph.Node;
import java.util.List;

/// Softmax and LogSoftmax along the last axis. Levels: Softmax only.
final class SoftmaxLowering implements Lowering {
  /// The first opset that works along one axis; before, all axes from it on count as one row.
  private static final int ONE_AXIS_SINCE = 13;

  @Override
  public boolean accepts(NodeGroup group, PlanFacts facts) {
    boolean logarithm = group.isCore("LogSoftmax");
    if ((!logarithm && !group.isCore("Softmax"))
        || group.activation() != null
        || group.readsLevels() != group.writesLevels()
        || !facts.isStored(group.operand(0).value())
        || !facts.isStored(group.output())
        || rowLength(group, facts) < 1) {
      return false;
    }
    return group.readsLevels() ? !logarithm : facts.isStoredFloat(group.operand(0).value());
  }

  /// The length of a row, -1 where rows are not consecutive.
  private static int rowLength(NodeGroup group, PlanFacts facts) {
    Node node = group.core();
    int[] shape = facts.shape(group.output());
    boolean oneAxis = node.opset() >= ONE_AXIS_SINCE;
    long given = node.intAttribute("axis", oneAxis ? -1 : 1);
    int axis = (int) (given < 0 ? given + shape.length : given);
    boolean batchInside = axis < 1;
    if (batchInside || (oneAxis && axis != shape.length - 1)) {
      return -1;
    }
    int length = 1;
    for (int i = axis; i < shape.length; i++) {
      length *= shape[i];
    }
    return length;
  }

  @Override
  public void lower(NodeGroup group, PlanContext plan) {
    int length = rowLength(group, plan.facts());
    PlannedValue in = plan.read(group.operand(0).value(), StorageOrder.ROW_MAJOR);
    PlannedValue out = plan.define(group.output(), StorageOrder.ROW_MAJOR);
    int rows = in.unitSize() / length;
    if (group.readsLevels()) {
      Softmax operator = Softmax.of(group.operand(0).params(), group.outputParams());
      plan.step(
          group,
          operator,
          List.of(in),
          out,
          f -> operator.run(f.bytes(), in.at(f), f.bytes(), out.at(f), rows * f.batch(), length));
      return;
    }
    if (group.isCore("Softmax")) {
      FloatSoftmax operator = FloatSoftmax.of(length);
      plan.step(group, operator, List.of(in), out, StepAction.floats(in, out, rows, operator::run));
      return;
    }
    plan.step(
        "FloatLogSoftmax",
        PlanContext.nodeNames(group),
        List.of(in),
        List.of(out),
        f -> {
          for (int row = 0; row < rows * f.batch(); row++) {
            logarithms(f.floats(), in.at(f) + row * length, out.at(f) + row * length, length);
          }
        });
  }

  private static void logarithms(float[] data, int from, int to, int length) {
    float max = Float.NEGATIVE_INFINITY;
    for (int i = 0; i < length; i++) {
      max = Math.max(max, data[from + i]);
    }
    double sum = 0;
    for (int i = 0; i < length; i++) {
      sum += Math.exp((double) data[from + i] - max);
    }
    double log = Math.log(sum);
    for (int i = 0; i < length; i++) {
      data[to + i] = (float) ((double) data[from + i] - max - log);
    }
  }
}
