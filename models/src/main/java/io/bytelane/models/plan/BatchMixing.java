package io.bytelane.models.plan;

import io.bytelane.models.graph.Node;
import io.bytelane.models.graph.Tensor;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/// Finds nodes whose outputs have a row for each element of a batch, but no row that depends on its
/// own element alone: work along axis 0. They must see the whole batch, in one step of the generic
/// operator.
///
/// Where the leading dimension of an output does not grow with the batch, as after most reductions
/// over axis 0, the shape tells it already. Here are the operators whose shapes do not tell.
final class BatchMixing {
  private static final int ONE_AXIS_SINCE = 13;

  private BatchMixing() {}

  /// Returns the nodes of a graph, traced for batches, that mix the elements of a batch.
  static Set<Node> of(PlanFacts facts) {
    Set<Node> mixing = new HashSet<>();
    for (Node node : facts.graph().nodes()) {
      if (mixes(node, facts)) {
        mixing.add(node);
      }
    }
    return mixing;
  }

  private static boolean mixes(Node node, PlanFacts facts) {
    if (!node.domain().isEmpty() || node.inputs().isEmpty()) {
      return false;
    }
    if (node.is("Range")) {
      return !facts.isConstant(node.output(0));
    }
    return switch (node.operator()) {
      case "Concat" -> growsAlong(node, 0, node.intAttribute("axis", 1), facts);
      case "Softmax", "LogSoftmax" ->
          growsAlong(
              node, 0, node.intAttribute("axis", node.opset() < ONE_AXIS_SINCE ? 1 : -1), facts);
      case "LayerNormalization" -> growsAlong(node, 0, node.intAttribute("axis", -1), facts);
      case "Gather" -> growsAlong(node, 0, node.intAttribute("axis", 0), facts);
      case "Slice" -> grows(node.input(0), facts) && cutsRows(node, facts);
      case "Tile" -> grows(node.input(0), facts) && !isOne(node.input(1), facts);
      case "Resize", "Upsample" ->
          grows(node.input(0), facts)
              && grows(node.output(0), facts)
              && facts.shape(node.input(0))[0] != facts.shape(node.output(0))[0];
      default -> false;
    };
  }

  private static boolean growsAlong(Node node, int input, long axis, PlanFacts facts) {
    int rank = facts.traced(node.input(input)).rank();
    if (axis != 0 && axis != -rank) {
      return false;
    }
    return node.inputs().stream().anyMatch(name -> !name.isEmpty() && grows(name, facts));
  }

  private static boolean grows(String value, PlanFacts facts) {
    TracedValue known = facts.traced(value);
    return known != null && known.perBatch() && !known.isConstant() && known.rank() > 0;
  }

  /// Whether rows may be left out or turned round. Bounds that are not known may do that.
  private static boolean cutsRows(Node node, PlanFacts facts) {
    int rank = facts.traced(node.input(0)).rank();
    long[] starts = parameter(node, "starts", 1, facts);
    long[] ends = parameter(node, "ends", 2, facts);
    if (starts == null || ends == null || starts.length != ends.length) {
      return true;
    }
    long[] axes = parameter(node, "axes", 3, facts);
    long[] steps = parameter(node, "steps", 4, facts);
    for (int i = 0; i < starts.length; i++) {
      long axis = axes == null ? i : axes[i];
      boolean whole =
          (starts[i] == 0 || starts[i] < -Integer.MAX_VALUE)
              && ends[i] >= Integer.MAX_VALUE
              && (steps == null || steps[i] == 1);
      if ((axis == 0 || axis == -rank) && !whole) {
        return true;
      }
    }
    return false;
  }

  private static long[] parameter(Node node, String attribute, int input, PlanFacts facts) {
    if (!node.hasInput(input)) {
      return node.intsAttribute(attribute, null);
    }
    return facts.constant(node.input(input)).map(BatchMixing::integers).orElse(null);
  }

  private static long[] integers(Tensor tensor) {
    long[] values = new long[tensor.size()];
    Arrays.setAll(values, tensor::longAt);
    return values;
  }

  /// Whether the first of some repeats is one.
  private static boolean isOne(String repeats, PlanFacts facts) {
    return facts.constant(repeats).filter(t -> t.size() > 0 && t.longAt(0) == 1).isPresent();
  }
}
