package io.bytelane.models.ptq;

import io.bytelane.models.graph.Attribute;
import io.bytelane.models.graph.DataType;
import io.bytelane.models.graph.Graph;
import io.bytelane.models.graph.GraphBuilder;
import io.bytelane.models.graph.Node;
import io.bytelane.models.plan.DynamicLinear;
import java.util.List;
import java.util.Map;

/// Writes [DynamicLinear] nodes with operators of ONNX, as files for other runtimes need them:
/// DynamicQuantizeLinear, MatMulInteger, Cast, Mul, Add.
///
/// ONNX knows one scale per tensor only; a node with one scale per row is written with one per
/// tensor as well, and its results then depend on the batch it runs in.
public final class StandardDynamicForm {
  /// The first opset with DynamicQuantizeLinear.
  private static final int DYNAMIC_SINCE = 11;

  private StandardDynamicForm() {}

  /// Rewrites a graph.
  ///
  /// @param graph any graph
  /// @return an equivalent graph without nodes of the library's own domain
  public static Graph of(Graph graph) {
    if (graph.nodes().stream().noneMatch(DynamicLinear::is)) {
      return graph;
    }
    GraphBuilder builder = new GraphBuilder(graph.name());
    graph
        .opsets()
        .forEach(
            (domain, version) -> {
              if (!domain.equals(DynamicLinear.DOMAIN)) {
                builder.opset(domain, version);
              }
            });
    builder.opset("", Math.max(graph.opset(), DYNAMIC_SINCE));
    graph.inputs().forEach(builder::input);
    graph.initializers().forEach(builder::initializer);
    graph.values().values().forEach(builder::value);
    for (Node node : graph.nodes()) {
      if (DynamicLinear.is(node)) {
        write(builder, node);
      } else {
        builder.node(node);
      }
    }
    graph.outputs().forEach(builder::output);
    return builder.build();
  }

  private static void write(GraphBuilder builder, Node node) {
    String prefix = node.output(0);
    String levels = builder.uniqueName(prefix + "_levels");
    String scale = builder.uniqueName(prefix + "_scale");
    String zeroPoint = builder.uniqueName(prefix + "_zero_point");
    add(builder, "DynamicQuantizeLinear", List.of(node.input(0)), levels, scale, zeroPoint);
    String sums = builder.uniqueName(prefix + "_sums");
    add(
        builder,
        "MatMulInteger",
        node.hasInput(3)
            ? List.of(levels, node.input(1), zeroPoint, node.input(3))
            : List.of(levels, node.input(1), zeroPoint),
        sums);
    String real = builder.uniqueName(prefix + "_sums_float");
    builder.add(
        "Cast", List.of(sums), List.of(real), Map.of("to", Attribute.of(DataType.FLOAT.code())));
    String scales = builder.uniqueName(prefix + "_scales");
    add(builder, "Mul", List.of(scale, node.input(2)), scales);
    if (!node.hasInput(4)) {
      add(builder, "Mul", List.of(real, scales), node.output(0));
      return;
    }
    String product = builder.uniqueName(prefix + "_product");
    add(builder, "Mul", List.of(real, scales), product);
    add(builder, "Add", List.of(product, node.input(4)), node.output(0));
  }

  private static void add(
      GraphBuilder builder, String operator, List<String> inputs, String... outputs) {
    builder.add(operator, inputs, List.of(outputs), Map.of());
  }
}
