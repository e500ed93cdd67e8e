package io.bytelane.models.ptq;

import io.bytelane.models.graph.Graph;
import io.bytelane.models.graph.GraphBuilder;
import io.bytelane.models.graph.Node;
import io.bytelane.models.graph.Tensor;
import io.bytelane.models.plan.DynamicLinear;
import java.util.ArrayList;
import java.util.List;

/// Replaces linear layers by [DynamicLinear] nodes.
final class DynamicRewriter {
  private DynamicRewriter() {}

  static Graph rewrite(Graph graph, PtqOptions options) {
    GraphBuilder builder = graph.toBuilder();
    builder.opset(DynamicLinear.DOMAIN, 1);
    for (Node node : layers(graph)) {
      if (!options.excludedNodes().contains(node.name())) {
        replace(builder, LinearLayer.of(graph, node).orElseThrow(), options);
      }
    }
    return builder.removeDead().build();
  }

  /// The nodes that a dynamic configuration quantizes, in their order.
  static List<Node> layers(Graph graph) {
    return graph.nodes().stream()
        .filter(node -> !node.is("Conv") && LinearLayer.of(graph, node).isPresent())
        .toList();
  }

  private static void replace(GraphBuilder builder, LinearLayer layer, PtqOptions options) {
    String name = layer.node().input(1);
    QuantizedWeights weights = QuantizedWeights.of(layer, options);
    String levels = builder.uniqueName(name + "_quantized");
    boolean inputMajor = layer.channelAxis() == 1;
    builder.initializer(
        levels, inputMajor ? weights.levels() : LevelMatrix.transposed(weights.levels()));
    int[] shape = options.perChannel() ? new int[] {weights.scales().length} : new int[0];
    String scale = builder.uniqueName(name + "_scale");
    builder.initializer(scale, Tensor.of(shape, weights.scales()));
    List<String> inputs = new ArrayList<>(List.of(layer.node().input(0), levels, scale));
    if (layer.bias() != null) {
      String bias = builder.uniqueName(layer.node().name() + "_bias");
      builder.initializer(bias, Tensor.of(new int[] {layer.channels()}, layer.bias()));
      inputs.add("");
      inputs.add(bias);
    }
    builder.remove(layer.node());
    if (layer.addition() != null) {
      builder.remove(layer.addition());
    }
    builder.node(
        DynamicLinear.of(
            layer.node().name(), inputs, layer.last().output(0), options.dynamicPerRow()));
  }
}
