package io.bytelane.models.plan;

import io.bytelane.Conv2d;
import io.bytelane.Conv2dGeometry;
import io.bytelane.FloatConv2d;
import io.bytelane.models.graph.Node;
import io.bytelane.models.graph.Tensor;
import io.bytelane.quant.ClampRange;
import io.bytelane.quant.PerChannelQuantParams;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Convolutions over one or two spatial axes with constant weights, int8 and float32, in
/// channels-last order.
final class ConvLowering implements Lowering {
  @Override
  public boolean accepts(NodeGroup group, PlanFacts facts) {
    if (!group.isCore("Conv") || group.bias() != null) {
      return false;
    }
    Node conv = group.core();
    if (!facts.isStored(group.operand(0).value())
        || !facts.isStored(group.output())
        || !facts.isFloatConstant(conv.input(1))
        || window(group, facts).isEmpty()) {
      return false;
    }
    int outputs = weightShape(group, facts)[0];
    if (!LayerBias.isUsable(facts, conv.input(2), outputs)) {
      return false;
    }
    if (!group.readsLevels()) {
      return !group.writesLevels() && facts.isStoredFloat(group.operand(0).value());
    }
    return facts.quantizedConstant(conv.input(1)).flatMap(w -> w.perChannel(0)).isPresent();
  }

  private static int[] weightShape(NodeGroup group, PlanFacts facts) {
    return facts.shape(group.core().input(1));
  }

  private static Optional<SpatialWindow> window(NodeGroup group, PlanFacts facts) {
    int[] weights = weightShape(group, facts);
    long[] kernel = Arrays.stream(weights).skip(2).asLongStream().toArray();
    return SpatialWindow.of(group.core(), facts.shape(group.operand(0).value()), kernel);
  }

  @Override
  public void lower(NodeGroup group, PlanContext plan) {
    PlanFacts facts = plan.facts();
    SpatialWindow window = window(group, facts).orElseThrow();
    int[] shape = facts.shape(group.operand(0).value());
    int[] weights = weightShape(group, facts);
    int groups = (int) group.core().intAttribute("group", 1);
    Conv2dGeometry geometry = window.convolution(shape[1], weights[0], groups);
    PlannedValue in =
        plan.read(
            group.operand(0).value(), StorageOrder.channelsLast(shape[1], window.inputPixels()));
    PlannedValue out =
        plan.define(group.output(), StorageOrder.channelsLast(weights[0], window.outputPixels()));
    if (group.readsLevels()) {
      lowerLevels(group, plan, geometry, in, out);
    } else {
      lowerFloats(group, plan, geometry, in, out);
    }
  }

  private static void lowerFloats(
      NodeGroup group,
      PlanContext plan,
      Conv2dGeometry geometry,
      PlannedValue in,
      PlannedValue out) {
    Node conv = group.core();
    Tensor weights = plan.facts().constant(conv.input(1)).orElseThrow();
    FloatConv2d operator =
        FloatConv2d.builder(geometry)
            .name(conv.name())
            .weights(ChannelsLast.weights(weights.floats(), weights.shape()))
            .bias(LayerBias.floats(plan.facts(), conv.input(2), weights.dimension(0)).orElse(null))
            .clamp(group.low(), group.high())
            .build();
    int images = in.leading();
    plan.step(group, operator, List.of(in), out, StepAction.floats(in, out, images, operator::run));
  }

  private static void lowerLevels(
      NodeGroup group,
      PlanContext plan,
      Conv2dGeometry geometry,
      PlannedValue in,
      PlannedValue out) {
    Node conv = group.core();
    PlanFacts facts = plan.facts();
    QuantizedConstant weights = facts.quantizedConstant(conv.input(1)).orElseThrow();
    PerChannelQuantParams params = weights.perChannel(0).orElseThrow();
    Conv2d.Builder builder =
        Conv2d.builder(geometry)
            .name(conv.name())
            .input(group.operand(0).params())
            .weights(
                ChannelsLast.weights(weights.levels().bytes(), weights.levels().shape()), params)
            .bias(LayerBias.levels(facts, conv.input(2), group.operand(0).params(), params));
    int images = in.leading();
    if (group.writesLevels()) {
      Conv2d operator =
          builder
              .output(group.outputParams())
              .clamp(ClampRange.clip(group.low(), group.high(), group.outputParams()))
              .build();
      plan.step(
          group, operator, List.of(in), out, StepAction.levels(in, out, images, operator::run));
    } else {
      Conv2d operator = builder.outputFloat().clamp(group.low(), group.high()).build();
      plan.step(
          group,
          operator,
          List.of(in),
          out,
          StepAction.levelsToFloats(in, out, images, operator::run));
    }
  }
}
