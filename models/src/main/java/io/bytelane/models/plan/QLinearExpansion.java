package io.bytelane.models.plan;

import io.bytelane.models.graph.Attribute;
import io.bytelane.models.graph.DataType;
import io.bytelane.models.graph.Graph;
import io.bytelane.models.graph.GraphBuilder;
import io.bytelane.models.graph.Node;
import io.bytelane.models.graph.Tensor;
import io.bytelane.models.pass.GraphPass;
import io.bytelane.models.pass.PassLog;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Writes QLinearConv and QLinearMatMul with constant weights as DequantizeLinear, Conv or MatMul,
/// QuantizeLinear, so that there is one pattern to plan. Planned as one step, both compute the same
/// integers: the int32 bias of QLinearConv has the scale of the accumulator by definition.
///
/// Other products, such as those with a scale per row of the left operand, keep their form, for
/// [QLinearProductLowering] where it takes them, and for the exact generic operator where not.
final class QLinearExpansion implements GraphPass {
  private static final int CONV_BIAS = 8;

  /// QLinearConv had a scale per channel before DequantizeLinear had one per axis.
  private static final int PER_AXIS_SINCE = 13;

  @Override
  public Graph apply(Graph graph, PassLog log) {
    GraphBuilder builder = graph.toBuilder();
    boolean changed = false;
    for (Node node : graph.nodes()) {
      if (isConvolution(graph, node) || isProduct(graph, node)) {
        new Expansion(graph, builder, node).apply();
        changed = true;
      }
    }
    return changed ? builder.removeDead().build() : graph;
  }

  private static boolean isConvolution(Graph graph, Node node) {
    if (!node.is("QLinearConv")) {
      return false;
    }
    Tensor weights = graph.constant(node.input(3)).orElse(null);
    boolean bias = !node.hasInput(CONV_BIAS) || graph.constant(node.input(CONV_BIAS)).isPresent();
    return weights != null
        && (weights.rank() == 3 || weights.rank() == 4)
        && bias
        && hasUsableParams(graph, node, weights.dimension(0));
  }

  private static boolean isProduct(Graph graph, Node node) {
    if (!node.is("QLinearMatMul")) {
      return false;
    }
    Tensor weights = graph.constant(node.input(3)).orElse(null);
    return weights != null
        && weights.rank() == 2
        && hasUsableParams(graph, node, weights.dimension(1));
  }

  /// Constant parameters: single ones of input and output, single ones or one per channel of the
  /// weights. Both operators list them in the same places.
  private static boolean hasUsableParams(Graph graph, Node node, int channels) {
    for (int i : new int[] {1, 2, 4, 5, 6, 7}) {
      Tensor tensor = graph.constant(node.input(i)).orElse(null);
      boolean perChannel =
          tensor != null && i / 2 == 2 && tensor.rank() <= 1 && tensor.size() == channels;
      if (tensor == null || (tensor.size() != 1 && !perChannel)) {
        return false;
      }
    }
    return graph.constant(node.input(1)).orElseThrow().type() == DataType.FLOAT
        && graph.constant(node.input(4)).orElseThrow().type() == DataType.FLOAT
        && graph.constant(node.input(6)).orElseThrow().type() == DataType.FLOAT
        && graph.constant(node.input(4)).orElseThrow().size()
            >= graph.constant(node.input(5)).orElseThrow().size();
  }

  /// The expansion of one node.
  private record Expansion(Graph graph, GraphBuilder builder, Node node) {
    void apply() {
      boolean convolution = node.is("QLinearConv");
      builder.remove(node);
      List<String> inputs = new ArrayList<>();
      inputs.add(dequantize(node.input(0), scalar(1), scalar(2), -1));
      inputs.add(weights(convolution ? 0 : 1));
      if (convolution && node.hasInput(CONV_BIAS)) {
        inputs.add(bias());
      }
      String real = builder.uniqueName(node.output(0) + "_float");
      builder.node(
          new Node(
              node.name(),
              "",
              convolution ? "Conv" : "MatMul",
              node.opset(),
              inputs,
              List.of(real),
              node.attributes()));
      builder.add(
          "QuantizeLinear", List.of(real, scalar(6), scalar(7)), List.of(node.output(0)), Map.of());
    }

    private Tensor constant(int input) {
      return graph.constant(node.input(input)).orElseThrow();
    }

    /// A single parameter as a scalar, whatever its rank.
    private String scalar(int input) {
      return initializer(node.input(input), constant(input).reshaped());
    }

    private String initializer(String prefix, Tensor tensor) {
      String name = builder.uniqueName(prefix + "_" + node.name());
      builder.initializer(name, tensor);
      return name;
    }

    private String weights(int axis) {
      Tensor scale = constant(4);
      Tensor zeroPoint = constant(5);
      if (scale.size() == 1) {
        return dequantize(node.input(3), scalar(4), scalar(5), -1);
      }
      byte[] zeroPoints = new byte[scale.size()];
      for (int o = 0; o < zeroPoints.length; o++) {
        zeroPoints[o] = zeroPoint.bytes()[zeroPoint.size() == 1 ? 0 : o];
      }
      int[] shape = {zeroPoints.length};
      return dequantize(
          node.input(3),
          initializer(node.input(4), scale.reshaped(shape)),
          initializer(node.input(5), Tensor.of(zeroPoint.type(), shape, zeroPoints)),
          axis);
    }

    private String bias() {
      float input = constant(1).floats()[0];
      float[] scales = constant(4).floats().clone();
      for (int o = 0; o < scales.length; o++) {
        scales[o] *= input;
      }
      boolean single = scales.length == 1;
      Tensor scale = Tensor.of(single ? new int[0] : new int[] {scales.length}, scales);
      return dequantize(
          node.input(CONV_BIAS),
          initializer(node.input(CONV_BIAS) + "_scale", scale),
          "",
          single ? -1 : 0);
    }

    private String dequantize(String value, String scale, String zeroPoint, int axis) {
      String output = builder.uniqueName(value + "_dequantized");
      builder.node(
          new Node(
              builder.uniqueName(output + "_DequantizeLinear"),
              "",
              "DequantizeLinear",
              Math.max(PER_AXIS_SINCE, node.opset()),
              zeroPoint.isEmpty() ? List.of(value, scale) : List.of(value, scale, zeroPoint),
              List.of(output),
              axis < 0 ? Map.of() : Map.of("axis", Attribute.of(axis))));
      return output;
    }
  }
}
