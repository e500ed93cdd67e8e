package io.bytelane.models.operator;

import io.bytelane.models.graph.DataType;
import io.bytelane.models.graph.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Operators that move elements: Transpose, Concat, Split, Slice, Gather, Expand, Tile.
final class MoveOperators {
  private MoveOperators() {}

  static List<Tensor> transpose(Invocation call) {
    Tensor x = call.required(0);
    int rank = x.rank();
    long[] perm = call.node().intsAttribute("perm", null);
    if (perm == null) {
      perm = new long[rank];
      Arrays.setAll(perm, i -> rank - 1 - i);
    }
    if (perm.length != rank) {
      throw call.invalid("perm", Arrays.toString(perm), rank + " axes");
    }
    call.axisSet(perm, rank);
    int[] strides = IndexedCopy.strides(x.shape());
    int[] shape = new int[rank];
    int[][] offsets = new int[rank][];
    for (int i = 0; i < rank; i++) {
      int axis = call.axis(perm[i], rank);
      shape[i] = x.dimension(axis);
      offsets[i] = IndexedCopy.offsets(shape[i], index -> index * strides[axis]);
    }
    return List.of(IndexedCopy.copy(call, x, shape, offsets));
  }

  static List<Tensor> concat(Invocation call) {
    Tensor first = call.required(0);
    if (!call.node().hasAttribute("axis")) {
      throw call.invalid("axis", "missing", "an axis");
    }
    int axis = call.axis(call.node().intAttribute("axis", 0), first.rank());
    int[] shape = first.shape();
    long joined = 0;
    for (int i = 0; i < call.inputCount(); i++) {
      Tensor part = call.required(i);
      int[] expected = shape.clone();
      expected[axis] = part.rank() == shape.length ? part.dimension(axis) : -1;
      if (!Arrays.equals(part.shape(), expected) || part.type() != first.type()) {
        throw call.invalid("input " + i, part, first + " apart from axis " + axis);
      }
      joined += part.dimension(axis);
    }
    shape[axis] = call.toInt("output size", joined, 0, Integer.MAX_VALUE);
    call.count(first.type(), shape);
    Object out = Tensor.zeros(first.type(), shape).array();
    int inner = inner(shape, axis);
    int outer = Tensor.elementCount(Arrays.copyOf(shape, axis));
    int column = 0;
    for (int i = 0; i < call.inputCount(); i++) {
      Tensor part = call.required(i);
      int length = part.dimension(axis) * inner;
      for (int row = 0; row < outer; row++) {
        int to = row * shape[axis] * inner + column;
        System.arraycopy(part.array(), row * length, out, to, length);
      }
      column += length;
    }
    return List.of(Tensor.ofArray(first.type(), shape, out));
  }

  private static int inner(int[] shape, int axis) {
    return Tensor.elementCount(Arrays.copyOfRange(shape, axis + 1, shape.length));
  }

  static List<Tensor> split(Invocation call) {
    Tensor x = call.required(0);
    int axis = call.axis(call.node().intAttribute("axis", 0), x.rank());
    int[] sizes = splitSizes(call, x.dimension(axis));
    int inner = inner(x.shape(), axis);
    int outer = Tensor.elementCount(Arrays.copyOf(x.shape(), axis));
    List<Tensor> parts = new ArrayList<>();
    int column = 0;
    for (int size : sizes) {
      int[] shape = x.shape();
      shape[axis] = size;
      Object out = Tensor.zeros(x.type(), shape).array();
      for (int row = 0; row < outer; row++) {
        int from = (row * x.dimension(axis) + column) * inner;
        System.arraycopy(x.array(), from, out, row * size * inner, size * inner);
      }
      column += size;
      parts.add(Tensor.ofArray(x.type(), shape, out));
    }
    return parts;
  }

  private static int[] splitSizes(Invocation call, int size) {
    long[] sizes =
        call.opset() >= 13
            ? (call.optional(1) == null ? null : call.integers(1))
            : call.node().intsAttribute("split", null);
    int parts = call.node().outputs().size();
    if (sizes == null) {
      int wanted = call.intAttribute("num_outputs", parts, 1, Integer.MAX_VALUE);
      boolean uneven = call.opset() >= 18;
      if (wanted != parts || (!uneven && size % parts != 0)) {
        throw call.invalid("outputs", parts, "num_outputs parts of " + size + " elements");
      }
      int chunk = Math.ceilDiv(size, parts);
      int[] list = new int[parts];
      for (int i = 0; i < parts; i++) {
        list[i] = Math.max(0, Math.min(chunk, size - i * chunk));
      }
      return list;
    }
    int[] list = new int[sizes.length];
    long total = 0;
    for (int i = 0; i < list.length; i++) {
      list[i] = call.toInt("split", sizes[i], 0, size);
      total += sizes[i];
    }
    if (list.length != parts || total != size) {
      throw call.invalid("split", Arrays.toString(sizes), parts + " sizes with the sum " + size);
    }
    return list;
  }

  static List<Tensor> slice(Invocation call) {
    Tensor x = call.required(0);
    boolean inputs = call.opset() >= 10;
    long[] starts = inputs ? call.integers(1) : call.node().intsAttribute("starts", null);
    long[] ends = inputs ? call.integers(2) : call.node().intsAttribute("ends", null);
    long[] axes = call.axes(3, 10);
    long[] steps = inputs && call.optional(4) != null ? call.integers(4) : null;
    if (starts == null || ends == null || starts.length != ends.length) {
      throw call.invalid("starts and ends", "missing or unequal", "one each per axis");
    }
    int rank = x.rank();
    if (axes == null) {
      axes = new long[starts.length];
      Arrays.setAll(axes, i -> i);
    }
    if (axes.length != starts.length || (steps != null && steps.length != starts.length)) {
      throw call.invalid("axes and steps", "unequal", starts.length + " values each");
    }
    call.axisSet(axes, rank);
    int[] shape = x.shape();
    int[] strides = IndexedCopy.strides(shape);
    int[][] offsets = new int[rank][];
    for (int axis = 0; axis < rank; axis++) {
      int stride = strides[axis];
      offsets[axis] = IndexedCopy.offsets(shape[axis], i -> i * stride);
    }
    for (int i = 0; i < axes.length; i++) {
      int axis = call.axis(axes[i], rank);
      long step = steps == null ? 1 : steps[i];
      if (step == 0) {
        throw call.invalid("steps", 0, "not 0");
      }
      SliceRange range = SliceRange.of(starts[i], ends[i], step, x.dimension(axis));
      shape[axis] = range.size();
      offsets[axis] = IndexedCopy.offsets(range.size(), index -> range.at(index) * strides[axis]);
    }
    return List.of(IndexedCopy.copy(call, x, shape, offsets));
  }

  static List<Tensor> gather(Invocation call) {
    Tensor x = call.required(0);
    Tensor indices = call.typed(1, DataType.S64, DataType.S32);
    int axis = call.axis(call.node().intAttribute("axis", 0), x.rank());
    int size = x.dimension(axis);
    int[] places = new int[indices.size()];
    for (int i = 0; i < places.length; i++) {
      int index = call.toInt("indices[" + i + "]", indices.longAt(i), -size, size - 1L);
      places[i] = index < 0 ? index + size : index;
    }
    int rank = x.rank() - 1 + indices.rank();
    int[] shape = new int[rank];
    System.arraycopy(x.shape(), 0, shape, 0, axis);
    System.arraycopy(indices.shape(), 0, shape, axis, indices.rank());
    System.arraycopy(x.shape(), axis + 1, shape, axis + indices.rank(), x.rank() - axis - 1);
    call.count(x.type(), shape);
    Object out = Tensor.zeros(x.type(), shape).array();
    int inner = inner(x.shape(), axis);
    int outer = Tensor.elementCount(Arrays.copyOf(x.shape(), axis));
    for (int row = 0; row < outer; row++) {
      for (int i = 0; i < places.length; i++) {
        int from = (row * size + places[i]) * inner;
        System.arraycopy(x.array(), from, out, (row * places.length + i) * inner, inner);
      }
    }
    return List.of(Tensor.ofArray(x.type(), shape, out));
  }

  static List<Tensor> expand(Invocation call) {
    Tensor x = call.required(0);
    long[] wanted = call.integers(1);
    int[] target = new int[wanted.length];
    for (int i = 0; i < target.length; i++) {
      target[i] = call.toInt("shape", wanted[i], 0, Integer.MAX_VALUE);
    }
    int[] shape = Broadcast.shape(call, x.shape(), target);
    int[] strides = IndexedCopy.strides(x.shape());
    int missing = shape.length - x.rank();
    int[][] offsets = new int[shape.length][];
    call.count(x.type(), shape);
    for (int axis = 0; axis < shape.length; axis++) {
      boolean repeats = axis < missing || x.dimension(axis - missing) == 1;
      int stride = repeats ? 0 : strides[axis - missing];
      offsets[axis] = IndexedCopy.offsets(shape[axis], i -> i * stride);
    }
    return List.of(IndexedCopy.copy(call, x, shape, offsets));
  }

  static List<Tensor> tile(Invocation call) {
    Tensor x = call.required(0);
    long[] repeats = call.integers(1);
    if (repeats.length != x.rank()) {
      throw call.invalid("repeats", Arrays.toString(repeats), x.rank() + " values");
    }
    int[] shape = x.shape();
    int[] strides = IndexedCopy.strides(shape);
    int[][] offsets = new int[shape.length][];
    for (int axis = 0; axis < shape.length; axis++) {
      int times = call.toInt("repeats", repeats[axis], 0, Integer.MAX_VALUE);
      long size = (long) shape[axis] * times;
      shape[axis] = call.toInt("output size", size, 0, Integer.MAX_VALUE);
    }
    call.count(x.type(), shape);
    for (int axis = 0; axis < shape.length; axis++) {
      int size = x.dimension(axis);
      int stride = strides[axis];
      offsets[axis] = IndexedCopy.offsets(shape[axis], i -> i % size * stride);
    }
    return List.of(IndexedCopy.copy(call, x, shape, offsets));
  }
}
