package io.bytelane.models.plan;

import io.bytelane.MatrixLayout;
import io.bytelane.models.graph.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A matrix product of two values that both depend on input data, such as those of an attention,
/// with what surrounds it: transpositions of the operands and of the result, a scale, a mask that
/// is added.
///
/// @param left where the left operand lies
/// @param right where the right operand lies
/// @param output where the result lies
/// @param dimensions units, matrices of a unit, rows, columns, depth
/// @param scale the factor of all products
/// @param mask the name of the row for each unit that is added, empty for none
@SuppressWarnings("ArrayRecordComponent") // not compared, not shared beyond the package
record ProductParts(
    MatrixLayout left,
    MatrixLayout right,
    MatrixLayout output,
    int[] dimensions,
    float scale,
    String mask)
    implements Fusion {
  private static final int MAX_RANK = 4;

  /// Reads the group that ends at a node.
  static Optional<NodeGroup> find(Node last, PlanFacts facts) {
    PatternReader reader = new PatternReader(facts);
    Node node = reader.producer(last.output(0), "Transpose", "Add", "Div", "Mul", "MatMul");
    if (node == null || facts.shape(last.output(0)).length > MAX_RANK) {
      return Optional.empty();
    }
    int rank = facts.shape(last.output(0)).length;
    int[] outputOrder = identity(rank);
    if (node.is("Transpose")) {
      outputOrder = order(node, rank);
      node = reader.privateProducer(node.input(0), "Add", "Div", "Mul", "MatMul");
    }
    String mask = "";
    if (node != null && node.is("Add")) {
      int side = isMask(node.input(1), node, facts) ? 1 : 0;
      mask = node.input(side);
      if (!isMask(mask, node, facts)) {
        return Optional.empty();
      }
      node = reader.privateProducer(node.input(1 - side), "Div", "Mul", "MatMul");
    }
    float scale = 1f;
    if (node != null && !node.is("MatMul")) {
      int side = reader.scalarSide(node);
      if (side < 0 || (node.is("Div") && side == 0)) {
        return Optional.empty();
      }
      float factor = facts.floatScalar(node.input(side));
      scale = node.is("Div") ? 1 / factor : factor;
      node = reader.privateProducer(node.input(1 - side), "MatMul");
    }
    return node == null ? Optional.empty() : product(reader, facts, node, outputOrder, scale, mask);
  }

  private static Optional<NodeGroup> product(
      PatternReader reader,
      PlanFacts facts,
      Node matMul,
      int[] outputOrder,
      float scale,
      String mask) {
    int[] shape = facts.shape(matMul.output(0));
    View a = View.of(reader, facts, matMul.input(0));
    View b = View.of(reader, facts, matMul.input(1));
    if (a == null || b == null || !pairs(a.shape, shape) || !pairs(b.shape, shape)) {
      return Optional.empty();
    }
    int rank = shape.length;
    int[] written = new int[rank];
    for (int axis = 0; axis < rank; axis++) {
      written[axis] = shape[outputOrder[axis]];
    }
    View out = new View("", shape, View.unordered(strides(written), outputOrder));
    boolean leadingMoves = rank > 2 && outputOrder[0] != 0;
    if (leadingMoves || out.strides[rank - 1] != 1) {
      return Optional.empty();
    }
    int depth = a.shape[rank - 1];
    int[] dimensions = {
      rank > 2 ? shape[0] : 1, rank > 3 ? shape[1] : 1, shape[rank - 2], shape[rank - 1], depth
    };
    ProductParts parts =
        new ProductParts(a.layout(), b.layout(), out.layout(), dimensions, scale, mask);
    List<String> inputs = new ArrayList<>(List.of(a.value, b.value));
    if (!mask.isEmpty()) {
      inputs.add(mask);
    }
    return Optional.of(reader.group(matMul, inputs, parts));
  }

  /// Whether the axes before the matrix are those of the product, repeated ones inside a unit
  /// included.
  private static boolean pairs(int[] operand, int[] product) {
    int rank = product.length;
    if (operand.length != rank || rank < 2) {
      return false;
    }
    for (int axis = 0; axis < rank; axis++) {
      boolean batch = axis < rank - 2;
      boolean repeats = axis == 1 && operand[axis] == 1;
      if (operand[axis] < 1 || (batch && operand[axis] != product[axis] && !repeats)) {
        return false;
      }
    }
    return true;
  }

  /// Whether a value is a row for each unit: a size of 1 on all axes between the first and the
  /// last.
  private static boolean isMask(String value, Node add, PlanFacts facts) {
    if (!facts.isStoredFloat(value)) {
      return false;
    }
    int[] mask = facts.shape(value);
    int[] sum = facts.shape(add.output(0));
    int rank = sum.length;
    boolean fits = mask.length == rank && rank > 2 && mask[0] == sum[0];
    for (int axis = 1; fits && axis < rank; axis++) {
      fits = mask[axis] == (axis == rank - 1 ? sum[axis] : 1);
    }
    return fits;
  }

  private static int[] identity(int rank) {
    int[] order = new int[rank];
    for (int axis = 0; axis < rank; axis++) {
      order[axis] = axis;
    }
    return order;
  }

  /// The permutation of a Transpose.
  private static int[] order(Node transpose, int rank) {
    long[] given = transpose.intsAttribute("perm", null);
    int[] order = new int[rank];
    for (int axis = 0; axis < rank; axis++) {
      order[axis] = given == null ? rank - 1 - axis : (int) given[axis];
    }
    return order;
  }

  private static int[] strides(int[] shape) {
    int[] strides = new int[shape.length];
    int stride = 1;
    for (int axis = shape.length - 1; axis >= 0; axis--) {
      strides[axis] = stride;
      stride *= shape[axis];
    }
    return strides;
  }

  /// A stored value with its axes in another order.
  @SuppressWarnings("ArrayRecordComponent") // local to this class
  private record View(String value, int[] shape, int[] strides) {
    /// The operand behind a Transpose, or the value itself; null where it is not usable.
    static View of(PatternReader reader, PlanFacts facts, String value) {
      Node transpose = facts.graph().producer(value).filter(n -> n.is("Transpose")).orElse(null);
      if (transpose != null && facts.isStoredFloat(transpose.input(0))) {
        int[] source = facts.shape(transpose.input(0));
        int[] order = order(transpose, source.length);
        if (source.length < 3 || order[0] == 0) {
          reader.producer(value, "Transpose");
          int[] strides = ProductParts.strides(source);
          int[] reordered = new int[source.length];
          for (int axis = 0; axis < source.length; axis++) {
            reordered[axis] = strides[order[axis]];
          }
          return new View(transpose.input(0), facts.shape(value), reordered);
        }
      }
      int[] shape = facts.shape(value);
      return facts.isStoredFloat(value)
          ? new View(value, shape, ProductParts.strides(shape))
          : null;
    }

    /// The strides of the axes before a permutation, from those behind it.
    static int[] unordered(int[] strides, int[] order) {
      int[] before = new int[strides.length];
      for (int axis = 0; axis < strides.length; axis++) {
        before[order[axis]] = strides[axis];
      }
      return before;
    }

    MatrixLayout layout() {
      int rank = shape.length;
      int unit = rank > 2 ? strides[0] : 0;
      int matrix = rank > 3 && shape[1] > 1 ? strides[1] : 0;
      return new MatrixLayout(unit, matrix, strides[rank - 2], strides[rank - 1]);
    }
  }
}
