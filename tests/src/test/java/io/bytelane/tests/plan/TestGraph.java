package io.bytelane.tests.plan;

import io.bytelane.models.graph.Attribute;
import io.bytelane.models.graph.DataType;
import io.bytelane.models.graph.Dimension;
import io.bytelane.models.graph.Graph;
import io.bytelane.models.graph.GraphBuilder;
import io.bytelane.models.graph.Node;
import io.bytelane.models.graph.Shape;
import io.bytelane.models.graph.Tensor;
import io.bytelane.models.graph.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// Writes small graphs down in few lines.
public final class TestGraph {
  private final GraphBuilder builder = new GraphBuilder("test");

  /// Starts a graph of opset 13.
  public TestGraph() {
    this(13);
  }

  /// Starts a graph.
  public TestGraph(int opset) {
    builder.opset("", opset);
  }

  /// Adds a float input with a batch dimension `N` before the given sizes.
  public TestGraph batchInput(String name, int... sizes) {
    List<Dimension> dimensions = new ArrayList<>(List.of(Dimension.symbolic("N")));
    Arrays.stream(sizes).mapToObj(Dimension::of).forEach(dimensions::add);
    builder.input(new Value(name, DataType.FLOAT, Shape.of(dimensions)));
    return this;
  }

  /// Adds a float input of fixed shape.
  public TestGraph input(String name, int... sizes) {
    builder.input(new Value(name, DataType.FLOAT, Shape.of(sizes)));
    return this;
  }

  /// Adds a constant.
  public TestGraph constant(String name, Tensor tensor) {
    builder.initializer(name, tensor);
    return this;
  }

  /// Adds a float vector.
  public TestGraph floats(String name, float... values) {
    return constant(name, Tensor.of(new int[] {values.length}, values));
  }

  /// Adds a float constant of a shape.
  public TestGraph floats(String name, int[] shape, float... values) {
    return constant(name, Tensor.of(shape, values));
  }

  /// Adds a node without attributes; inputs and outputs are lists with commas between the names.
  public TestGraph node(String operator, String inputs, String outputs) {
    return node(operator, inputs, outputs, Map.of());
  }

  /// Adds a node.
  public TestGraph node(
      String operator, String inputs, String outputs, Map<String, Attribute> attributes) {
    builder.add(operator, names(inputs), names(outputs), attributes);
    return this;
  }

  /// Adds outputs and checks the graph.
  public Graph outputs(String... names) {
    Arrays.stream(names).map(builder::valueOf).forEach(builder::output);
    return builder.build();
  }

  /// Lists the operators of a graph in order.
  public static List<String> operators(Graph graph) {
    return graph.nodes().stream().map(Node::operator).toList();
  }

  private static List<String> names(String list) {
    return list.isEmpty() ? List.of() : List.of(list.split(",", -1));
  }
}
