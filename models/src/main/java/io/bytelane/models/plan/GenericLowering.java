package io.bytelane.models.plan;

import io.bytelane.models.graph.DataType;
import io.bytelane.models.graph.InvalidModelException;
import io.bytelane.models.graph.Node;
import io.bytelane.models.graph.Tensor;
import io.bytelane.models.pass.NodeEvaluator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Any single node, computed by the generic operator in row-major order. The step allocates what it
/// computes; it is what remains where no operator of the kernels fits.
final class GenericLowering implements Lowering {
  @Override
  public boolean accepts(NodeGroup group, PlanFacts facts) {
    return group.isSingle() && !group.readsLevels();
  }

  /// What the step reads: a constant, a value in memory, or nothing for a left out input.
  private record Source(Tensor constant, PlannedValue value) {
    Tensor at(Frame frame) {
      if (value == null) {
        return constant;
      }
      int from = value.at(frame);
      int to = from + value.region().unitSize() * frame.batch();
      int[] shape = value.shapeAt(frame);
      return switch (value.region().kind()) {
        case FLOATS -> Tensor.of(shape, Arrays.copyOfRange(frame.floats(), from, to));
        case BYTES -> Tensor.of(value.type(), shape, Arrays.copyOfRange(frame.bytes(), from, to));
        case TENSOR -> frame.tensors()[value.region().offset()];
      };
    }
  }

  @Override
  public void lower(NodeGroup group, PlanContext plan) {
    Node node = group.core();
    List<Source> sources = new ArrayList<>();
    List<PlannedValue> reads = new ArrayList<>();
    for (String input : node.inputs()) {
      Tensor constant = input.isEmpty() ? null : plan.facts().constant(input).orElse(null);
      if (input.isEmpty() || constant != null) {
        sources.add(new Source(constant, null));
      } else {
        PlannedValue value = plan.read(input, StorageOrder.ROW_MAJOR);
        reads.add(value);
        sources.add(new Source(null, value));
      }
    }
    List<PlannedValue> writes = new ArrayList<>();
    List<Integer> indices = new ArrayList<>();
    for (int i = 0; i < node.outputs().size(); i++) {
      if (!node.output(i).isEmpty()) {
        writes.add(plan.define(node.output(i), StorageOrder.ROW_MAJOR));
        indices.add(i);
      }
    }
    if (node.is("BatchNormalization") && node.intAttribute("training_mode", 0) != 0) {
      plan.markMixing();
    }
    NodeEvaluator evaluator = plan.facts().evaluator();
    plan.step(
        "Generic " + node.qualifiedOperator(),
        List.of(node.name()),
        reads,
        writes,
        frame -> {
          List<Tensor> inputs = new ArrayList<>();
          sources.forEach(source -> inputs.add(source.at(frame)));
          List<Tensor> results = evaluator.evaluate(node, inputs);
          for (int i = 0; i < writes.size(); i++) {
            store(node, results.get(indices.get(i)), writes.get(i), frame);
          }
        });
  }

  private static void store(Node node, Tensor result, PlannedValue target, Frame frame) {
    if (target.region().kind() == Region.Kind.TENSOR) {
      frame.tensors()[target.region().offset()] = result;
      return;
    }
    int size = target.region().unitSize() * frame.batch();
    if (result.size() != size || result.type() != target.type()) {
      throw InvalidModelException.at(
          node,
          "output",
          result,
          target.type() + Arrays.toString(target.shapeAt(frame)) + ", as planned");
    }
    if (result.type() == DataType.FLOAT) {
      System.arraycopy(result.floats(), 0, frame.floats(), target.at(frame), size);
    } else {
      System.arraycopy(result.bytes(), 0, frame.bytes(), target.at(frame), size);
    }
  }
}
