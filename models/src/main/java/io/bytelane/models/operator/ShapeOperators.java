package io.bytelane.models.operator;

import io.bytelane.models.graph.DataType;
import io.bytelane.models.graph.Tensor;
import java.util.Arrays;
import java.util.List;

/// Operators that change or tell a shape and leave the elements alone.
final class ShapeOperators {
  private ShapeOperators() {}

  static List<Tensor> identity(Invocation call) {
    return List.of(call.required(0));
  }

  /// Dropout at inference: the input, and a mask of ones.
  static List<Tensor> dropout(Invocation call) {
    Tensor x = call.required(0);
    boolean training =
        call.opset() < 7
            ? !call.flag("is_test", false)
            : call.optional(2) != null && call.typed(2, DataType.BOOL).longAt(0) != 0;
    if (training && (call.optional(1) == null || call.optional(1).doubleAt(0) != 0)) {
      throw call.unsupported("training mode", "on", "inference");
    }
    DataType maskType = call.opset() >= 10 ? DataType.BOOL : x.type();
    TensorSink mask = new TensorSink(call, maskType, x.shape());
    for (int i = 0; i < x.size() && !call.node().output(1).isEmpty(); i++) {
      if (maskType.isFloat()) {
        mask.setDouble(i, 1);
      } else {
        mask.setLong(i, 1);
      }
    }
    return List.of(x, mask.tensor());
  }

  static List<Tensor> reshape(Invocation call) {
    Tensor x = call.required(0);
    long[] wanted = call.integers(1);
    boolean allowZero = call.flag("allowzero", false);
    int[] shape = new int[wanted.length];
    int open = -1;
    long known = 1;
    for (int i = 0; i < shape.length; i++) {
      if (wanted[i] == -1) {
        if (open >= 0) {
          throw call.invalid("shape", Arrays.toString(wanted), "at most one -1");
        }
        open = i;
        continue;
      }
      boolean copied = wanted[i] == 0 && !allowZero;
      if (copied && i >= x.rank()) {
        throw call.invalid("shape", Arrays.toString(wanted), "0 only where the input has an axis");
      }
      shape[i] = copied ? x.dimension(i) : call.toInt("shape", wanted[i], 0, Integer.MAX_VALUE);
      known = Math.min(known * shape[i], Integer.MAX_VALUE);
    }
    if (open >= 0) {
      if (known == 0 || x.size() % known != 0) {
        throw call.invalid("shape", Arrays.toString(wanted), "to divide " + x.size());
      }
      shape[open] = (int) (x.size() / known);
      known *= shape[open];
    }
    if (known != x.size()) {
      throw call.invalid("shape", Arrays.toString(wanted), x.size() + " elements");
    }
    return List.of(x.reshaped(shape));
  }

  static List<Tensor> flatten(Invocation call) {
    Tensor x = call.required(0);
    int rank = x.rank();
    long declared = call.node().intAttribute("axis", 1);
    int axis = call.toInt("axis", declared < 0 ? declared + rank : declared, 0, rank);
    int rows = Tensor.elementCount(Arrays.copyOf(x.shape(), axis));
    int columns = Tensor.elementCount(Arrays.copyOfRange(x.shape(), axis, rank));
    return List.of(x.reshaped(rows, columns));
  }

  static List<Tensor> squeeze(Invocation call) {
    Tensor x = call.required(0);
    long[] axes = call.axes(1, 13);
    boolean[] dropped = new boolean[x.rank()];
    if (axes == null) {
      for (int axis = 0; axis < dropped.length; axis++) {
        dropped[axis] = x.dimension(axis) == 1;
      }
    } else {
      dropped = call.axisSet(axes, x.rank());
    }
    int[] shape = new int[x.rank()];
    int rank = 0;
    for (int axis = 0; axis < dropped.length; axis++) {
      if (!dropped[axis]) {
        shape[rank++] = x.dimension(axis);
      } else if (x.dimension(axis) != 1) {
        throw call.invalid("axes", axis, "an axis of size 1 in " + x);
      }
    }
    return List.of(x.reshaped(Arrays.copyOf(shape, rank)));
  }

  static List<Tensor> unsqueeze(Invocation call) {
    Tensor x = call.required(0);
    long[] axes = call.axes(1, 13);
    if (axes == null) {
      throw call.invalid("axes", "missing", "at least one axis");
    }
    boolean[] added = call.axisSet(axes, x.rank() + axes.length);
    int[] shape = new int[added.length];
    int next = 0;
    for (int axis = 0; axis < shape.length; axis++) {
      shape[axis] = added[axis] ? 1 : x.dimension(next++);
    }
    return List.of(x.reshaped(shape));
  }

  static List<Tensor> shape(Invocation call) {
    Tensor x = call.required(0);
    int rank = x.rank();
    int start = bound(call.node().intAttribute("start", 0), rank);
    int end = bound(call.node().intAttribute("end", rank), rank);
    int[] part = start < end ? Arrays.copyOfRange(x.shape(), start, end) : new int[0];
    return List.of(Tensor.vector(Arrays.stream(part).asLongStream().toArray()));
  }

  private static int bound(long bound, int rank) {
    return (int) Math.max(0, Math.min(rank, bound < 0 ? bound + rank : bound));
  }

  static List<Tensor> size(Invocation call) {
    return List.of(Tensor.vector(call.required(0).size()).reshaped());
  }

  static List<Tensor> constantOfShape(Invocation call) {
    long[] sizes = call.integers(0);
    int[] shape = new int[sizes.length];
    for (int i = 0; i < shape.length; i++) {
      shape[i] = call.toInt("shape", sizes[i], 0, Integer.MAX_VALUE);
    }
    Tensor value = call.node().tensorAttribute("value", Tensor.scalar(0));
    if (value.size() != 1) {
      throw call.invalid("value", value, "one element");
    }
    call.count(value.type(), shape);
    int[][] offsets = new int[shape.length][];
    for (int axis = 0; axis < shape.length; axis++) {
      offsets[axis] = new int[shape[axis]];
    }
    return List.of(IndexedCopy.copy(call, value, shape, offsets));
  }

  static List<Tensor> constant(Invocation call) {
    float[] reals = call.node().floatsAttribute("value_floats", null);
    long[] wholes = call.node().intsAttribute("value_ints", null);
    if (call.node().hasAttribute("value")) {
      return List.of(call.node().tensorAttribute("value", null));
    }
    if (call.node().hasAttribute("value_float")) {
      return List.of(Tensor.scalar(call.node().floatAttribute("value_float", 0)));
    }
    if (call.node().hasAttribute("value_int")) {
      return List.of(Tensor.vector(call.node().intAttribute("value_int", 0)).reshaped());
    }
    if (reals != null) {
      return List.of(Tensor.of(new int[] {reals.length}, reals));
    }
    if (wholes != null) {
      return List.of(Tensor.vector(wholes));
    }
    throw call.unsupported(
        "attributes", call.node().attributes().keySet(), "value, value_float(s) or value_int(s)");
  }

  static List<Tensor> range(Invocation call) {
    Tensor start = call.required(0);
    DataType type = start.type();
    double first = start.doubleAt(0);
    double step = call.required(2).doubleAt(0);
    double count = Math.max(0, Math.ceil((call.required(1).doubleAt(0) - first) / step));
    if (!(count <= Integer.MAX_VALUE)) {
      throw call.invalid("range", count + " elements", "at most 2147483647");
    }
    TensorSink sink = new TensorSink(call, type, (int) count);
    for (int i = 0; i < (int) count; i++) {
      if (type.isFloat()) {
        sink.setDouble(i, first + i * step);
      } else {
        sink.setLong(i, start.longAt(0) + i * call.required(2).longAt(0));
      }
    }
    return List.of(sink.tensor());
  }
}
