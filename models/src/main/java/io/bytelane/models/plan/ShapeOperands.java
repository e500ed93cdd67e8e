package io.bytelane.models.plan;

import io.bytelane.models.graph.Node;
import io.bytelane.models.graph.Tensor;
import io.bytelane.models.graph.UnsupportedModelException;
import java.util.List;
import java.util.Map;

/// The operands whose content, not only their shape, decides the shape of a result.
final class ShapeOperands {
  private static final Map<String, List<Integer>> BY_OPERATOR =
      Map.ofEntries(
          Map.entry("ConstantOfShape", List.of(0)),
          Map.entry("Range", List.of(0, 1, 2)),
          Map.entry("Reshape", List.of(1)),
          Map.entry("Expand", List.of(1)),
          Map.entry("Slice", List.of(1, 2, 3, 4)),
          Map.entry("Squeeze", List.of(1)),
          Map.entry("Unsqueeze", List.of(1)),
          Map.entry("Split", List.of(1)),
          Map.entry("Pad", List.of(1, 3)),
          Map.entry("Resize", List.of(2, 3)),
          Map.entry("Upsample", List.of(1)),
          Map.entry("Tile", List.of(1)));

  private ShapeOperands() {}

  /// Refuses a node whose result has a shape that only a run tells.
  ///
  /// @param node the node
  /// @param inputs what is known of its inputs, null where one is left out
  /// @throws UnsupportedModelException if such an operand is not known
  static void requireKnown(Node node, List<TracedValue> inputs) {
    for (int operand : operands(node)) {
      TracedValue input = operand < inputs.size() ? inputs.get(operand) : null;
      if (input != null && !input.isConstant() && Tensor.elementCount(input.shape()) > 0) {
        throw UnsupportedModelException.at(
            node,
            "input " + operand,
            node.input(operand) + ", which depends on input data",
            "known before a run, as it decides a shape; the interpreter takes such networks");
      }
    }
  }

  private static List<Integer> operands(Node node) {
    // Resize had its scales second in opset 10.
    if (node.operator().startsWith("Reduce") || (node.is("Resize") && node.opset() < 11)) {
      return List.of(1);
    }
    return BY_OPERATOR.getOrDefault(node.operator(), List.of());
  }
}
