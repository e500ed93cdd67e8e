package io.bytelane.models.plan;

import io.bytelane.models.graph.DataType;
import io.bytelane.models.graph.Dimension;
import io.bytelane.models.graph.Graph;
import io.bytelane.models.graph.InvalidModelException;
import io.bytelane.models.graph.ModelException;
import io.bytelane.models.graph.Node;
import io.bytelane.models.graph.Tensor;
import io.bytelane.models.graph.UnsupportedModelException;
import io.bytelane.models.graph.Value;
import io.bytelane.models.operator.MemoryBudget;
import io.bytelane.models.pass.NodeEvaluator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Finds type and shape of every value of a graph for given input shapes, and the content of those
/// that do not depend on input data.
///
/// Operators with expensive arithmetic have rules; all others are computed, on zeros or ones where
/// the content is not known. So every operator that can run can be traced, unless content that is
/// not known decides a shape.
final class ShapeTracer {
  /// More than two, so that the first two rows of a batch do not pass for all of it.
  private static final int SEVERAL = 3;

  private final Graph graph;
  private final NodeEvaluator evaluator;

  ShapeTracer(Graph graph, NodeEvaluator evaluator) {
    this.graph = graph;
    this.evaluator = evaluator;
  }

  /// Traces the graph for one set of input shapes; all values count as fixed in size.
  Map<String, TracedValue> trace(Map<String, int[]> inputShapes) {
    Map<String, TracedValue> values = new HashMap<>();
    graph.initializers().forEach((name, tensor) -> values.put(name, TracedValue.constant(tensor)));
    for (Value input : graph.inputs()) {
      int[] shape = inputShapes.get(input.name());
      if (shape == null || !input.shape().admits(shape)) {
        throw new InvalidModelException(
            "input "
                + input.name()
                + ": shape "
                + Arrays.toString(shape)
                + " (expected: "
                + input
                + ")");
      }
      values.put(input.name(), TracedValue.of(input.type(), shape));
    }
    MemoryBudget budget = new MemoryBudget();
    for (Node node : graph.nodes()) {
      trace(node, values, budget);
    }
    return values;
  }

  /// Traces the graph at batch sizes 1 and [#SEVERAL]: what differs in the leading dimension alone
  /// grows with the batch, and what differs in content depends on the batch and is not constant.
  Map<String, TracedValue> traceBatches() {
    Map<String, TracedValue> one = trace(unitShapes(1));
    Map<String, TracedValue> several;
    try {
      several = trace(unitShapes(SEVERAL));
    } catch (ModelException e) {
      // The network only takes what its shapes say: one batch size, as if it had none.
      return one;
    }
    Map<String, TracedValue> merged = new HashMap<>();
    one.forEach((name, value) -> merged.put(name, merge(value, several.get(name))));
    return merged;
  }

  /// Returns the graph with constant sizes in place of those of which only the batch is computed.
  Graph fixBatchSizes() {
    try {
      return BatchSizes.fix(graph, trace(unitShapes(1)), trace(unitShapes(SEVERAL)));
    } catch (ModelException e) {
      // A network for one batch size only, or one that tracing refuses with better words.
      return graph;
    }
  }

  /// Says whether the leading dimension of every input is open, and no other dimension.
  boolean hasBatchDimension() {
    return graph.inputs().stream()
        .map(Value::shape)
        .allMatch(
            shape ->
                shape.rank() > 0
                    && !shape.dimension(0).isFixed()
                    && shape.dimensions().stream().skip(1).allMatch(Dimension::isFixed));
  }

  private Map<String, int[]> unitShapes(int batch) {
    Map<String, int[]> shapes = new HashMap<>();
    for (Value input : graph.inputs()) {
      int[] sizes = input.shape().sizes();
      sizes[0] = batch;
      shapes.put(input.name(), sizes);
    }
    return shapes;
  }

  private static TracedValue merge(TracedValue one, TracedValue several) {
    int[] grown = one.shape().clone();
    if (grown.length > 0) {
      grown[0] *= SEVERAL;
    }
    // An empty value has the same shape at every batch size.
    boolean grows =
        Arrays.equals(grown, several.shape()) && !Arrays.equals(one.shape(), several.shape());
    if (one.isConstant() && !grows && sameContent(one.content(), several.content())) {
      return new TracedValue(one.type(), one.shape(), one.content(), false);
    }
    return new TracedValue(one.type(), one.shape(), null, grows);
  }

  private static boolean sameContent(Tensor one, Tensor two) {
    if (one == two) {
      return true;
    }
    if (two == null || !Arrays.equals(one.shape(), two.shape())) {
      return false;
    }
    for (int i = 0; i < one.size(); i++) {
      if (one.doubleAt(i) != two.doubleAt(i)) {
        return false;
      }
    }
    return true;
  }

  private void trace(Node node, Map<String, TracedValue> values, MemoryBudget budget) {
    List<TracedValue> inputs = new ArrayList<>();
    node.inputs().forEach(name -> inputs.add(name.isEmpty() ? null : values.get(name)));
    boolean constant = inputs.stream().allMatch(input -> input == null || input.isConstant());
    if (node.is("Shape")
        && node.outputs().size() == 1
        && !node.hasAttribute("start")
        && !node.hasAttribute("end")) {
      long[] sizes = Arrays.stream(inputs.getFirst().shape()).asLongStream().toArray();
      values.put(node.output(0), TracedValue.constant(Tensor.vector(sizes)));
      return;
    }
    ShapeOperands.requireKnown(node, inputs);
    // Dequantized constants stay unknown: they are asked for where a layer wants them as floats.
    if (!constant || node.is("DequantizeLinear")) {
      TracedValue inferred = ShapeRules.infer(node, inputs);
      if (inferred != null) {
        values.put(node.output(0), inferred);
        return;
      }
    }
    List<Tensor> results = evaluator.evaluate(node, samples(node, inputs));
    for (int i = 0; i < node.outputs().size(); i++) {
      if (!node.output(i).isEmpty()) {
        Tensor result = results.get(i);
        if (constant) {
          budget.keep(node, result);
        }
        values.put(
            node.output(i),
            constant
                ? TracedValue.constant(result)
                : TracedValue.of(result.type(), result.shape()));
      }
    }
  }

  private static List<Tensor> samples(Node node, List<TracedValue> inputs) {
    List<Tensor> samples = new ArrayList<>();
    for (TracedValue input : inputs) {
      if (input != null && input.bytes() > MemoryBudget.MAX_TENSOR_BYTES) {
        throw UnsupportedModelException.at(
            node,
            "input bytes",
            input.bytes() + " for " + Arrays.toString(input.shape()),
            "at most " + MemoryBudget.MAX_TENSOR_BYTES);
      }
      boolean divisor = samples.size() == 1 && (node.is("Div") || node.is("Mod"));
      samples.add(input == null ? null : input.sample(divisor));
    }
    return samples;
  }

  /// The types that session memory holds; others live in tensors.
  static boolean isStored(DataType type) {
    return type == DataType.FLOAT || type == DataType.S8 || type == DataType.U8;
  }
}
