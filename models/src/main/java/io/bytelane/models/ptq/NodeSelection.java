package io.bytelane.models.ptq;

import io.bytelane.models.graph.Graph;
import io.bytelane.models.graph.Node;
import io.bytelane.models.pass.FusedActivation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Chooses the nodes of a float graph that are to compute on levels: layers with constant weights,
/// and what lies between them, so that activations stay int8 from layer to layer.
final class NodeSelection {
  /// Operators that move levels or choose among them.
  private static final Set<String> KEEPING =
      Set.of("MaxPool", "Reshape", "Flatten", "Squeeze", "Unsqueeze");

  /// Operators that compute new values from quantized ones.
  private static final Set<String> COMPUTING =
      Set.of(
          "AveragePool",
          "GlobalAveragePool",
          "Relu",
          "Clip",
          "Sigmoid",
          "Tanh",
          "HardSigmoid",
          "HardSwish",
          "LeakyRelu",
          "Elu",
          "Gelu");

  /// Operators that compute new values from several quantized ones.
  private static final Set<String> JOINING = Set.of("Add", "Concat");

  private final Graph graph;
  private final Set<String> excluded;
  private final Set<String> levels = new HashSet<>();
  private final Set<String> absorbed = new HashSet<>();
  private final List<QuantizedNode> selected = new ArrayList<>();

  private NodeSelection(Graph graph, Set<String> excluded) {
    this.graph = graph;
    this.excluded = excluded;
  }

  /// Chooses nodes, in the order of the graph.
  static List<QuantizedNode> of(Graph graph, Set<String> excluded) {
    NodeSelection selection = new NodeSelection(graph, excluded);
    graph.nodes().forEach(selection::consider);
    return selection.selected;
  }

  private void consider(Node node) {
    if (!node.domain().isEmpty()
        || excluded.contains(node.name())
        || absorbed.contains(node.name())) {
      return;
    }
    LinearLayer layer = LinearLayer.of(graph, node).orElse(null);
    String first = node.input(0);
    if (layer != null) {
      if (layer.addition() != null) {
        absorbed.add(layer.addition().name());
      }
      select(node, layer, List.of(first), withActivation(layer.last()), false);
    } else if (KEEPING.contains(node.operator())
        && levels.contains(first)
        && node.output(1).isEmpty()) {
      select(node, null, List.of(first), node, true);
    } else if (COMPUTING.contains(node.operator()) && levels.contains(first)) {
      select(node, null, List.of(first), node, false);
    } else if (JOINING.contains(node.operator()) && levels.containsAll(node.inputs())) {
      Node last = node.is("Add") ? withActivation(node) : node;
      select(node, null, node.inputs(), last, false);
    }
  }

  private Node withActivation(Node node) {
    return FusedActivation.after(graph, node)
        .map(FusedActivation::node)
        .filter(activation -> !excluded.contains(activation.name()))
        .orElse(node);
  }

  private void select(
      Node node, LinearLayer layer, List<String> inputs, Node last, boolean keepsParams) {
    absorbed.add(last.name());
    levels.add(last.output(0));
    selected.add(new QuantizedNode(node, layer, inputs, last, keepsParams));
  }
}
