package io.bytelane.models.cli;

import io.bytelane.models.graph.Graph;
import io.bytelane.models.graph.Node;
import io.bytelane.models.graph.Value;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// Finds networks in which the shape of a value depends on the content of an input: those cannot be
/// planned from the shapes of the inputs alone.
final class DataDependentShapes {
  /// Operators whose operands from this one on say how, or to which shape, the first is changed.
  private static final Map<String, Integer> FIRST_SHAPE_OPERAND =
      Map.ofEntries(
          Map.entry("ConstantOfShape", 0),
          Map.entry("Range", 0),
          Map.entry("NonZero", 0),
          Map.entry("Reshape", 1),
          Map.entry("Expand", 1),
          Map.entry("Slice", 1),
          Map.entry("Squeeze", 1),
          Map.entry("Unsqueeze", 1),
          Map.entry("Split", 1),
          Map.entry("Pad", 1),
          Map.entry("Resize", 1),
          Map.entry("Tile", 1),
          Map.entry("TopK", 1),
          Map.entry("OneHot", 1));

  private static final String REDUCE_PREFIX = "Reduce";

  /// Operators whose result depends on the shape of their operand, not on its content.
  private static final Set<String> SHAPE_ONLY = Set.of("Shape", "Size");

  private DataDependentShapes() {}

  /// Says whether some shape depends on the content of an input.
  static boolean in(Graph graph) {
    Set<String> dependent = new HashSet<>();
    for (Value input : graph.inputs()) {
      dependent.add(input.name());
    }
    // Nodes are in topological order, so one pass reaches everything.
    for (Node node : graph.nodes()) {
      int firstShapeOperand =
          node.operator().startsWith(REDUCE_PREFIX)
              ? 1
              : FIRST_SHAPE_OPERAND.getOrDefault(node.operator(), Integer.MAX_VALUE);
      for (int i = 0; i < node.inputs().size(); i++) {
        if (!dependent.contains(node.input(i))) {
          continue;
        }
        if (i >= firstShapeOperand) {
          return true;
        }
        if (!SHAPE_ONLY.contains(node.operator())) {
          dependent.addAll(node.outputs());
        }
      }
    }
    return false;
  }
}
