package io.bytelane.models.ptq;

import io.bytelane.models.graph.Attribute;
import io.bytelane.models.graph.DataType;
import io.bytelane.models.graph.Graph;
import io.bytelane.models.graph.GraphBuilder;
import io.bytelane.models.graph.Node;
import io.bytelane.models.graph.Tensor;
import io.bytelane.models.pass.FusedActivation;
import io.bytelane.quant.ClampRange;
import io.bytelane.quant.QuantParams;
import io.bytelane.quant.QuantizedType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Writes a QDQ graph with the quantized operators of ONNX, where ONNX has one that computes the
/// same integers.
///
/// - Conv becomes QLinearConv. A Relu or Clip behind it is left out where the range of the output's
///   levels says the same; otherwise the layer keeps its QDQ form.
/// - Gemm becomes QLinearConv over an image of one pixel, since ONNX has no quantized Gemm and
///   QLinearMatMul no bias.
/// - MaxPool, Reshape and their like work on levels.
///
/// What has no quantized operator in ONNX, such as Add and average pools, keeps its QDQ form.
public final class QLinearForm {
  private static final Set<String> MOVING =
      Set.of("MaxPool", "Reshape", "Flatten", "Squeeze", "Unsqueeze");

  private final Graph graph;
  private final GraphBuilder builder;

  private QLinearForm(Graph graph) {
    this.graph = graph;
    this.builder = graph.toBuilder();
  }

  /// Rewrites a graph.
  ///
  /// @param graph a graph in QDQ form, as [Ptq#quantize] gives it
  /// @return a graph that computes the same
  public static Graph of(Graph graph) {
    QLinearForm form = new QLinearForm(widened(graph));
    for (Node node : form.graph.nodes()) {
      if (node.is("QuantizeLinear")) {
        form.rewrite(node);
      }
    }
    return form.builder.removeDead().build();
  }

  /// Stores int4 weights as int8: the quantized operators of ONNX take no other.
  private static Graph widened(Graph graph) {
    GraphBuilder builder = graph.toBuilder();
    for (Map.Entry<String, Tensor> entry : graph.initializers().entrySet()) {
      Tensor tensor = entry.getValue();
      if (tensor.type() == DataType.S4) {
        builder.removeInitializer(entry.getKey());
        builder.initializer(entry.getKey(), Tensor.of(DataType.S8, tensor.shape(), tensor.bytes()));
      }
    }
    return builder.build();
  }

  private void rewrite(Node quantize) {
    Node core = privateProducer(quantize.input(0));
    FusedActivation activation = core == null ? null : FusedActivation.of(graph, core).orElse(null);
    if (activation != null) {
      core = privateProducer(core.input(0));
    }
    if (core == null || !core.domain().isEmpty()) {
      return;
    }
    Node input = dequantizer(core.input(0));
    if (input == null || graph.constant(input.input(0)).isPresent()) {
      return;
    }
    if (MOVING.contains(core.operator())) {
      if (activation == null && sameParams(input, quantize)) {
        move(core, input, quantize);
      }
    } else if ((core.is("Conv") || core.is("Gemm")) && isAbsorbed(activation, quantize)) {
      layer(core, activation, input, quantize);
    }
  }

  private Node privateProducer(String value) {
    boolean read = graph.isOutput(value) || graph.consumers(value).size() != 1;
    return read ? null : graph.producer(value).orElse(null);
  }

  private Node dequantizer(String value) {
    return graph
        .producer(value)
        .filter(node -> node.is("DequantizeLinear"))
        .filter(node -> graph.constant(node.input(1)).isPresent() && node.hasInput(2))
        .orElse(null);
  }

  private boolean sameParams(Node dequantize, Node quantize) {
    return params(dequantize).equals(params(quantize));
  }

  private QuantParams params(Node node) {
    Tensor zeroPoint = graph.constant(node.input(2)).orElseThrow();
    return new QuantParams(
        graph.constant(node.input(1)).orElseThrow().floats()[0],
        (int) zeroPoint.longAt(0),
        zeroPoint.type() == DataType.U8 ? QuantizedType.U8 : QuantizedType.S8);
  }

  private boolean isAbsorbed(FusedActivation activation, Node quantize) {
    if (activation == null) {
      return true;
    }
    QuantParams out = params(quantize);
    return ClampRange.clip(activation.low(), activation.high(), out)
        .equals(ClampRange.of(out.type()));
  }

  private void move(Node core, Node input, Node quantize) {
    builder.remove(core);
    builder.remove(quantize);
    List<String> inputs = new ArrayList<>(core.inputs());
    inputs.set(0, input.input(0));
    builder.node(core.withInputs(inputs).withOutputs(List.of(quantize.output(0))));
  }

  private void layer(Node core, FusedActivation activation, Node input, Node quantize) {
    Node weights = dequantizer(core.input(1));
    Node bias = core.hasInput(2) ? graph.producer(core.input(2)).orElse(null) : null;
    boolean levels =
        weights != null
            && graph.constant(weights.input(0)).isPresent()
            && (!core.hasInput(2) || isBias(bias, input, weights));
    boolean plain =
        core.intAttribute("transA", 0) == 0
            && core.floatAttribute("alpha", 1f) == 1f
            && core.floatAttribute("beta", 1f) == 1f;
    if (!levels || !plain) {
      return;
    }
    builder.remove(core);
    builder.remove(quantize);
    if (activation != null) {
      builder.remove(activation.node());
    }
    boolean gemm = core.is("Gemm");
    List<String> inputs = new ArrayList<>();
    inputs.add(gemm ? pixel(input.input(0)) : input.input(0));
    inputs.add(input.input(1));
    inputs.add(input.input(2));
    inputs.add(gemm ? pixelWeights(core, weights) : weights.input(0));
    inputs.add(weights.input(1));
    inputs.add(weights.input(2));
    inputs.add(quantize.input(1));
    inputs.add(quantize.input(2));
    if (bias != null) {
      inputs.add(bias.input(0));
    }
    String output = quantize.output(0);
    String made = gemm ? builder.uniqueName(output + "_pixel") : output;
    builder.node(
        new Node(
            core.name(),
            "",
            "QLinearConv",
            graph.opset(),
            inputs,
            List.of(made),
            gemm ? Map.of() : core.attributes()));
    if (gemm) {
      reshape(made, output, 0, -1);
    }
  }

  /// Whether the levels of a bias have the scale of the accumulator.
  private boolean isBias(Node bias, Node input, Node weights) {
    if (bias == null
        || !bias.is("DequantizeLinear")
        || graph.constant(bias.input(0)).isEmpty()
        || graph.constant(bias.input(1)).isEmpty()) {
      return false;
    }
    float[] scales = graph.constant(bias.input(1)).orElseThrow().floats();
    float[] weightScales = graph.constant(weights.input(1)).orElseThrow().floats();
    float inputScale = params(input).scale();
    boolean equal = scales.length == weightScales.length;
    for (int o = 0; equal && o < scales.length; o++) {
      equal = scales[o] == inputScale * weightScales[o];
    }
    return equal;
  }

  /// Rows of features as images of one pixel.
  private String pixel(String value) {
    String image = builder.uniqueName(value + "_image");
    reshape(value, image, 0, -1, 1, 1);
    return image;
  }

  private void reshape(String value, String output, long... shape) {
    String target = builder.uniqueName(output + "_shape");
    builder.initializer(target, Tensor.vector(shape));
    builder.add("Reshape", List.of(value, target), List.of(output), Map.<String, Attribute>of());
  }

  private String pixelWeights(Node gemm, Node weights) {
    Tensor levels = graph.constant(weights.input(0)).orElseThrow();
    boolean transposed = gemm.intAttribute("transB", 0) != 0;
    int n = levels.dimension(transposed ? 0 : 1);
    int k = levels.dimension(transposed ? 1 : 0);
    Tensor rows = transposed ? levels : LevelMatrix.transposed(levels);
    String name = builder.uniqueName(weights.input(0) + "_image");
    builder.initializer(name, rows.reshaped(n, k, 1, 1));
    return name;
  }
}
