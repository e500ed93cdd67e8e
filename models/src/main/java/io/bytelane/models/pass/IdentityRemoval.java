package io.bytelane.models.pass;

import io.bytelane.models.graph.Graph;
import io.bytelane.models.graph.GraphBuilder;
import io.bytelane.models.graph.Node;
import io.bytelane.models.graph.Tensor;
import java.util.Arrays;

/// Removes nodes that do nothing at inference: Identity, Dropout, and Pad with pads of 0.
public final class IdentityRemoval implements GraphPass {
  /// The first opset in which Pad takes its pads as an input.
  private static final int PAD_INPUTS_SINCE = 11;

  /// The first opset in which Dropout is told by an attribute or input when it trains; before, it
  /// is told when it does not.
  private static final int DROPOUT_INFERENCE_SINCE = 7;

  /// Creates the pass.
  public IdentityRemoval() {
    // Stateless.
  }

  @Override
  public Graph apply(Graph graph, PassLog log) {
    GraphBuilder builder = graph.toBuilder();
    boolean changed = false;
    for (Node node : graph.nodes()) {
      // An earlier removal may have renamed what the node reads.
      Node current = builder.findNode(node.name()).orElseThrow();
      if (doesNothing(builder, current)) {
        if (Bypass.remove(builder, current, current.input(0))) {
          changed = true;
        } else {
          log.left(current, "it gives a value a second name that the graph returns");
        }
      }
    }
    return changed ? builder.removeDead().build() : graph;
  }

  private static boolean doesNothing(GraphBuilder graph, Node node) {
    if (node.is("Identity")) {
      return true;
    }
    if (node.is("Dropout")) {
      return isInference(graph, node);
    }
    return node.is("Pad") && padsNothing(graph, node);
  }

  private static boolean isInference(GraphBuilder graph, Node node) {
    String mask = node.output(1);
    if (!mask.isEmpty() && (graph.isOutput(mask) || !graph.consumers(mask).isEmpty())) {
      return false;
    }
    if (node.opset() < DROPOUT_INFERENCE_SINCE) {
      return node.intAttribute("is_test", 0) != 0;
    }
    if (!node.hasInput(2)) {
      return true;
    }
    Tensor training = graph.constant(node.input(2)).orElse(null);
    return training != null && training.size() == 1 && training.longAt(0) == 0;
  }

  private static boolean padsNothing(GraphBuilder graph, Node node) {
    long[] pads;
    if (node.opset() < PAD_INPUTS_SINCE) {
      pads = node.intsAttribute(node.hasAttribute("pads") ? "pads" : "paddings", null);
    } else {
      pads = graph.constant(node.input(1)).map(Tensor::toLongs).orElse(null);
    }
    return pads != null && Arrays.stream(pads).allMatch(pad -> pad == 0);
  }
}
