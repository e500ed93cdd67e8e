package io.bytelane.models.pass;

import io.bytelane.models.graph.Dimension;
import io.bytelane.models.graph.Graph;
import io.bytelane.models.graph.GraphBuilder;
import io.bytelane.models.graph.Node;
import io.bytelane.models.graph.Shape;
import io.bytelane.models.graph.Tensor;
import java.util.ArrayList;
import java.util.List;

/// Replaces the computed shape of a Reshape by a constant: 0 where a size is that of the input at
/// the same place, -1 for the one size that follows from the others.
///
/// Holds for every batch size, so the batch dimension stays dynamic. Shapes that need more than
/// that are left as they are.
public final class ReshapeSimplification implements GraphPass {
  /// Creates the pass.
  public ReshapeSimplification() {
    // Stateless.
  }

  @Override
  public Graph apply(Graph graph, PassLog log) {
    GraphBuilder builder = graph.toBuilder();
    boolean changed = false;
    for (Node node : graph.nodes()) {
      if (!node.is("Reshape")
          || !node.hasInput(1)
          || node.intAttribute("allowzero", 0) != 0
          || builder.constant(node.input(1)).isPresent()) {
        continue;
      }
      long[] target =
          new ShapeVectors(builder)
              .elements(node.input(1))
              .map(elements -> constantTarget(builder, node.input(0), elements))
              .orElse(null);
      if (target == null) {
        log.left(node, "its shape depends on more than the shape of its input");
        continue;
      }
      String name = builder.uniqueName(node.input(1) + "_fixed");
      builder.initializer(name, Tensor.vector(target));
      builder.replace(node, node.withInputs(List.of(node.input(0), name)));
      changed = true;
    }
    return changed ? builder.removeDead().build() : graph;
  }

  /// The constant that means the same, null where there is none.
  private static long[] constantTarget(
      GraphBuilder graph, String input, List<ShapeElement> elements) {
    Shape shape = graph.valueOf(input).shape();
    long[] target = new long[elements.size()];
    List<Integer> open = new ArrayList<>();
    boolean infers = false;
    for (int i = 0; i < target.length; i++) {
      switch (elements.get(i)) {
        case ShapeElement.Fixed(long number) -> {
          target[i] = number;
          infers |= number == -1;
        }
        case ShapeElement.SizeOf size -> {
          if (!isSizeOfInput(size, i, input, shape)) {
            open.add(i);
          }
        }
      }
    }
    if (open.size() == 1 && !infers) {
      target[open.getFirst()] = -1;
      open.clear();
    }
    return open.isEmpty() ? target : null;
  }

  private static boolean isSizeOfInput(
      ShapeElement.SizeOf size, int position, String input, Shape shape) {
    if (size.value().equals(input)) {
      return size.axis() == position;
    }
    Dimension dimension = position < shape.rank() ? shape.dimension(position) : Dimension.UNKNOWN;
    return !size.symbol().isEmpty() && size.symbol().equals(dimension.symbol());
  }
}
