package io.bytelane.models.plan;

import io.bytelane.DynamicFullyConnected;
import io.bytelane.DynamicFullyConnected.Granularity;
import io.bytelane.models.graph.Node;
import io.bytelane.models.graph.Tensor;
import io.bytelane.quant.PerChannelQuantParams;
import java.util.List;
import java.util.Optional;

/// [DynamicLinear] nodes, with the clamp that follows.
final class DynamicLinearLowering implements Lowering {
  @Override
  public boolean accepts(NodeGroup group, PlanFacts facts) {
    Node node = group.core();
    return DynamicLinear.is(node)
        && !group.readsLevels()
        && facts.isStoredFloat(node.input(0))
        && facts.isStored(group.output())
        && facts.constant(node.input(DynamicLinear.WEIGHTS)).isPresent()
        && !LinearLowering.isEmpty(facts.shape(node.input(DynamicLinear.WEIGHTS)))
        && params(node, facts).isPresent()
        && LayerBias.isUsable(facts, node.input(DynamicLinear.BIAS), outputs(node, facts));
  }

  private static int outputs(Node node, PlanFacts facts) {
    return facts.shape(node.input(DynamicLinear.WEIGHTS))[1];
  }

  private static Optional<PerChannelQuantParams> params(Node node, PlanFacts facts) {
    Tensor levels = facts.constant(node.input(DynamicLinear.WEIGHTS)).orElseThrow();
    float[] scales = facts.floatConstant(node.input(DynamicLinear.WEIGHT_SCALE)).orElse(null);
    if (scales == null || levels.rank() != 2) {
      return Optional.empty();
    }
    int[] zeroPoints = new int[scales.length];
    if (node.hasInput(DynamicLinear.WEIGHT_ZERO_POINT)) {
      Tensor zero = facts.constant(node.input(DynamicLinear.WEIGHT_ZERO_POINT)).orElse(null);
      if (zero == null || (zero.size() != 1 && zero.size() != scales.length)) {
        return Optional.empty();
      }
      for (int o = 0; o < zeroPoints.length; o++) {
        zeroPoints[o] = (int) zero.longAt(zero.size() == 1 ? 0 : o);
      }
    }
    return new QuantizedConstant(levels, scales, zeroPoints, 1).perChannel(1);
  }

  @Override
  public void lower(NodeGroup group, PlanContext plan) {
    Node node = group.core();
    PlanFacts facts = plan.facts();
    Tensor weights = facts.constant(node.input(DynamicLinear.WEIGHTS)).orElseThrow();
    int k = weights.dimension(0);
    int n = weights.dimension(1);
    PlannedValue in = LinearLowering.input(node.input(0), plan, facts.shape(node.input(0)));
    PlannedValue out = plan.define(group.output(), StorageOrder.ROW_MAJOR);
    boolean perTensor =
        node.textAttribute(DynamicLinear.GRANULARITY, DynamicLinear.ROW)
            .equals(DynamicLinear.TENSOR);
    if (perTensor) {
      plan.markMixing();
    }
    DynamicFullyConnected operator =
        plan.prepared(
            DynamicFullyConnected.class,
            node,
            in.order(),
            () ->
                DynamicFullyConnected.builder(k, n)
                    .name(node.name())
                    .weights(
                        ChannelsLast.matrix(weights.bytes(), n, k, false, in.order()),
                        params(node, facts).orElseThrow())
                    .bias(LayerBias.floats(facts, node.input(DynamicLinear.BIAS), n).orElse(null))
                    .granularity(perTensor ? Granularity.PER_TENSOR : Granularity.PER_ROW)
                    .clamp(group.low(), group.high())
                    .build());
    int rows = in.unitSize() / k;
    plan.step(group, operator, List.of(in), out, StepAction.floats(in, out, rows, operator::run));
  }
}
