package io.bytelane.models.plan;

import io.bytelane.FloatResample;
import io.bytelane.models.graph.DataType;
import io.bytelane.models.graph.Node;
import io.bytelane.models.graph.Tensor;
import io.bytelane.models.operator.ResizeTaps;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Linear and cubic resizing of images of floats, in channels-last order. Copies of the nearest
/// pixel are moves: [MoveLowering].
final class ResizeLowering implements Lowering {
  private static final int IMAGE_RANK = 4;

  @Override
  public boolean accepts(NodeGroup group, PlanFacts facts) {
    Node node = group.core();
    return node.domain().isEmpty()
        && (node.is("Resize") || node.is("Upsample"))
        && group.isSingle()
        && !group.readsLevels()
        && facts.isStoredFloat(node.input(0))
        && facts.isStoredFloat(node.output(0))
        && operator(node, facts).isPresent();
  }

  private static Optional<FloatResample> operator(Node node, PlanFacts facts) {
    int[] shape = facts.shape(node.input(0));
    boolean interpolates =
        !node.textAttribute("mode", "nearest").equals("nearest")
            && !node.textAttribute("coordinate_transformation_mode", "")
                .equals("tf_crop_and_resize");
    boolean known =
        node.inputs().stream().skip(1).allMatch(in -> in.isEmpty() || facts.isConstant(in));
    if (!interpolates || !known || shape.length != IMAGE_RANK || Tensor.elementCount(shape) == 0) {
      return Optional.empty();
    }
    List<Tensor> inputs = new ArrayList<>();
    inputs.add(Tensor.zeros(DataType.FLOAT, shape));
    node.inputs().stream()
        .skip(1)
        .forEach(in -> inputs.add(in.isEmpty() ? null : facts.constant(in).orElseThrow()));
    List<ResizeTaps> taps = ResizeTaps.of(node, inputs);
    if (!taps.get(0).isIdentity(shape[0])
        || !taps.get(1).isIdentity(shape[1])
        || !taps.get(2).isFull()
        || !taps.get(3).isFull()) {
      return Optional.empty();
    }
    return Optional.of(
        FloatResample.of(axis(taps.get(2), shape[2]), axis(taps.get(3), shape[3]), shape[1]));
  }

  private static FloatResample.Axis axis(ResizeTaps taps, int size) {
    return FloatResample.Axis.of(size, taps.sources(), taps.weights());
  }

  @Override
  public void lower(NodeGroup group, PlanContext plan) {
    Node node = group.core();
    FloatResample operator = operator(node, plan.facts()).orElseThrow();
    int[] shape = plan.facts().shape(node.output(0));
    int[] from = plan.facts().shape(node.input(0));
    PlannedValue in =
        plan.read(node.input(0), StorageOrder.channelsLast(from[1], from[2] * from[3]));
    PlannedValue out =
        plan.define(node.output(0), StorageOrder.channelsLast(shape[1], shape[2] * shape[3]));
    int images = in.leading();
    plan.step(group, operator, List.of(in), out, StepAction.floats(in, out, images, operator::run));
  }
}
