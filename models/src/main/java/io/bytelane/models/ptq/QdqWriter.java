package io.bytelane.models.ptq;

import io.bytelane.models.graph.Attribute;
import io.bytelane.models.graph.DataType;
import io.bytelane.models.graph.Graph;
import io.bytelane.models.graph.GraphBuilder;
import io.bytelane.models.graph.Node;
import io.bytelane.models.graph.Tensor;
import io.bytelane.quant.BiasQuantizer;
import io.bytelane.quant.QuantParams;
import io.bytelane.quant.QuantizedType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Writes QuantizeLinear and DequantizeLinear into a float graph.
///
/// An activation `v` becomes `v -> QuantizeLinear -> DequantizeLinear -> reader`. Where `v` is made
/// by a node that computes on levels, everyone reads the dequantized value, which takes over the
/// name; where it is a float value, only the readers that compute on levels do. Weights and bias
/// become int8 and int32 constants behind a DequantizeLinear.
final class QdqWriter {
  /// The first opset with one scale per channel.
  private static final int PER_AXIS_SINCE = 13;

  private final GraphBuilder builder;
  private final PtqOptions options;
  private final int opset;
  private final Map<String, QuantParams> params;
  private final Map<String, String> dequantized = new HashMap<>();

  QdqWriter(Graph graph, PtqOptions options, Map<String, QuantParams> params) {
    this.builder = graph.toBuilder();
    this.opset = Math.max(graph.opset(), PER_AXIS_SINCE);
    this.builder.opset("", opset);
    this.options = options;
    this.params = params;
  }

  /// Rewrites all chosen nodes, which come in the order of the graph.
  Graph write(List<QuantizedNode> nodes) {
    for (QuantizedNode node : nodes) {
      readLevels(node);
      writeLevels(node);
    }
    return builder.removeDead().build();
  }

  private void readLevels(QuantizedNode quantized) {
    Node node = builder.findNode(quantized.node().name()).orElseThrow();
    List<String> inputs = new ArrayList<>(node.inputs());
    inputs.replaceAll(input -> quantized.inputs().contains(input) ? dequantizedForm(input) : input);
    Map<String, Attribute> attributes = new HashMap<>(node.attributes());
    LinearLayer layer = quantized.layer();
    if (layer != null) {
      QuantParams input = params.get(quantized.inputs().getFirst());
      QuantizedWeights weights = QuantizedWeights.of(layer, options, input.scale());
      inputs.set(1, weights(layer, weights));
      if (layer.bias() != null) {
        String bias = bias(layer, weights, input);
        if (layer.addition() != null) {
          replaceBias(layer, bias);
        } else {
          inputs.set(2, bias);
        }
      }
      // Both are multiplied into weights and bias now.
      attributes.remove("alpha");
      attributes.remove("beta");
    }
    builder.replace(node, node.withInputs(inputs).withAttributes(attributes));
  }

  /// The dequantized form of a value that a node reads as levels.
  private String dequantizedForm(String value) {
    return dequantized.computeIfAbsent(
        value,
        key -> {
          String output = builder.uniqueName(value + "_dequantized");
          quantize(value, value, output);
          return output;
        });
  }

  private void writeLevels(QuantizedNode quantized) {
    Node last = builder.findNode(quantized.last().name()).orElseThrow();
    String value = quantized.output();
    String real = builder.uniqueName(value + "_float");
    List<String> outputs = new ArrayList<>(last.outputs());
    outputs.set(0, real);
    builder.replace(last, last.withOutputs(outputs));
    quantize(value, real, value);
    dequantized.put(value, value);
  }

  /// Adds both nodes.
  private void quantize(String value, String source, String target) {
    QuantParams quant = params.get(value);
    String scale = constant(value + "_scale", Tensor.scalar(quant.scale()));
    DataType type = quant.type() == QuantizedType.U8 ? DataType.U8 : DataType.S8;
    String zeroPoint =
        constant(
            value + "_zero_point",
            Tensor.of(type, new int[0], new byte[] {(byte) quant.zeroPoint()}));
    String levels = builder.uniqueName(value + "_quantized");
    builder.add("QuantizeLinear", List.of(source, scale, zeroPoint), List.of(levels), Map.of());
    builder.add("DequantizeLinear", List.of(levels, scale, zeroPoint), List.of(target), Map.of());
  }

  private String weights(LinearLayer layer, QuantizedWeights weights) {
    String name = layer.node().input(1);
    int count = weights.scales().length;
    int[] shape = count == 1 && !options.perChannel() ? new int[0] : new int[] {count};
    Tensor stored = weights.stored(options, opset);
    String levels = constant(name + "_quantized", stored);
    String scale = constant(name + "_scale", Tensor.of(shape, weights.scales()));
    String zeroPoint = constant(name + "_zero_point", Tensor.zeros(stored.type(), shape));
    return dequantizeConstant(
        name, List.of(levels, scale, zeroPoint), shape.length == 0 ? -1 : layer.channelAxis());
  }

  private String bias(LinearLayer layer, QuantizedWeights weights, QuantParams input) {
    int channels = layer.channels();
    float[] channelScales = weights.channelScales(channels);
    int[] levels = BiasQuantizer.quantize(layer.bias(), input.scale(), channelScales).levels();
    float[] scales = new float[weights.scales().length];
    for (int c = 0; c < scales.length; c++) {
      scales[c] = input.scale() * weights.scales()[c];
    }
    int[] shape =
        scales.length == 1 && !options.perChannel() ? new int[0] : new int[] {scales.length};
    String name = layer.node().name() + "_bias";
    String quantized =
        constant(name + "_quantized", Tensor.of(DataType.S32, new int[] {channels}, levels));
    String scale = constant(name + "_scale", Tensor.of(shape, scales));
    return dequantizeConstant(name, List.of(quantized, scale), shape.length == 0 ? -1 : 0);
  }

  private String dequantizeConstant(String name, List<String> inputs, int axis) {
    String output = builder.uniqueName(name + "_dequantized");
    builder.add(
        "DequantizeLinear",
        inputs,
        List.of(output),
        axis < 0 ? Map.of() : Map.of("axis", Attribute.of(axis)));
    return output;
  }

  private void replaceBias(LinearLayer layer, String bias) {
    Node addition = builder.findNode(layer.addition().name()).orElseThrow();
    List<String> inputs = new ArrayList<>(addition.inputs());
    inputs.replaceAll(input -> input.equals(layer.node().output(0)) ? input : bias);
    builder.replace(addition, addition.withInputs(inputs));
  }

  private String constant(String name, Tensor tensor) {
    String unique = builder.uniqueName(name);
    builder.initializer(unique, tensor);
    return unique;
  }
}
