package io.bytelane.models.operator;

import io.bytelane.models.graph.Tensor;
import java.util.Arrays;
import java.util.List;

/// Pad in all modes; negative pads cut off.
final class PadOperator {
  private PadOperator() {}

  static List<Tensor> pad(Invocation call) {
    Tensor x = call.required(0);
    int rank = x.rank();
    long[] begin = new long[rank];
    long[] end = new long[rank];
    readPads(call, rank, begin, end);
    String mode = call.node().textAttribute("mode", "constant");
    int[] strides = IndexedCopy.strides(x.shape());
    int[] shape = new int[rank];
    for (int axis = 0; axis < rank; axis++) {
      long size = x.dimension(axis) + begin[axis] + end[axis];
      shape[axis] = call.toInt("output size", size, 0, Integer.MAX_VALUE);
    }
    call.count(x.type(), shape);
    int[][] offsets = new int[rank][];
    for (int axis = 0; axis < rank; axis++) {
      int size = x.dimension(axis);
      int stride = strides[axis];
      int shift = (int) begin[axis];
      if (size == 0 && shape[axis] > 0 && !mode.equals("constant")) {
        throw call.invalid("input", x, "not empty along axis " + axis);
      }
      offsets[axis] =
          IndexedCopy.offsets(
              shape[axis],
              i -> {
                int place = place(call, mode, i - shift, size);
                return place < 0 ? IndexedCopy.FILL : place * stride;
              });
    }
    return List.of(IndexedCopy.copy(call, x, shape, offsets, fill(call, x, mode)));
  }

  private static void readPads(Invocation call, int rank, long[] begin, long[] end) {
    long[] pads =
        call.opset() >= 11 ? call.integers(1) : call.node().intsAttribute("pads", new long[0]);
    long[] axes = call.opset() >= 18 && call.optional(3) != null ? call.integers(3) : null;
    int count = axes == null ? rank : axes.length;
    if (pads.length != 2 * count) {
      throw call.invalid("pads", Arrays.toString(pads), 2 * count + " values");
    }
    if (axes != null) {
      call.axisSet(axes, rank);
    }
    for (int i = 0; i < count; i++) {
      int axis = axes == null ? i : call.axis(axes[i], rank);
      begin[axis] = call.toInt("pads", pads[i], -(1 << 30), 1 << 30);
      end[axis] = call.toInt("pads", pads[count + i], -(1 << 30), 1 << 30);
    }
  }

  private static Tensor fill(Invocation call, Tensor x, String mode) {
    if (!mode.equals("constant")) {
      return null;
    }
    if (call.opset() < 11) {
      float value = call.node().floatAttribute("value", 0);
      return CastOperators.convert(call, Tensor.scalar(value), x.type());
    }
    Tensor value = call.optional(2);
    if (value != null && (value.type() != x.type() || value.size() != 1)) {
      throw call.invalid("constant_value", value, "one element of type " + x.type());
    }
    return value;
  }

  /// The index along an axis that an output index shows, -1 for the fill value.
  private static int place(Invocation call, String mode, int index, int size) {
    boolean inside = index >= 0 && index < size;
    return switch (mode) {
      case "constant" -> inside ? index : -1;
      case "edge" -> Math.max(0, Math.min(size - 1, index));
      case "wrap" -> Math.floorMod(index, size);
      case "reflect" -> {
        int period = Math.max(1, 2 * (size - 1));
        int folded = Math.floorMod(index, period);
        yield Math.min(folded, period - folded) % size;
      }
      default -> throw call.invalid("mode", mode, "constant, reflect, edge or wrap");
    };
  }
}
