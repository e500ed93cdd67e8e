package io.bytelane.models.ptq;

import io.bytelane.models.graph.DataType;
import io.bytelane.models.graph.Graph;
import io.bytelane.models.graph.Node;
import io.bytelane.models.graph.Tensor;
import io.bytelane.models.pass.PassLog;
import io.bytelane.models.plan.DynamicLinear;
import io.bytelane.models.plan.Planner;
import java.util.HashSet;
import java.util.Set;

/// The bytes that the parameters of a network need, by the numeric contract, section 9.1: an int8
/// layer one byte per weight (half of one where weights are int4) and, per output channel, 4 bytes
/// each for bias, scale and zero point;
/// floats 4 bytes each. Counted after simplification, so that folded parameters do not count.
public final class PayloadSize {
  private static final int CHANNEL_BYTES = 12;

  private PayloadSize() {}

  /// Counts the parameters of a float or quantized network.
  ///
  /// @param graph the network
  /// @return bytes
  public static long of(Graph graph) {
    Graph simple = Planner.prepare(graph, new PassLog());
    long bytes = 0;
    Set<String> counted = new HashSet<>();
    for (Node node : simple.nodes()) {
      if (node.is("QuantizeLinear") || node.is("DequantizeLinear")) {
        continue;
      }
      if (DynamicLinear.is(node)) {
        Tensor weights = simple.constant(node.input(1)).orElseThrow();
        bytes += layer(weights, 1);
        continue;
      }
      for (int i = 0; i < node.inputs().size(); i++) {
        if (counted.add(node.input(i))) {
          bytes += parameter(simple, node, i);
        }
      }
    }
    return bytes;
  }

  private static long parameter(Graph graph, Node node, int index) {
    String value = node.input(index);
    Tensor constant = graph.constant(value).orElse(null);
    if (constant != null) {
      return constant.type() == DataType.FLOAT ? 4L * constant.size() : 0;
    }
    Tensor levels =
        graph
            .producer(value)
            .filter(producer -> producer.is("DequantizeLinear"))
            .flatMap(producer -> graph.constant(producer.input(0)))
            .orElse(null);
    if (levels == null || levels.type() == DataType.S32) {
      // The bias of a quantized layer is counted with its weights.
      return 0;
    }
    boolean lastAxis =
        node.is("MatMul") || (node.is("Gemm") && node.intAttribute("transB", 0) == 0);
    return layer(levels, lastAxis ? levels.rank() - 1 : 0);
  }

  private static long layer(Tensor weights, int channelAxis) {
    int channels = weights.rank() == 0 ? 1 : weights.dimension(channelAxis);
    long weightBits = (long) weights.size() * weights.type().bits();
    return (weightBits + 7) / 8 + (long) CHANNEL_BYTES * channels;
  }
}
