package io.bytelane.models.plan;

import io.bytelane.FloatTransposedConv2d;
import io.bytelane.TransposedConv2d;
import io.bytelane.TransposedConv2dGeometry;
import io.bytelane.models.graph.Node;
import io.bytelane.models.graph.Tensor;
import io.bytelane.quant.ClampRange;
import io.bytelane.quant.PerChannelQuantParams;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Transposed convolutions over one or two spatial axes with constant weights and explicit padding,
/// int8 and float32, in channels-last order. Those whose output size is given, and int8 ones with
/// groups whose channels have scales of their own, are left to the generic operator.
final class TransposedConvLowering implements Lowering {
  @Override
  public boolean accepts(NodeGroup group, PlanFacts facts) {
    if (!group.isCore("ConvTranspose") || group.bias() != null) {
      return false;
    }
    Node node = group.core();
    if (!facts.isStored(group.operand(0).value())
        || !facts.isStored(group.output())
        || !facts.isFloatConstant(node.input(1))) {
      return false;
    }
    TransposedConv2dGeometry g = geometry(group, facts).orElse(null);
    if (g == null || !LayerBias.isUsable(facts, node.input(2), g.outputChannels())) {
      return false;
    }
    if (!group.readsLevels()) {
      return !group.writesLevels() && facts.isStoredFloat(group.operand(0).value());
    }
    return facts
        .quantizedConstant(node.input(1))
        .filter(w -> g.groups() == 1 || (w.isPerTensor() && w.isByte()))
        .flatMap(w -> w.perChannel(1))
        .isPresent();
  }

  /// Reads the attributes; empty where the output size is chosen in another way than by pads.
  private static Optional<TransposedConv2dGeometry> geometry(NodeGroup group, PlanFacts facts) {
    Node node = group.core();
    int[] in = facts.shape(group.operand(0).value());
    int[] weights = facts.shape(node.input(1));
    int axes = in.length - 2;
    boolean explicit =
        node.textAttribute("auto_pad", "NOTSET").equals("NOTSET")
            && node.intsAttribute("output_shape", null) == null;
    if (axes < 1 || axes > 2 || weights.length != in.length || !explicit) {
      return Optional.empty();
    }
    long[] ones = new long[axes];
    Arrays.fill(ones, 1);
    long[] strides = node.intsAttribute("strides", ones);
    long[] dilations = node.intsAttribute("dilations", ones);
    long[] pads = node.intsAttribute("pads", new long[2 * axes]);
    long[] extra = node.intsAttribute("output_padding", new long[axes]);
    boolean complete =
        strides.length == axes
            && dilations.length == axes
            && pads.length == 2 * axes
            && extra.length == axes;
    if (!complete || Arrays.stream(pads).anyMatch(pad -> pad < 0)) {
      return Optional.empty();
    }
    int groups = (int) node.intAttribute("group", 1);
    int row = axes - 2;
    int column = axes - 1;
    boolean flat = axes == 1;
    try {
      return Optional.of(
          TransposedConv2dGeometry.builder(
                  flat ? 1 : in[2], in[in.length - 1], in[1], weights[1] * groups)
              .kernel(flat ? 1 : weights[2], weights[weights.length - 1])
              .stride(flat ? 1 : (int) strides[row], (int) strides[column])
              .dilation(flat ? 1 : (int) dilations[row], (int) dilations[column])
              .pads(
                  flat ? 0 : (int) pads[row],
                  (int) pads[column],
                  flat ? 0 : (int) pads[axes + row],
                  (int) pads[axes + column])
              .outputPadding(flat ? 0 : (int) extra[row], (int) extra[column])
              .groups(groups)
              .build());
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // the generic operator says what is wrong with the node
    }
  }

  @Override
  public void lower(NodeGroup group, PlanContext plan) {
    TransposedConv2dGeometry g = geometry(group, plan.facts()).orElseThrow();
    int inputPixels = g.inputHeight() * g.inputWidth();
    int outputPixels = g.outputHeight() * g.outputWidth();
    PlannedValue in =
        plan.read(
            group.operand(0).value(), StorageOrder.channelsLast(g.inputChannels(), inputPixels));
    PlannedValue out =
        plan.define(group.output(), StorageOrder.channelsLast(g.outputChannels(), outputPixels));
    if (group.readsLevels()) {
      lowerLevels(group, plan, g, in, out);
    } else {
      lowerFloats(group, plan, g, in, out);
    }
  }

  /// Returns where weight `i` of `[O][taps][I]` lies in the `[C][O / groups][taps]` of ONNX.
  private static int index(int i, TransposedConv2dGeometry g) {
    int inputs = g.inputChannels() / g.groups();
    int outputs = g.outputChannels() / g.groups();
    int taps = g.kernelHeight() * g.kernelWidth();
    int input = i % inputs;
    int tap = i / inputs % taps;
    int output = i / inputs / taps;
    return ((output / outputs * inputs + input) * outputs + output % outputs) * taps + tap;
  }

  private static void lowerFloats(
      NodeGroup group,
      PlanContext plan,
      TransposedConv2dGeometry g,
      PlannedValue in,
      PlannedValue out) {
    Node node = group.core();
    Tensor source = plan.facts().constant(node.input(1)).orElseThrow();
    float[] values = source.floats();
    float[] weights = new float[values.length];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = values[index(i, g)];
    }
    FloatTransposedConv2d operator =
        FloatTransposedConv2d.builder(g)
            .name(node.name())
            .weights(weights)
            .bias(LayerBias.floats(plan.facts(), node.input(2), g.outputChannels()).orElse(null))
            .clamp(group.low(), group.high())
            .build();
    int images = in.leading();
    plan.step(group, operator, List.of(in), out, StepAction.floats(in, out, images, operator::run));
  }

  private static void lowerLevels(
      NodeGroup group,
      PlanContext plan,
      TransposedConv2dGeometry g,
      PlannedValue in,
      PlannedValue out) {
    Node node = group.core();
    QuantizedConstant source = plan.facts().quantizedConstant(node.input(1)).orElseThrow();
    byte[] levels = source.levels().bytes();
    byte[] weights = new byte[levels.length];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = levels[index(i, g)];
    }
    PerChannelQuantParams params = params(source, g);
    TransposedConv2d.Builder builder =
        TransposedConv2d.builder(g)
            .name(node.name())
            .input(group.operand(0).params())
            .weights(weights, params)
            .bias(LayerBias.levels(plan.facts(), node.input(2), group.operand(0).params(), params));
    int images = in.leading();
    if (group.writesLevels()) {
      TransposedConv2d operator =
          builder
              .output(group.outputParams())
              .clamp(ClampRange.clip(group.low(), group.high(), group.outputParams()))
              .build();
      plan.step(
          group, operator, List.of(in), out, StepAction.levels(in, out, images, operator::run));
    } else {
      TransposedConv2d operator = builder.outputFloat().clamp(group.low(), group.high()).build();
      plan.step(
          group,
          operator,
          List.of(in),
          out,
          StepAction.levelsToFloats(in, out, images, operator::run));
    }
  }

  /// Parameters of all output channels; those of one group repeat where they are per tensor.
  private static PerChannelQuantParams params(
      QuantizedConstant source, TransposedConv2dGeometry g) {
    PerChannelQuantParams group = source.perChannel(1).orElseThrow();
    float[] scales = new float[g.outputChannels()];
    int[] zeroPoints = new int[scales.length];
    for (int o = 0; o < scales.length; o++) {
      scales[o] = group.scale(o % group.channels());
      zeroPoints[o] = group.zeroPoint(o % group.channels());
    }
    boolean symmetric = Arrays.stream(zeroPoints).allMatch(z -> z == 0);
    return PerChannelQuantParams.of(scales, symmetric ? null : zeroPoints, group.type());
  }
}
