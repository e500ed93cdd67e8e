package io.bytelane.models.plan;

import io.bytelane.models.graph.Node;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Layer normalization along the last axis, as the one operator of ONNX or as the subgraph that
/// exporters write for older opsets: mean, difference, square, mean, epsilon, root, quotient,
/// scale, shift.
///
/// @param input what is normalized
/// @param scale the name of the factors
/// @param shift the name of what is added, empty for nothing
/// @param epsilon what is added to the variance
record LayerNormParts(String input, String scale, String shift, float epsilon) implements Fusion {
  /// Reads the group that ends at a node.
  static Optional<NodeGroup> find(Node last, PlanFacts facts) {
    return last.is("LayerNormalization")
        ? operator(last, facts)
        : last.is("Add") ? subgraph(last, facts) : Optional.empty();
  }

  private static Optional<NodeGroup> operator(Node node, PlanFacts facts) {
    PatternReader reader = new PatternReader(facts);
    boolean others = node.outputs().stream().skip(1).anyMatch(name -> !name.isEmpty());
    String shift = node.hasInput(2) ? node.input(2) : "";
    LayerNormParts parts =
        new LayerNormParts(
            node.input(0), node.input(1), shift, node.floatAttribute("epsilon", 1e-5f));
    long axis = node.intAttribute("axis", -1);
    boolean last = axis == -1 || axis == facts.shape(node.output(0)).length - 1;
    if (others || !last || !parts.fits(facts)) {
      return Optional.empty();
    }
    reader.producer(node.output(0), "LayerNormalization");
    return Optional.of(reader.group(node, List.of(parts.input()), parts));
  }

  private static Optional<NodeGroup> subgraph(Node last, PlanFacts facts) {
    for (int side = 0; side < 2; side++) {
      PatternReader reader = new PatternReader(facts);
      reader.producer(last.output(0), "Add");
      Node product = reader.producer(last.input(side), "Mul");
      for (int inner = 0; product != null && inner < 2; inner++) {
        PatternReader branch = new PatternReader(facts);
        branch.producer(last.output(0), "Add");
        branch.producer(last.input(side), "Mul");
        LayerNormParts parts =
            normalized(
                branch,
                facts,
                product.input(inner),
                product.input(1 - inner),
                last.input(1 - side));
        if (parts != null && parts.fits(facts)) {
          return Optional.of(branch.group(last, List.of(parts.input()), parts));
        }
      }
    }
    return Optional.empty();
  }

  private static LayerNormParts normalized(
      PatternReader reader, PlanFacts facts, String quotient, String scale, String shift) {
    Node div = reader.producer(quotient, "Div");
    Node root = div == null ? null : reader.producer(div.input(1), "Sqrt");
    Node add = root == null ? null : reader.producer(root.input(0), "Add");
    int side = add == null ? -1 : reader.scalarSide(add);
    Node variance = side < 0 ? null : reader.producer(add.input(1 - side), "ReduceMean");
    Node square =
        isRowMean(variance, facts) ? reader.producer(variance.input(0), "Pow", "Mul") : null;
    if (square == null || !squares(square, facts)) {
      return null;
    }
    Node difference = reader.producer(square.input(0), "Sub");
    Node mean = difference == null ? null : reader.producer(difference.input(1), "ReduceMean");
    if (!isRowMean(mean, facts) || !mean.input(0).equals(difference.input(0))) {
      return null;
    }
    Node divided = reader.producer(div.input(0), "Sub");
    boolean same =
        divided != null
            && divided.input(0).equals(difference.input(0))
            && (divided.equals(difference) || divided.input(1).equals(difference.input(1)));
    return same
        ? new LayerNormParts(mean.input(0), scale, shift, facts.floatScalar(add.input(side)))
        : null;
  }

  private static boolean squares(Node node, PlanFacts facts) {
    if (node.is("Mul")) {
      return node.input(0).equals(node.input(1));
    }
    Float exponent = facts.floatScalar(node.input(1));
    return exponent != null && exponent == 2f;
  }

  /// Whether a node is the mean along the last axis, which is kept.
  private static boolean isRowMean(Node node, PlanFacts facts) {
    if (node == null || node.intAttribute("keepdims", 1) != 1) {
      return false;
    }
    int rank = facts.shape(node.input(0)).length;
    long[] axes =
        node.hasInput(1)
            ? facts.constant(node.input(1)).map(tensor -> tensor.toLongs()).orElse(null)
            : node.intsAttribute("axes", null);
    return axes != null
        && (Arrays.equals(axes, new long[] {-1}) || Arrays.equals(axes, new long[] {rank - 1}));
  }

  /// Whether the parameters are rows of constants that the input's rows match.
  private boolean fits(PlanFacts facts) {
    int[] shape = facts.shape(input);
    int length = shape.length == 0 ? 0 : shape[shape.length - 1];
    return length > 0
        && facts.isStoredFloat(input)
        && shape.length > 1
        && epsilon >= 0
        && facts.floatRow(scale, length) != null
        && (shift.isEmpty() || facts.floatRow(shift, length) != null);
  }
}
