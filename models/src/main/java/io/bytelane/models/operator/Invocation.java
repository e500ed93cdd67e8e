package io.bytelane.models.operator;

import io.bytelane.models.graph.DataType;
import io.bytelane.models.graph.InvalidModelException;
import io.bytelane.models.graph.Node;
import io.bytelane.models.graph.Shape;
import io.bytelane.models.graph.Tensor;
import io.bytelane.models.graph.UnsupportedModelException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/// One evaluation of a node: the node, its input tensors, and the checks every operator needs.
public final class Invocation {
  private final Node node;
  private final List<Tensor> inputs;

  /// Pairs a node with its inputs.
  ///
  /// @param node the node
  /// @param inputs its inputs in order; null where an optional one is left out
  public Invocation(Node node, List<Tensor> inputs) {
    this.node = node;
    this.inputs = inputs;
  }

  /// Returns the node.
  ///
  /// @return the node
  public Node node() {
    return node;
  }

  int opset() {
    return node.opset();
  }

  int inputCount() {
    return inputs.size();
  }

  /// The input, or null where it is left out.
  Tensor optional(int index) {
    return index < inputs.size() ? inputs.get(index) : null;
  }

  Tensor required(int index) {
    Tensor tensor = optional(index);
    if (tensor == null) {
      throw invalid("input " + index, "missing", "given");
    }
    return tensor;
  }

  /// A required input of one of some types.
  Tensor typed(int index, DataType... types) {
    Tensor tensor = required(index);
    requireType(index, tensor, types);
    return tensor;
  }

  /// An optional input of one of some types, or null.
  Tensor optionalTyped(int index, DataType... types) {
    Tensor tensor = optional(index);
    if (tensor != null) {
      requireType(index, tensor, types);
    }
    return tensor;
  }

  private void requireType(int index, Tensor tensor, DataType... types) {
    if (!Arrays.asList(types).contains(tensor.type())) {
      throw invalid("input " + index + " type", tensor.type(), Arrays.toString(types));
    }
  }

  /// A required input of a type that computes like a float.
  Tensor real(int index) {
    Tensor tensor = required(index);
    if (!tensor.type().isFloat()) {
      throw invalid("input " + index + " type", tensor.type(), "a float type");
    }
    return tensor;
  }

  /// A required integer vector or scalar, as longs.
  long[] integers(int index) {
    Tensor tensor = typed(index, DataType.S64, DataType.S32);
    if (tensor.rank() > 1) {
      throw invalid("input " + index + " shape", tensor, "one dimension");
    }
    return tensor.toLongs();
  }

  /// Axes from an attribute in old opsets, from an input since a given one; null if absent.
  long[] axes(int inputIndex, int inputSince) {
    if (node.opset() < inputSince) {
      return node.intsAttribute("axes", null);
    }
    return optional(inputIndex) == null ? null : integers(inputIndex);
  }

  int axis(long axis, int rank) {
    if (axis < -rank || axis >= rank) {
      throw invalid("axis", axis, "in [" + -rank + ", " + (rank - 1) + "]");
    }
    return (int) (axis < 0 ? axis + rank : axis);
  }

  /// Marks the axes of a list; a repeated one is an error.
  boolean[] axisSet(long[] axes, int rank) {
    boolean[] set = new boolean[rank];
    for (long value : axes) {
      int axis = axis(value, rank);
      if (set[axis]) {
        throw invalid("axes", Arrays.toString(axes), "each axis once");
      }
      set[axis] = true;
    }
    return set;
  }

  boolean flag(String key, boolean fallback) {
    return node.intAttribute(key, fallback ? 1 : 0) != 0;
  }

  int intAttribute(String key, long fallback, long lowest, long highest) {
    return toInt(key, node.intAttribute(key, fallback), lowest, highest);
  }

  int toInt(String what, long value, long lowest, long highest) {
    if (value < lowest || value > highest) {
      throw invalid(what, value, "in [" + lowest + ", " + highest + "]");
    }
    return (int) value;
  }

  /// Checks a shape that an operator is about to allocate.
  ///
  /// @return the number of elements
  int count(DataType type, int... shape) {
    int count = Tensor.elementCount(shape);
    // An empty tensor may not have huge dimensions either: index tables are as long as those.
    long extent = 1;
    for (int size : shape) {
      extent *= Math.max(1, size);
    }
    long bytes = extent * Math.max(8, type.bits()) / 8;
    if (bytes > MemoryBudget.FREE_OUTPUT_BYTES || bytes > MemoryBudget.MAX_TENSOR_BYTES) {
      long inputBytes =
          inputs.stream().filter(Objects::nonNull).mapToLong(MemoryBudget::bytes).sum();
      long limit = MemoryBudget.outputLimit(inputBytes);
      if (bytes > limit) {
        throw unsupported(
            "output bytes",
            bytes + " for " + Shape.of(shape),
            "at most " + limit + " for " + inputBytes + " input bytes");
      }
    }
    return count;
  }

  InvalidModelException invalid(String what, Object found, String expected) {
    return InvalidModelException.at(node, what, found, expected);
  }

  UnsupportedModelException unsupported(String what, Object found, String expected) {
    return UnsupportedModelException.at(node, what, found, expected);
  }

  UnsupportedModelException unsupportedType(DataType type) {
    return unsupported("type", type, "a type this operator is written for");
  }
}
