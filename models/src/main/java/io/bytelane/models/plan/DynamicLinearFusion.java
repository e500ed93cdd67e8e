package io.bytelane.models.plan;

import io.bytelane.models.graph.DataType;
import io.bytelane.models.graph.Graph;
import io.bytelane.models.graph.GraphBuilder;
import io.bytelane.models.graph.Node;
import io.bytelane.models.graph.Tensor;
import io.bytelane.models.pass.GraphPass;
import io.bytelane.models.pass.PassLog;
import java.util.List;
import java.util.Optional;

/// Recognizes the dynamically quantized layer as ONNX spells it: DynamicQuantizeLinear,
/// MatMulInteger with constant weights, Cast, Mul by the product of both scales, and Add of a
/// constant row. It becomes one [DynamicLinear] with one scale per tensor, which computes the same
/// bits.
final class DynamicLinearFusion implements GraphPass {
  /// Below this depth no sum leaves int32, whatever the levels: what MatMulInteger would wrap
  /// around and the layer would refuse does not occur.
  private static final int MAX_DEPTH = 1 << 15;

  /// The nodes of a layer.
  ///
  /// @param quantize the DynamicQuantizeLinear
  /// @param product the MatMulInteger
  /// @param scale the name of the weights' scale
  private record Parts(Node quantize, Node product, String scale) {}

  @Override
  public Graph apply(Graph graph, PassLog log) {
    GraphBuilder builder = graph.toBuilder();
    boolean changed = false;
    for (Node node : graph.nodes()) {
      Parts parts = node.is("Mul") ? parts(graph, node).orElse(null) : null;
      if (parts != null) {
        replace(graph, builder, node, parts);
        changed = true;
      }
    }
    return changed ? builder.opset(DynamicLinear.DOMAIN, 1).removeDead().build() : graph;
  }

  /// Reads a Mul as the last node of a layer without its bias.
  private static Optional<Parts> parts(Graph graph, Node mul) {
    for (int side = 0; side < 2; side++) {
      Node cast = producer(graph, mul.input(side), "Cast");
      Node product = cast == null ? null : producer(graph, cast.input(0), "MatMulInteger");
      Node quantize =
          product == null ? null : producer(graph, product.input(0), "DynamicQuantizeLinear");
      Node scales = producer(graph, mul.input(1 - side), "Mul");
      if (quantize == null || scales == null || !isLayer(graph, cast, product, quantize)) {
        continue;
      }
      String scale = weightScale(graph, scales, quantize, product);
      if (scale != null) {
        return Optional.of(new Parts(quantize, product, scale));
      }
    }
    return Optional.empty();
  }

  private static Node producer(Graph graph, String value, String operator) {
    return graph.producer(value).filter(node -> node.is(operator)).orElse(null);
  }

  private static boolean isLayer(Graph graph, Node cast, Node product, Node quantize) {
    Tensor weights = graph.constant(product.input(1)).orElse(null);
    boolean zeroPointFits =
        !product.hasInput(3)
            || graph
                .constant(product.input(3))
                .filter(zero -> isRow(zero, weights == null ? 0 : weights.dimension(1)))
                .isPresent();
    return weights != null
        && weights.rank() == 2
        && weights.dimension(0) < MAX_DEPTH
        && zeroPointFits
        && cast.intAttribute("to", 0) == DataType.FLOAT.code()
        && product.input(0).equals(quantize.output(0))
        && product.input(2).equals(quantize.output(2));
  }

  private static String weightScale(Graph graph, Node scales, Node quantize, Node product) {
    int columns = graph.constant(product.input(1)).orElseThrow().dimension(1);
    for (int side = 0; side < 2; side++) {
      String other = scales.input(1 - side);
      boolean row =
          graph
              .constant(other)
              .filter(tensor -> tensor.type() == DataType.FLOAT && isRow(tensor, columns))
              .isPresent();
      if (row && scales.input(side).equals(quantize.output(1))) {
        return other;
      }
    }
    return null;
  }

  private static boolean isRow(Tensor tensor, int columns) {
    return tensor.rank() <= 1 && (tensor.size() == 1 || tensor.size() == columns);
  }

  private static void replace(Graph graph, GraphBuilder builder, Node mul, Parts parts) {
    int columns = graph.constant(parts.product().input(1)).orElseThrow().dimension(1);
    Node last = mul;
    String bias = "";
    Node reader =
        graph.isOutput(mul.output(0)) || graph.consumers(mul.output(0)).size() != 1
            ? null
            : graph.consumers(mul.output(0)).getFirst();
    if (reader != null && reader.is("Add")) {
      String other = reader.input(reader.input(0).equals(mul.output(0)) ? 1 : 0);
      boolean row =
          graph
              .constant(other)
              .filter(tensor -> tensor.rank() == 1 && tensor.size() == columns)
              .isPresent();
      last = row ? reader : mul;
      bias = row ? other : "";
    }
    builder.remove(mul);
    if (!bias.isEmpty()) {
      builder.remove(last);
    }
    builder.node(
        DynamicLinear.of(
            parts.product().name() + "_fused",
            List.of(
                parts.quantize().input(0),
                parts.product().input(1),
                parts.scale(),
                parts.product().input(3),
                bias),
            last.output(0),
            false));
  }
}
