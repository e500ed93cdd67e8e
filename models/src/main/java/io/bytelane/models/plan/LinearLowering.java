package io.bytelane.models.plan;

import io.bytelane.FloatGemm;
import io.bytelane.FullyConnected;
import io.bytelane.models.graph.Node;
import io.bytelane.quant.ClampRange;
import io.bytelane.quant.PerChannelQuantParams;
import io.bytelane.quant.QuantParams;
import java.util.Arrays;
import java.util.List;

/// Gemm, MatMul with a constant matrix on the right, and Conv over images of one pixel (the form of
/// a linear layer in QLinear files), with the bias and the clamp that follow.
///
/// An input that a convolution left in channels-last order is read as it is: the columns of the
/// weights follow its order.
final class LinearLowering implements Lowering {
  @Override
  public boolean accepts(NodeGroup group, PlanFacts facts) {
    Node node = group.core();
    boolean gemm = node.is("Gemm");
    boolean pixel = node.is("Conv") && isPixel(node, facts);
    if (!gemm && !pixel && !node.is("MatMul")) {
      return false;
    }
    String input = group.operand(0).value();
    boolean matrices =
        pixel || (facts.shape(node.input(0)).length >= 2 && facts.shape(node.input(1)).length == 2);
    if (!facts.isStored(input)
        || !facts.isStored(group.output())
        || !matrices
        || !facts.isFloatConstant(node.input(1))
        || isEmpty(facts.shape(node.input(1)))
        || (pixel && group.bias() != null)
        || (gemm && node.intAttribute("transA", 0) != 0)) {
      return false;
    }
    int n = outputs(group, facts);
    if (!LayerBias.isUsable(facts, bias(group), n)) {
      return false;
    }
    if (!group.readsLevels()) {
      return !group.writesLevels() && facts.isStoredFloat(input);
    }
    boolean scaled =
        gemm && (node.floatAttribute("alpha", 1f) != 1f || node.floatAttribute("beta", 1f) != 1f);
    return !scaled
        && facts
            .quantizedConstant(node.input(1))
            .flatMap(w -> w.perChannel(isTransposed(node) ? 0 : 1))
            .isPresent();
  }

  /// Whether a matrix has no weights: no layer, but a sum that is 0 for ONNX.
  static boolean isEmpty(int[] shape) {
    return Arrays.stream(shape).anyMatch(size -> size == 0);
  }

  /// Whether a convolution sees one pixel with a window of one pixel.
  private static boolean isPixel(Node conv, PlanFacts facts) {
    int[] shape = facts.shape(conv.input(0));
    int[] weights = facts.shape(conv.input(1));
    boolean one = weights.length == shape.length && shape.length > 2;
    for (int axis = 2; one && axis < shape.length; axis++) {
      one = shape[axis] == 1 && weights[axis] == 1;
    }
    return one
        && weights[1] == shape[1]
        && Arrays.stream(conv.intsAttribute("pads", new long[0])).allMatch(pad -> pad == 0);
  }

  private static String bias(NodeGroup group) {
    return group.core().is("MatMul")
        ? group.bias() == null ? "" : group.bias()
        : group.core().input(2);
  }

  private static boolean isTransposed(Node node) {
    return node.is("Conv") || (node.is("Gemm") && node.intAttribute("transB", 0) != 0);
  }

  private static int outputs(NodeGroup group, PlanFacts facts) {
    return facts.shape(group.core().input(1))[isTransposed(group.core()) ? 0 : 1];
  }

  @Override
  public void lower(NodeGroup group, PlanContext plan) {
    PlanFacts facts = plan.facts();
    int n = outputs(group, facts);
    int[] shape = facts.shape(group.core().input(0));
    if (group.core().is("Conv")) {
      shape = Arrays.copyOf(shape, 2);
    }
    int k = shape[shape.length - 1];
    PlannedValue in = input(group.operand(0).value(), plan, shape);
    PlannedValue out = plan.define(group.output(), StorageOrder.ROW_MAJOR);
    int rows = in.unitSize() / k;
    if (group.readsLevels()) {
      lowerLevels(group, plan, in, out, n, k, rows);
    } else {
      lowerFloats(group, plan, in, out, n, k, rows);
    }
  }

  /// A matrix is read in the order it lies in, as long as that order repeats with every row.
  ///
  /// @param shape the matrix's shape, rows last
  static PlannedValue input(String value, PlanContext plan, int[] shape) {
    PlannedValue stored = plan.read(value);
    StorageOrder order = stored.order();
    boolean repeats = shape.length == 2 && order.channels() * order.pixels() == shape[1];
    return repeats || order.isRowMajor() ? stored : plan.read(value, StorageOrder.ROW_MAJOR);
  }

  private static void lowerFloats(
      NodeGroup group,
      PlanContext plan,
      PlannedValue in,
      PlannedValue out,
      int n,
      int k,
      int rows) {
    FloatGemm operator =
        plan.prepared(
            FloatGemm.class, group.core(), in.order(), () -> floats(group, plan.facts(), in, n, k));
    plan.step(group, operator, List.of(in), out, StepAction.floats(in, out, rows, operator::run));
  }

  private static FloatGemm floats(NodeGroup group, PlanFacts facts, PlannedValue in, int n, int k) {
    Node node = group.core();
    float[] source = facts.floatConstant(node.input(1)).orElseThrow();
    float[] weights = ChannelsLast.matrix(source, n, k, isTransposed(node), in.order());
    float[] bias = LayerBias.floats(facts, bias(group), n).orElse(null);
    if (node.is("Gemm")) {
      scale(weights, node.floatAttribute("alpha", 1f));
      bias = bias == null ? null : bias.clone();
      scale(bias, node.floatAttribute("beta", 1f));
    }
    return FloatGemm.builder(k, n)
        .name(node.name())
        .weights(weights)
        .bias(bias)
        .clamp(group.low(), group.high())
        .build();
  }

  private static void scale(float[] values, float factor) {
    for (int i = 0; values != null && factor != 1f && i < values.length; i++) {
      values[i] *= factor;
    }
  }

  private static void lowerLevels(
      NodeGroup group,
      PlanContext plan,
      PlannedValue in,
      PlannedValue out,
      int n,
      int k,
      int rows) {
    Node node = group.core();
    PlanFacts facts = plan.facts();
    boolean transposed = isTransposed(node);
    QuantizedConstant weights = facts.quantizedConstant(node.input(1)).orElseThrow();
    PerChannelQuantParams params = weights.perChannel(transposed ? 0 : 1).orElseThrow();
    QuantParams inputParams = group.operand(0).params();
    FullyConnected.Builder builder =
        FullyConnected.builder(k, n)
            .name(node.name())
            .input(inputParams)
            .weights(
                ChannelsLast.matrix(weights.levels().bytes(), n, k, transposed, in.order()), params)
            .bias(LayerBias.levels(facts, bias(group), inputParams, params));
    if (group.writesLevels()) {
      FullyConnected operator =
          builder
              .output(group.outputParams())
              .clamp(ClampRange.clip(group.low(), group.high(), group.outputParams()))
              .build();
      plan.step(group, operator, List.of(in), out, StepAction.levels(in, out, rows, operator::run));
    } else {
      FullyConnected operator = builder.outputFloat().clamp(group.low(), group.high()).build();
      plan.step(
          group,
          operator,
          List.of(in),
          out,
          StepAction.levelsToFloats(in, out, rows, operator::run));
    }
  }
}
