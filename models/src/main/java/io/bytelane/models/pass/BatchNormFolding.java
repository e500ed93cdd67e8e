package io.bytelane.models.pass;

import io.bytelane.models.calibration.FoldedBatchNorm;
import io.bytelane.models.graph.Attribute;
import io.bytelane.models.graph.Graph;
import io.bytelane.models.graph.GraphBuilder;
import io.bytelane.models.graph.InvalidModelException;
import io.bytelane.models.graph.Node;
import io.bytelane.models.graph.Tensor;
import io.bytelane.quant.ChannelLayout;
import io.bytelane.quant.QuantizationException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Moves BatchNormalization in inference form into the weights and bias of the Conv, ConvTranspose
/// or Gemm before it: `w' = w * g`, `b' = (b - mean) * g + beta` per output channel, with `g =
/// gamma / sqrt(variance + epsilon)`, in double and rounded to float32 at the end.
///
/// Only where the BatchNormalization is the sole reader of the layer's output, weights, bias and
/// statistics are constants and the channel counts agree. Anything else is left alone and reported
/// in the [PassLog]. A variance whose sum with epsilon is not positive is an
/// [InvalidModelException].
public final class BatchNormFolding implements GraphPass {
  /// The first opset whose BatchNormalization is in inference form unless it says otherwise.
  private static final int INFERENCE_SINCE = 7;

  /// Creates the pass.
  public BatchNormFolding() {
    // Stateless.
  }

  @Override
  public Graph apply(Graph graph, PassLog log) {
    GraphBuilder builder = graph.toBuilder();
    boolean changed = false;
    for (Node node : graph.nodes()) {
      if (node.is("BatchNormalization")) {
        Node current = builder.findNode(node.name()).orElseThrow();
        String obstacle = fold(builder, current);
        if (obstacle == null) {
          changed = true;
        } else {
          log.left(current, obstacle);
        }
      }
    }
    return changed ? builder.removeDead().build() : graph;
  }

  /// Folds one node; returns why not, or null where it did.
  private static String fold(GraphBuilder graph, Node norm) {
    String made = norm.input(0);
    Node layer = graph.producer(made).orElse(null);
    if (layer == null || !(layer.is("Conv") || layer.is("ConvTranspose") || layer.is("Gemm"))) {
      return "no Conv, ConvTranspose or Gemm before it";
    }
    if (graph.consumers(made).size() > 1 || graph.isOutput(made)) {
      return "the output of " + layer.label() + " is read by others too";
    }
    if (!isInference(norm)) {
      return "training form";
    }
    Tensor weights = graph.constant(layer.input(1)).orElse(null);
    Tensor bias = layer.hasInput(2) ? graph.constant(layer.input(2)).orElse(null) : null;
    if (weights == null || (layer.hasInput(2) && bias == null)) {
      return "weights or bias of " + layer.label() + " are not constant";
    }
    List<Tensor> statistics = new ArrayList<>();
    for (int i = 1; i <= 4; i++) {
      graph.constant(norm.input(i)).ifPresent(statistics::add);
    }
    if (statistics.size() < 4) {
      return "its statistics are not constant";
    }
    int channels = outputChannels(layer, weights);
    if (statistics.stream().anyMatch(tensor -> tensor.size() != channels)) {
      return "channels differ from those of " + layer.label();
    }
    if (bias != null && !isPerChannel(bias, channels)) {
      return "the bias of " + layer.label() + " is not one value per channel";
    }
    FoldedBatchNorm fold = prepare(norm, statistics);
    rewrite(graph, norm, layer, foldWeights(layer, weights, fold), foldBias(layer, bias, fold));
    return null;
  }

  private static FoldedBatchNorm prepare(Node norm, List<Tensor> statistics) {
    try {
      return FoldedBatchNorm.of(
          statistics.get(0).toFloats(),
          statistics.get(1).toFloats(),
          statistics.get(2).toFloats(),
          statistics.get(3).toFloats(),
          norm.floatAttribute("epsilon", 1e-5f));
    } catch (QuantizationException e) {
      throw new InvalidModelException(norm.label() + ": " + e.getMessage(), e);
    }
  }

  private static boolean isInference(Node norm) {
    boolean returnsStatistics = norm.outputs().stream().skip(1).anyMatch(name -> !name.isEmpty());
    boolean inference =
        norm.opset() < INFERENCE_SINCE
            ? norm.intAttribute("is_test", 0) != 0
            : norm.intAttribute("training_mode", 0) == 0;
    return inference && !returnsStatistics && norm.intAttribute("spatial", 1) != 0;
  }

  private static int outputChannels(Node layer, Tensor weights) {
    if (layer.is("Gemm")) {
      requireRank(layer, weights, 2, 2);
      return weights.dimension(isTransposed(layer) ? 0 : 1);
    }
    requireRank(layer, weights, 3, Integer.MAX_VALUE);
    return layer.is("Conv")
        ? weights.dimension(0)
        : Math.toIntExact(weights.dimension(1) * layer.intAttribute("group", 1));
  }

  private static void requireRank(Node layer, Tensor weights, int min, int max) {
    if (weights.rank() < min || weights.rank() > max) {
      throw InvalidModelException.at(layer, "weights", weights, "of rank " + min + " or more");
    }
  }

  private static boolean isTransposed(Node gemm) {
    return gemm.intAttribute("transB", 0) != 0;
  }

  /// A bias of Gemm may broadcast over rows; one value stands for all channels.
  private static boolean isPerChannel(Tensor bias, int channels) {
    boolean lastOnly = bias.rank() == 0 || bias.size() == bias.dimension(bias.rank() - 1);
    return lastOnly && (bias.size() == channels || bias.size() == 1);
  }

  private static Tensor foldWeights(Node layer, Tensor weights, FoldedBatchNorm fold) {
    return Tensor.of(
        weights.shape(), fold.weights(weights.toFloats(), channelLayout(layer, weights)));
  }

  /// The output channel that each weight belongs to.
  private static ChannelLayout channelLayout(Node layer, Tensor weights) {
    if (layer.is("Gemm")) {
      return ChannelLayout.perAxis(isTransposed(layer) ? 0 : 1, weights.shape());
    }
    if (layer.is("Conv")) {
      return ChannelLayout.perAxis(0, weights.shape());
    }
    // [C][O / groups][taps]: the group of an output channel is that of the input channel.
    int groups = Math.toIntExact(layer.intAttribute("group", 1));
    int inputs = weights.dimension(0);
    int perGroup = weights.dimension(1);
    int taps = weights.size() / (inputs * perGroup);
    return ChannelLayout.broadcast(
        new int[] {groups, inputs / groups, perGroup, taps}, new int[] {groups, 1, perGroup, 1});
  }

  private static Tensor foldBias(Node layer, Tensor bias, FoldedBatchNorm fold) {
    float[] before = null;
    if (bias != null) {
      // Gemm multiplies its bias by beta; the factor moves into the new bias.
      float beta = layer.is("Gemm") ? layer.floatAttribute("beta", 1f) : 1;
      before = new float[fold.channels()];
      for (int o = 0; o < before.length; o++) {
        before[o] = (float) (beta * bias.doubleAt(bias.size() == 1 ? 0 : o));
      }
    }
    float[] folded = fold.bias(before);
    return Tensor.of(new int[] {folded.length}, folded);
  }

  private static void rewrite(
      GraphBuilder graph, Node norm, Node layer, Tensor weights, Tensor bias) {
    String weightName = graph.uniqueName(layer.input(1) + "_folded");
    graph.initializer(weightName, weights);
    String biasName = graph.uniqueName(layer.output(0) + "_bias");
    graph.initializer(biasName, bias);
    Map<String, Attribute> attributes = new HashMap<>(layer.attributes());
    attributes.remove("beta");
    graph.remove(norm);
    graph.replace(
        layer,
        layer
            .withInputs(List.of(layer.input(0), weightName, biasName))
            .withOutputs(List.of(norm.output(0)))
            .withAttributes(attributes));
  }
}
