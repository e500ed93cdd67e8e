package io.bytelane.models.plan;

import io.bytelane.models.graph.DataType;
import io.bytelane.models.graph.Node;
import io.bytelane.models.graph.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/// Finds out what a node that only moves elements does, by giving it numbers to move: the generic
/// operator runs once on an input that holds the position of each element, when the network is
/// planned. So every mode of such an operator is known here without being described again.
final class MovePattern {
  private static final Set<String> OPERATORS =
      Set.of(
          "Transpose", "Pad", "Resize", "Upsample", "Slice", "Split", "Gather", "Expand", "Tile");

  private static final String COORDINATES = "coordinate_transformation_mode";

  /// Floats hold all integers up to here.
  private static final int LARGEST = 1 << 24;

  private MovePattern() {}

  /// Says whether a node moves elements of its first input in a way that its constants decide.
  static boolean fits(Node node, PlanFacts facts) {
    if (!node.domain().isEmpty() || !OPERATORS.contains(node.operator())) {
      return false;
    }
    boolean nearest = node.textAttribute("mode", "nearest").equals("nearest");
    boolean resizes = node.is("Resize") || node.is("Upsample");
    boolean computes = !nearest || node.textAttribute(COORDINATES, "").equals("tf_crop_and_resize");
    if ((resizes && computes)
        || (node.is("Pad") && node.floatAttribute("value", 0f) != 0)
        || facts.isConstant(node.input(0))
        || Tensor.elementCount(facts.shape(node.input(0))) > LARGEST / 4) {
      return false;
    }
    return node.inputs().stream()
        .skip(1)
        .allMatch(input -> input.isEmpty() || facts.traced(input).isConstant());
  }

  /// Returns the position in row-major order of the input element for each element of an output, or
  /// [ElementMoves#CONSTANT]; null where elements of different batch elements meet.
  static int[] sources(Node node, String output, PlanFacts facts) {
    int[] shape = facts.shape(node.input(0));
    int size = Tensor.elementCount(shape);
    int units = hasOpenBatch(facts) ? 2 : 1;
    int[] grown = shape.clone();
    if (units > 1) {
      if (grown.length == 0) {
        return null;
      }
      grown[0] *= units;
    }
    Tensor moved = move(node, output, numbered(grown), facts);
    int outputSize = Tensor.elementCount(facts.shape(output));
    if (moved.size() != units * outputSize || outputSize == 0) {
      return null;
    }
    int[] sources = new int[outputSize];
    for (int i = 0; i < sources.length; i++) {
      int number = (int) moved.floats()[i];
      sources[i] = number == 0 ? ElementMoves.CONSTANT : number - 1;
      if (number > size) {
        return null;
      }
      for (int unit = 1; unit < units; unit++) {
        int expected = number == 0 ? 0 : number + unit * size;
        if ((int) moved.floats()[unit * outputSize + i] != expected) {
          return null;
        }
      }
    }
    return sources;
  }

  private static boolean hasOpenBatch(PlanFacts facts) {
    return facts.graph().inputs().stream().anyMatch(input -> !input.shape().isFixed());
  }

  /// Numbers from 1 on; 0 is the constant.
  private static Tensor numbered(int[] shape) {
    float[] numbers = new float[Tensor.elementCount(shape)];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = i + 1;
    }
    return Tensor.of(shape, numbers);
  }

  private static Tensor move(Node node, String output, Tensor numbers, PlanFacts facts) {
    List<Tensor> inputs = new ArrayList<>(List.of(numbers));
    for (int i = 1; i < node.inputs().size(); i++) {
      boolean padding = node.is("Pad") && i == 2 && node.hasInput(2);
      inputs.add(
          padding
              ? Tensor.of(new int[0], new float[1])
              : facts.constant(node.input(i)).orElse(null));
    }
    return facts.evaluator().evaluate(node, inputs).get(node.outputs().indexOf(output));
  }

  /// Returns the constant of a Pad, null where it is 0 or there is none.
  static Tensor constant(Node node, PlanFacts facts) {
    return node.is("Pad") && node.hasInput(2) ? facts.constant(node.input(2)).orElse(null) : null;
  }

  /// Translates positions in row-major order to those in which values are stored.
  static int[] stored(int[] sources, StorageOrder in, int inputSize, StorageOrder out) {
    if (in.isRowMajor() && out.isRowMajor()) {
      return sources;
    }
    int[] places = new int[inputSize];
    for (int i = 0; i < inputSize; i++) {
      places[in.rowMajorIndex(i)] = i;
    }
    int[] stored = new int[sources.length];
    Arrays.setAll(
        stored,
        i -> {
          int source = sources[out.rowMajorIndex(i)];
          return source == ElementMoves.CONSTANT ? source : places[source];
        });
    return stored;
  }

  /// Whether a value holds floats.
  static boolean isFloat(PlannedValue value) {
    return value.type() == DataType.FLOAT;
  }
}
