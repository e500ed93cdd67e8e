package io.bytelane.models.operator;

import io.bytelane.models.graph.Tensor;
import java.util.Arrays;
import java.util.function.IntUnaryOperator;

/// Copies elements to where the output wants them, for every operator that moves data only:
/// transpose, slice, gather, expand, tile, pad, resize to the nearest neighbour.
///
/// For each output axis a list of offsets says where in the source each index leads; the offsets of
/// all axes add up to the source index. An offset of [#FILL] makes the whole element the fill
/// value.
final class IndexedCopy {
  /// Marks indices that lie outside the source.
  static final int FILL = -1;

  private IndexedCopy() {}

  /// Offsets of one axis.
  static int[] offsets(int size, IntUnaryOperator offset) {
    int[] list = new int[size];
    Arrays.setAll(list, offset);
    return list;
  }

  /// Row-major strides.
  static int[] strides(int[] shape) {
    int[] strides = new int[shape.length];
    int stride = 1;
    for (int axis = shape.length - 1; axis >= 0; axis--) {
      strides[axis] = stride;
      stride *= shape[axis];
    }
    return strides;
  }

  /// Copies without a fill value.
  static Tensor copy(Invocation call, Tensor source, int[] shape, int[][] offsets) {
    return copy(call, source, shape, offsets, null);
  }

  /// Copies.
  ///
  /// @param call the node
  /// @param source where elements come from
  /// @param shape the output's shape
  /// @param offsets one list per output axis
  /// @param fill a tensor of one element; null for zeros
  static Tensor copy(Invocation call, Tensor source, int[] shape, int[][] offsets, Tensor fill) {
    int total = call.count(source.type(), shape);
    Object out = Tensor.zeros(source.type(), shape).array();
    Object in = source.array();
    int rank = shape.length;
    int[] inner = rank == 0 ? new int[] {0} : offsets[rank - 1];
    int length = inner.length;
    boolean contiguous = isContiguous(inner);
    int[] index = new int[rank];
    for (int start = 0; start < total; start += length) {
      int base = base(index, offsets, rank - 1);
      if (base >= 0 && contiguous) {
        System.arraycopy(in, base + inner[0], out, start, length);
      } else if (base >= 0) {
        copyRow(in, base, inner, out, start);
      }
      if (fill != null) {
        fillRow(fill.array(), base < 0, inner, out, start);
      }
      advance(index, shape, rank - 2);
    }
    return Tensor.ofArray(source.type(), shape, out);
  }

  private static boolean isContiguous(int[] offsets) {
    for (int i = 1; i < offsets.length; i++) {
      if (offsets[i] != offsets[0] + i) {
        return false;
      }
    }
    return offsets.length > 0 && offsets[0] != FILL;
  }

  private static int base(int[] index, int[][] offsets, int axes) {
    int base = 0;
    for (int axis = 0; axis < axes; axis++) {
      int offset = offsets[axis][index[axis]];
      if (offset == FILL) {
        return FILL;
      }
      base += offset;
    }
    return base;
  }

  private static void advance(int[] index, int[] shape, int last) {
    for (int axis = last; axis >= 0; axis--) {
      if (++index[axis] < shape[axis]) {
        return;
      }
      index[axis] = 0;
    }
  }

  private static void copyRow(Object in, int base, int[] inner, Object out, int start) {
    for (int i = 0; i < inner.length; i++) {
      if (inner[i] != FILL) {
        copyOne(in, base + inner[i], out, start + i);
      }
    }
  }

  private static void fillRow(Object fill, boolean whole, int[] inner, Object out, int start) {
    for (int i = 0; i < inner.length; i++) {
      if (whole || inner[i] == FILL) {
        copyOne(fill, 0, out, start + i);
      }
    }
  }

  private static void copyOne(Object in, int from, Object out, int to) {
    switch (in) {
      case float[] data -> ((float[]) out)[to] = data[from];
      case byte[] data -> ((byte[]) out)[to] = data[from];
      case long[] data -> ((long[]) out)[to] = data[from];
      case int[] data -> ((int[]) out)[to] = data[from];
      default -> System.arraycopy(in, from, out, to, 1);
    }
  }
}
