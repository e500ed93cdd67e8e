package io.bytelane.models.plan;

import io.bytelane.models.graph.DataType;
import io.bytelane.models.graph.Graph;
import io.bytelane.models.graph.Node;
import io.bytelane.models.graph.Tensor;
import io.bytelane.models.pass.NodeEvaluator;
import io.bytelane.quant.QuantParams;
import io.bytelane.quant.QuantizationException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What is known of a graph while it is planned: shapes, constants, quantization parameters.
final class PlanFacts {
  private final Graph graph;
  private final Map<String, TracedValue> traced;
  private final NodeEvaluator evaluator;
  private final Map<String, Tensor> dequantized = new HashMap<>();

  PlanFacts(Graph graph, Map<String, TracedValue> traced, NodeEvaluator evaluator) {
    this.graph = graph;
    this.traced = traced;
    this.evaluator = evaluator;
  }

  Graph graph() {
    return graph;
  }

  NodeEvaluator evaluator() {
    return evaluator;
  }

  TracedValue traced(String value) {
    return traced.get(value);
  }

  int[] shape(String value) {
    return traced.get(value).shape();
  }

  /// Says whether `constant` has an answer, without computing it.
  boolean isConstant(String value) {
    TracedValue known = traced.get(value);
    return known != null && (known.isConstant() || dequantizer(value) != null);
  }

  boolean isFloatConstant(String value) {
    return isConstant(value) && traced.get(value).type() == DataType.FLOAT;
  }

  /// The DequantizeLinear of a constant that makes a value, null where there is none.
  private Node dequantizer(String value) {
    Node producer = graph.producer(value).orElse(null);
    return producer != null && producer.is("DequantizeLinear") && hasConstantInputs(producer)
        ? producer
        : null;
  }

  /// Says whether a value lies in the arrays of a session.
  boolean isStored(String value) {
    TracedValue known = traced.get(value);
    return known != null
        && known.perBatch()
        && ShapeTracer.isStored(known.type())
        && !isConstant(value);
  }

  boolean isStoredFloat(String value) {
    return isStored(value) && traced.get(value).type() == DataType.FLOAT;
  }

  /// The content of a value that does not depend on input data, dequantized weights included.
  Optional<Tensor> constant(String value) {
    TracedValue known = traced.get(value);
    if (known != null && known.isConstant()) {
      return Optional.of(known.content());
    }
    Node producer = dequantizer(value);
    if (producer == null) {
      return Optional.empty();
    }
    return Optional.of(
        dequantized.computeIfAbsent(
            value, key -> evaluator.evaluate(producer, inputs(producer)).getFirst()));
  }

  Optional<float[]> floatConstant(String value) {
    return constant(value).filter(tensor -> tensor.type() == DataType.FLOAT).map(Tensor::floats);
  }

  /// The value of a float constant of one element, null where it is none.
  Float floatScalar(String value) {
    return floatConstant(value).filter(c -> c.length == 1).map(c -> c[0]).orElse(null);
  }

  /// A constant row of `length` floats, null where the value is none.
  float[] floatRow(String value, int length) {
    return constant(value)
        .filter(t -> t.type() == DataType.FLOAT && t.rank() == 1 && t.size() == length)
        .map(Tensor::floats)
        .orElse(null);
  }

  private boolean hasConstantInputs(Node node) {
    return node.inputs().stream()
        .allMatch(input -> input.isEmpty() || traced.get(input).isConstant());
  }

  private List<Tensor> inputs(Node node) {
    List<Tensor> tensors = new ArrayList<>();
    node.inputs().forEach(name -> tensors.add(name.isEmpty() ? null : traced.get(name).content()));
    return tensors;
  }

  /// The levels behind a dequantized constant, empty where the value is none.
  Optional<QuantizedConstant> quantizedConstant(String value) {
    Node node = dequantizer(value);
    if (node == null || node.intAttribute("block_size", 0) != 0) {
      return Optional.empty();
    }
    Tensor levels = traced(node.input(0)).content();
    Tensor scale = traced(node.input(1)).content();
    if (scale.type() != DataType.FLOAT || scale.rank() > 1) {
      return Optional.empty();
    }
    int[] zeroPoints = new int[scale.size()];
    if (node.hasInput(2)) {
      Tensor zero = traced(node.input(2)).content();
      if (zero.size() != zeroPoints.length || !zero.type().isInteger()) {
        return Optional.empty();
      }
      for (int i = 0; i < zeroPoints.length; i++) {
        zeroPoints[i] = (int) zero.longAt(i);
      }
    }
    long axis = scale.size() == 1 ? 0 : node.intAttribute("axis", 1);
    int normalized = (int) (axis < 0 ? axis + levels.rank() : axis);
    return Optional.of(
        new QuantizedConstant(levels, scale.floats().clone(), zeroPoints, normalized));
  }

  /// The parameters of a QuantizeLinear or DequantizeLinear with one constant 8-bit scale and zero
  /// point.
  Optional<QuantParams> scalarParams(Node node) {
    Tensor scale = constant(node.input(1)).orElse(null);
    if (scale == null || scale.type() != DataType.FLOAT || scale.size() != 1) {
      return Optional.empty();
    }
    DataType type =
        node.is("QuantizeLinear") ? traced(node.output(0)).type() : traced(node.input(0)).type();
    int zeroPoint = 0;
    if (node.hasInput(2)) {
      Tensor zero = constant(node.input(2)).orElse(null);
      if (zero == null || zero.size() != 1 || !zero.type().isInteger()) {
        return Optional.empty();
      }
      zeroPoint = (int) zero.longAt(0);
    }
    if (type != DataType.S8 && type != DataType.U8) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new QuantParams(scale.floats()[0], zeroPoint, QuantizedConstant.quantizedType(type)));
    } catch (QuantizationException e) {
      // An unusable scale: the generic operator says what is wrong, if the node is needed.
      return Optional.empty();
    }
  }

  /// Says whether a value has one reader and is not returned.
  boolean isPrivate(String value) {
    return !graph.isOutput(value) && graph.consumers(value).size() == 1;
  }
}
