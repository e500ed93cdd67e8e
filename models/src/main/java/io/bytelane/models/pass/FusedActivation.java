package io.bytelane.models.pass;

import io.bytelane.models.graph.Graph;
import io.bytelane.models.graph.Node;
import io.bytelane.models.graph.Tensor;
import java.util.Optional;

/// A Relu or a Clip with constant ends, as the clamp of the layer before it.
///
/// @param node the activation
/// @param low the smallest value it lets through
/// @param high the largest value it lets through
public record FusedActivation(Node node, float low, float high) {
  /// The first opset in which Clip takes its ends as inputs.
  private static final int CLIP_INPUTS_SINCE = 11;

  /// Reads a node as a clamp.
  ///
  /// @param graph the node's graph
  /// @param node any node
  /// @return the clamp, empty where the node is none or its ends are not constant
  public static Optional<FusedActivation> of(Graph graph, Node node) {
    if (node.is("Relu")) {
      return Optional.of(new FusedActivation(node, 0f, Float.POSITIVE_INFINITY));
    }
    if (!node.is("Clip")) {
      return Optional.empty();
    }
    Float low = end(graph, node, 1, "min", Float.NEGATIVE_INFINITY);
    Float high = end(graph, node, 2, "max", Float.POSITIVE_INFINITY);
    return low == null || high == null || !(low <= high)
        ? Optional.empty()
        : Optional.of(new FusedActivation(node, low, high));
  }

  /// Finds the activation that alone reads the output of a layer, and so can become its clamp.
  ///
  /// @param graph the layer's graph
  /// @param layer any node
  /// @return the activation, empty where the layer's output is read by anything else or returned
  public static Optional<FusedActivation> after(Graph graph, Node layer) {
    String output = layer.output(0);
    return graph.isOutput(output) || graph.consumers(output).size() != 1
        ? Optional.empty()
        : of(graph, graph.consumers(output).getFirst())
            .filter(activation -> activation.node().input(0).equals(output));
  }

  private static Float end(Graph graph, Node node, int input, String attribute, float open) {
    if (node.opset() < CLIP_INPUTS_SINCE) {
      return node.floatAttribute(attribute, open);
    }
    if (!node.hasInput(input)) {
      return open;
    }
    Tensor tensor = graph.constant(node.input(input)).orElse(null);
    return tensor == null || tensor.size() != 1 ? null : (float) tensor.doubleAt(0);
  }
}
