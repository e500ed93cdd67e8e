package io.bytelane.models.ptq;

import io.bytelane.models.graph.Graph;
import io.bytelane.models.graph.Node;
import io.bytelane.models.pass.GraphPasses;
import io.bytelane.models.pass.PassLog;
import io.bytelane.models.plan.ExecutionPlan;
import io.bytelane.models.plan.Planner;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/// Which layer costs how much: each layer with weights is quantized alone, all others stay float,
/// and the result is scored.
///
/// @param baseline the score of the float network
/// @param layers the layers, the most costly one first
public record Sensitivity(double baseline, List<Layer> layers) {
  /// What one layer costs.
  ///
  /// @param node the name of its node; add it to [PtqOptions#excludedNodes()] to keep it float
  /// @param operator its operator
  /// @param score the score of the network with this layer alone quantized
  /// @param loss baseline less score
  public record Layer(String node, String operator, double score, double loss) {}

  /// Copies the list.
  public Sensitivity {
    layers = List.copyOf(layers);
  }

  /// Measures all layers; plans and scores as many networks as there are layers, and the float one.
  ///
  /// @param graph a float network
  /// @param options how layers are quantized; nodes excluded there are not measured
  /// @param data representative inputs
  /// @param score how good a network is, larger is better: accuracy, or an error with its sign
  ///     turned
  /// @return the report
  /// @throws io.bytelane.quant.QuantizationException as [Ptq#quantize]
  public static Sensitivity measure(
      Graph graph,
      PtqOptions options,
      CalibrationData data,
      ToDoubleFunction<ExecutionPlan> score) {
    return measure(
        GraphPasses.simplify(graph, new PassLog()),
        options,
        score,
        simple -> staticLayers(simple, options),
        (simple, alone) -> Ptq.quantize(simple, alone, data));
  }

  /// Measures all layers under a configuration with its default options.
  ///
  /// @param graph a float network
  /// @param config a quantized configuration; a dynamic one quantizes linear layers alone
  /// @param data representative inputs, for the static ones; null otherwise
  /// @param score how good a network is, larger is better
  /// @return the report
  /// @throws IllegalArgumentException if the configuration is the float one
  /// @throws io.bytelane.quant.QuantizationException as [Ptq#quantize]
  public static Sensitivity measure(
      Graph graph, ConfigName config, CalibrationData data, ToDoubleFunction<ExecutionPlan> score) {
    PtqOptions options = PtqOptions.of(config);
    return switch (config) {
      case FP32_BASELINE ->
          throw new IllegalArgumentException(
              "config: " + config.id() + " (expected: a quantized configuration)");
      case DYNAMIC_INT8 ->
          measure(
              GraphPasses.simplify(graph, new PassLog()),
              options,
              score,
              DynamicRewriter::layers,
              Ptq::quantizeDynamic);
      case STATIC_INT8_PER_TENSOR, STATIC_INT8_PER_CHANNEL -> measure(graph, options, data, score);
    };
  }

  private static Sensitivity measure(
      Graph simple,
      PtqOptions options,
      ToDoubleFunction<ExecutionPlan> score,
      Function<Graph, List<Node>> layersOf,
      BiFunction<Graph, PtqOptions, Graph> quantizer) {
    double baseline = score.applyAsDouble(Planner.plan(simple));
    List<Layer> layers = new ArrayList<>();
    for (Node node : layersOf.apply(simple)) {
      Graph alone = quantizer.apply(simple, allBut(simple, node, options));
      double result = score.applyAsDouble(Planner.plan(alone));
      layers.add(new Layer(node.name(), node.operator(), result, baseline - result));
    }
    layers.sort(Comparator.comparingDouble(Layer::loss).reversed());
    return new Sensitivity(baseline, layers);
  }

  private static List<Node> staticLayers(Graph simple, PtqOptions options) {
    return NodeSelection.of(simple, options.excludedNodes()).stream()
        .filter(quantized -> quantized.layer() != null)
        .map(QuantizedNode::node)
        .toList();
  }

  /// Options that keep every node float but one and the activation it is fused with.
  private static PtqOptions allBut(Graph graph, Node kept, PtqOptions options) {
    Set<String> excluded = new HashSet<>(options.excludedNodes());
    for (Node node : graph.nodes()) {
      if (!node.name().equals(kept.name()) && !isActivation(node)) {
        excluded.add(node.name());
      }
    }
    return options.withExcludedNodes(excluded);
  }

  private static boolean isActivation(Node node) {
    return node.is("Relu") || node.is("Clip");
  }
}
