package io.bytelane.models.cli;

import io.bytelane.models.graph.Graph;
import io.bytelane.models.graph.Node;
import io.bytelane.models.graph.Tensor;
import io.bytelane.models.plan.DynamicLinear;
import io.bytelane.models.plan.ExecutionPlan;
import io.bytelane.models.plan.PlanStep;
import io.bytelane.models.report.TextTable;
import io.bytelane.quant.QuantParams;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The steps of a plan as rows: what runs, on which shapes, with which weights, ranges and scales,
/// on which kernel.
final class LayerListing {
  private static final List<String> COLUMNS =
      List.of(
          "layer",
          "operator",
          "input",
          "output",
          "weights",
          "weight range",
          "weight scale",
          "out scale",
          "zero point",
          "out range",
          "kernel");

  private final ExecutionPlan plan;
  private final Map<String, Node> nodes;

  LayerListing(ExecutionPlan plan) {
    this.plan = plan;
    nodes =
        plan.graph().nodes().stream()
            .collect(Collectors.toMap(Node::name, Function.identity(), (first, second) -> first));
  }

  /// Returns the table, and a line on memory.
  String render() {
    TextTable table = new TextTable(COLUMNS);
    rows().forEach(row -> table.add(List.copyOf(row.values())));
    return table.render()
        + "\npacked weights %d bytes; activations %d bytes per batch element%n"
            .formatted(plan.packedBytes(), plan.activationBytes());
  }

  /// Returns the rows, by column.
  List<Map<String, String>> rows() {
    List<Map<String, String>> rows = new ArrayList<>();
    for (PlanStep step : plan.steps()) {
      Map<String, String> row = new LinkedHashMap<>();
      List<String> cells = cells(step);
      for (int c = 0; c < cells.size(); c++) {
        row.put(COLUMNS.get(c), cells.get(c));
      }
      rows.add(row);
    }
    return rows;
  }

  private List<String> cells(PlanStep step) {
    Optional<Weights> weights =
        step.nodes().stream().map(nodes::get).flatMap(node -> weights(node).stream()).findFirst();
    Optional<QuantParams> out = step.outputParams();
    return List.of(
        step.nodes().isEmpty() ? "" : step.nodes().getFirst(),
        step.operator(),
        step.inputs().stream().map(LayerListing::type).collect(Collectors.joining(", ")),
        type(step.outputText()),
        weights.map(Weights::shape).orElse(""),
        weights.map(Weights::range).orElse(""),
        weights.map(Weights::scales).orElse(""),
        out.map(params -> number(params.scale())).orElse(""),
        out.map(params -> Integer.toString(params.zeroPoint())).orElse(""),
        out.map(
                params ->
                    range(
                        params.dequantize(params.type().min()),
                        params.dequantize(params.type().max())))
            .orElse(""),
        step.kernel());
  }

  /// Weights of a layer, as text.
  private record Weights(String shape, String range, String scales) {}

  private Optional<Weights> weights(Node node) {
    if (node == null || !node.hasInput(1)) {
      return Optional.empty();
    }
    Graph graph = plan.graph();
    if (DynamicLinear.is(node)) {
      return levels(graph, node.input(1), node.input(2));
    }
    String name = node.input(1);
    Optional<Tensor> floats = graph.constant(name).filter(t -> t.array() instanceof float[]);
    if (floats.isPresent() && floats.get().rank() > 1) {
      float[] values = floats.get().floats();
      return Optional.of(new Weights(floats.get().toString(), extremes(values), ""));
    }
    return graph
        .producer(name)
        .filter(producer -> producer.is("DequantizeLinear"))
        .flatMap(producer -> levels(graph, producer.input(0), producer.input(1)));
  }

  private static Optional<Weights> levels(Graph graph, String levelsName, String scaleName) {
    Optional<Tensor> levels = graph.constant(levelsName);
    Optional<Tensor> scale = graph.constant(scaleName);
    if (levels.isEmpty() || scale.isEmpty() || levels.get().rank() < 2) {
      return Optional.empty();
    }
    int[] values = new int[levels.get().size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (int) levels.get().longAt(i);
    }
    int min = Arrays.stream(values).min().orElse(0);
    int max = Arrays.stream(values).max().orElse(0);
    float[] scales = scale.get().toFloats();
    return Optional.of(
        new Weights(
            levels.get().toString(),
            min + ".." + max,
            scales.length == 1 ? number(scales[0]) : extremes(scales)));
  }

  /// Drops the name before the type: the table has a row per layer, not per value.
  private static String type(String valueText) {
    return valueText.substring(valueText.lastIndexOf(": ") + 1).strip();
  }

  private static String extremes(float[] values) {
    float min = Float.POSITIVE_INFINITY;
    float max = Float.NEGATIVE_INFINITY;
    for (float value : values) {
      min = Math.min(min, value);
      max = Math.max(max, value);
    }
    return range(min, max);
  }

  private static String range(float min, float max) {
    return number(min) + ".." + number(max);
  }

  private static String number(float value) {
    return String.format(Locale.ROOT, "%.4g", value);
  }
}
