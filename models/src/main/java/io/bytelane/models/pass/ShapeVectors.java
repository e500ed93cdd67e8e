package io.bytelane.models.pass;

import io.bytelane.models.graph.DataType;
import io.bytelane.models.graph.Dimension;
import io.bytelane.models.graph.GraphBuilder;
import io.bytelane.models.graph.Node;
import io.bytelane.models.graph.Shape;
import io.bytelane.models.graph.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Follows computations on shapes back to constants and sizes of values: what exporters write for
/// `x.reshape(x.size(0), -1)` is Shape, Gather, Unsqueeze and Concat before the Reshape.
final class ShapeVectors {
  /// Longer chains than any exporter writes; also ends the search in broken graphs.
  private static final int MAX_DEPTH = 64;

  private final GraphBuilder graph;

  ShapeVectors(GraphBuilder graph) {
    this.graph = graph;
  }

  /// The elements of an integer scalar or vector, empty where they are computed from data.
  Optional<List<ShapeElement>> elements(String value) {
    return elements(value, 0);
  }

  private Optional<List<ShapeElement>> elements(String value, int depth) {
    Tensor constant = graph.constant(value).orElse(null);
    if (constant != null) {
      return fixed(constant);
    }
    Node node = graph.producer(value).orElse(null);
    if (node == null || !node.domain().isEmpty() || depth > MAX_DEPTH) {
      return Optional.empty();
    }
    return switch (node.operator()) {
      case "Shape" -> shape(node);
      case "Unsqueeze", "Squeeze", "Cast", "Identity" -> elements(node.input(0), depth + 1);
      case "Gather" -> gather(node, depth + 1);
      case "Concat" -> concat(node, depth + 1);
      default -> Optional.empty();
    };
  }

  private static Optional<List<ShapeElement>> fixed(Tensor constant) {
    boolean isShape =
        (constant.type() == DataType.S64 || constant.type() == DataType.S32)
            && constant.rank() <= 1;
    if (!isShape) {
      return Optional.empty();
    }
    List<ShapeElement> elements = new ArrayList<>();
    for (long number : constant.toLongs()) {
      elements.add(new ShapeElement.Fixed(number));
    }
    return Optional.of(elements);
  }

  private Optional<List<ShapeElement>> shape(Node node) {
    if (node.hasAttribute("start") || node.hasAttribute("end")) {
      return Optional.empty();
    }
    // Without a known rank the list of sizes is as long as any index asks for.
    Shape shape = graph.valueOf(node.input(0)).shape();
    int rank = shape.hasRank() ? shape.rank() : 0;
    List<ShapeElement> elements = new ArrayList<>();
    for (int axis = 0; axis < rank; axis++) {
      elements.add(size(node.input(0), axis, shape.dimension(axis)));
    }
    return shape.hasRank() ? Optional.of(elements) : Optional.empty();
  }

  private static ShapeElement size(String value, int axis, Dimension dimension) {
    return dimension.isFixed()
        ? new ShapeElement.Fixed(dimension.size())
        : new ShapeElement.SizeOf(value, axis, dimension.symbol());
  }

  private Optional<List<ShapeElement>> gather(Node node, int depth) {
    Tensor indices = graph.constant(node.input(1)).orElse(null);
    if (indices == null || indices.rank() > 1 || !indices.type().isInteger()) {
      return Optional.empty();
    }
    Node source = graph.producer(node.input(0)).orElse(null);
    List<ShapeElement> elements = elements(node.input(0), depth).orElse(null);
    List<ShapeElement> picked = new ArrayList<>();
    for (long index : indices.toLongs()) {
      if (elements != null) {
        long position = index < 0 ? index + elements.size() : index;
        if (position < 0 || position >= elements.size()) {
          return Optional.empty();
        }
        picked.add(elements.get((int) position));
      } else if (isPlainShape(source) && index >= 0) {
        picked.add(new ShapeElement.SizeOf(source.input(0), (int) index, ""));
      } else {
        return Optional.empty();
      }
    }
    return Optional.of(picked);
  }

  private static boolean isPlainShape(Node node) {
    return node != null
        && node.is("Shape")
        && !node.hasAttribute("start")
        && !node.hasAttribute("end");
  }

  private Optional<List<ShapeElement>> concat(Node node, int depth) {
    List<ShapeElement> joined = new ArrayList<>();
    for (String input : node.inputs()) {
      Optional<List<ShapeElement>> part = elements(input, depth);
      if (part.isEmpty()) {
        return part;
      }
      joined.addAll(part.get());
    }
    return Optional.of(joined);
  }
}
