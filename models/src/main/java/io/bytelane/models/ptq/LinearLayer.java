package io.bytelane.models.ptq;

import io.bytelane.models.graph.DataType;
import io.bytelane.models.graph.Graph;
import io.bytelane.models.graph.Node;
import io.bytelane.models.graph.Tensor;
import java.util.Optional;

/// A layer with constant weights, in the form in which weights and bias are quantized: scale
/// factors of Gemm multiplied in, one bias value per output channel.
///
/// @param node the Conv, Gemm or MatMul
/// @param addition the Add that brings the bias of a MatMul, null otherwise
/// @param weights float32 weights in ONNX's layout
/// @param channelAxis the axis of the output channels in `weights`
/// @param bias one value per output channel, null without one
@SuppressWarnings("ArrayRecordComponent") // not compared, not shared beyond the package
record LinearLayer(Node node, Node addition, Tensor weights, int channelAxis, float[] bias) {
  /// Reads a node, empty where it is no such layer.
  static Optional<LinearLayer> of(Graph graph, Node node) {
    boolean gemm = node.is("Gemm");
    if (!gemm && !node.is("Conv") && !node.is("MatMul")) {
      return Optional.empty();
    }
    Tensor weights = graph.constant(node.input(1)).orElse(null);
    boolean usable =
        weights != null
            && weights.type() == DataType.FLOAT
            && graph.constant(node.input(0)).isEmpty()
            && (node.is("Conv") ? weights.rank() == 3 || weights.rank() == 4 : weights.rank() == 2)
            && node.intAttribute("transA", 0) == 0;
    if (!usable) {
      return Optional.empty();
    }
    int axis = node.is("Conv") || node.intAttribute("transB", 0) != 0 ? 0 : 1;
    if (gemm) {
      weights = scaled(weights, node.floatAttribute("alpha", 1f));
    }
    Node addition = node.is("MatMul") ? addition(graph, node) : null;
    String biasName = node.input(2);
    if (addition != null) {
      biasName = addition.input(addition.input(0).equals(node.output(0)) ? 1 : 0);
    }
    if (biasName.isEmpty()) {
      return Optional.of(new LinearLayer(node, null, weights, axis, null));
    }
    float factor = gemm ? node.floatAttribute("beta", 1f) : 1f;
    float[] bias = bias(graph, biasName, weights.dimension(axis), factor);
    return bias == null
        ? Optional.empty()
        : Optional.of(new LinearLayer(node, addition, weights, axis, bias));
  }

  /// The Add of a constant row that alone reads a MatMul.
  private static Node addition(Graph graph, Node matMul) {
    String output = matMul.output(0);
    if (graph.isOutput(output) || graph.consumers(output).size() != 1) {
      return null;
    }
    Node reader = graph.consumers(output).getFirst();
    if (!reader.is("Add")) {
      return null;
    }
    String other = reader.input(reader.input(0).equals(output) ? 1 : 0);
    int columns = graph.constant(matMul.input(1)).map(w -> w.dimension(1)).orElse(-1);
    return graph.constant(other).filter(row -> row.rank() == 1 && row.size() == columns).isPresent()
        ? reader
        : null;
  }

  private static Tensor scaled(Tensor tensor, float factor) {
    if (factor == 1f) {
      return tensor;
    }
    float[] values = tensor.floats().clone();
    for (int i = 0; i < values.length; i++) {
      values[i] *= factor;
    }
    return Tensor.of(tensor.shape(), values);
  }

  private static float[] bias(Graph graph, String name, int channels, float factor) {
    Tensor tensor = graph.constant(name).orElse(null);
    boolean row =
        tensor != null
            && tensor.type() == DataType.FLOAT
            && (tensor.rank() == 0 || tensor.size() == tensor.dimension(tensor.rank() - 1))
            && (tensor.size() == channels || tensor.size() == 1);
    if (!row) {
      return null;
    }
    float[] bias = new float[channels];
    float[] source = tensor.floats();
    for (int o = 0; o < channels; o++) {
      bias[o] = source[source.length == 1 ? 0 : o] * factor;
    }
    return bias;
  }

  int channels() {
    return weights.dimension(channelAxis);
  }

  /// The last node of the layer.
  Node last() {
    return addition == null ? node : addition;
  }
}
