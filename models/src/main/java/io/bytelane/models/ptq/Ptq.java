package io.bytelane.models.ptq;

import io.bytelane.models.graph.Graph;
import io.bytelane.models.pass.GraphPasses;
import io.bytelane.models.pass.PassLog;
import io.bytelane.quant.QuantParams;
import io.bytelane.quant.QuantizedType;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Post-training quantization: turns a float network into an equivalent quantized one.
public final class Ptq {
  private Ptq() {}

  /// Quantizes weights and activations.
  ///
  /// The result is an ordinary graph of ONNX, in which QuantizeLinear and DequantizeLinear stand
  /// around the nodes that compute on levels. Layers with constant weights do; so do the pools,
  /// residual additions, concatenations, reshapes and activations between them. Outputs of the
  /// graph stay float. A graph in which nothing can be quantized is returned simplified.
  ///
  /// @param graph a float network; where more than the batch is open, a plan is made for each
  ///     combination of shapes in the data
  /// @param options granularity, calibration, what stays float
  /// @param data representative inputs
  /// @return the quantized network
  /// @throws io.bytelane.quant.QuantizationException `NO_CALIBRATION_DATA`, `NON_FINITE_DATA`, or
  ///     the reason why weights cannot be quantized
  /// @throws io.bytelane.models.graph.ModelException if the network cannot be planned
  public static Graph quantize(Graph graph, PtqOptions options, CalibrationData data) {
    return quantize(graph, options, data, () -> {});
  }

  /// Quantizes weights and activations, and tells how far it is.
  ///
  /// @param graph a float network
  /// @param options granularity, calibration, what stays float
  /// @param data representative inputs
  /// @param batchDone called after each batch of them
  /// @return the quantized network
  /// @throws io.bytelane.quant.QuantizationException as [#quantize(Graph, PtqOptions,
  ///     CalibrationData)]
  /// @throws io.bytelane.models.graph.ModelException if the network cannot be planned
  public static Graph quantize(
      Graph graph, PtqOptions options, CalibrationData data, Runnable batchDone) {
    Graph simple = GraphPasses.simplify(graph, new PassLog());
    List<QuantizedNode> nodes = NodeSelection.of(simple, options.excludedNodes());
    Map<String, QuantParams> params = params(simple, nodes, options, data, batchDone);
    return new QdqWriter(simple, options, params).write(nodes);
  }

  /// Quantizes the weights of linear layers (Gemm, and MatMul with a constant matrix); their inputs
  /// are quantized at each call.
  ///
  /// @param graph a float network
  /// @param options granularity and what stays float
  /// @return a network with [io.bytelane.models.plan.DynamicLinear] nodes
  /// @throws io.bytelane.quant.QuantizationException the reason why weights cannot be quantized
  public static Graph quantizeDynamic(Graph graph, PtqOptions options) {
    return DynamicRewriter.rewrite(GraphPasses.simplify(graph, new PassLog()), options);
  }

  /// Applies a configuration of the reports with its default options.
  ///
  /// @param graph a float network
  /// @param config the configuration
  /// @param data representative inputs, for the static ones
  /// @return the network of that configuration
  public static Graph apply(Graph graph, ConfigName config, CalibrationData data) {
    return switch (config) {
      case FP32_BASELINE -> graph;
      case DYNAMIC_INT8 -> quantizeDynamic(graph, PtqOptions.of(config));
      case STATIC_INT8_PER_TENSOR, STATIC_INT8_PER_CHANNEL ->
          quantize(graph, PtqOptions.of(config), data);
    };
  }

  /// Chooses the parameters of every value that is read or written as levels.
  private static Map<String, QuantParams> params(
      Graph graph,
      List<QuantizedNode> nodes,
      PtqOptions options,
      CalibrationData data,
      Runnable batchDone) {
    Map<String, QuantParams> known = new HashMap<>();
    Set<String> observed = new LinkedHashSet<>();
    Set<String> kept = new HashSet<>();
    for (QuantizedNode node : nodes) {
      observed.addAll(node.inputs());
      QuantParams fixed = fixedParams(node, options.activationType());
      if (fixed != null) {
        known.put(node.output(), fixed);
      } else if (node.keepsParams()) {
        kept.add(node.output());
      } else {
        observed.add(node.output());
      }
    }
    observed.removeAll(kept);
    observed.removeAll(known.keySet());
    known.putAll(new ActivationCalibrator(options).calibrate(graph, observed, data, batchDone));
    for (QuantizedNode node : nodes) {
      if (node.keepsParams()) {
        known.put(node.output(), known.get(node.inputs().getFirst()));
      }
    }
    return known;
  }

  /// Functions with a known range need no calibration; the numeric contract, section 5.2, names
  /// their parameters.
  private static QuantParams fixedParams(QuantizedNode node, QuantizedType type) {
    int lowest = type.min();
    return switch (node.node().operator()) {
      case "Sigmoid", "HardSigmoid" -> new QuantParams(1f / 256, lowest, type);
      case "Tanh" -> new QuantParams(1f / 128, lowest + 128, type);
      default -> null;
    };
  }
}
