package io.bytelane.models.operator;

import io.bytelane.models.graph.Tensor;
import java.util.Arrays;

/// Walks several tensors along their common shape, by the multidirectional rule: shapes are aligned
/// at their ends, a size of one repeats.
///
/// Neighbouring axes that all tensors walk alike are joined first, so that rows are long.
final class Broadcast {
  /// Receives a row: `length` elements of the output from `out` on.
  @FunctionalInterface
  interface RowVisitor {
    /// Receives one row.
    ///
    /// @param out offset of the row in the output
    /// @param length elements of the row
    /// @param base offset of the row's first element in each tensor
    void row(int out, int length, int[] base);
  }

  private final int[] shape;
  private final int[] sizes;
  private final int[][] strides;

  private Broadcast(int[] shape, int[] sizes, int[][] strides) {
    this.shape = shape;
    this.sizes = sizes;
    this.strides = strides;
  }

  static Broadcast of(Invocation call, Tensor... tensors) {
    int[][] shapes = new int[tensors.length][];
    for (int t = 0; t < tensors.length; t++) {
      shapes[t] = tensors[t].shape();
    }
    return of(call, shapes);
  }

  static Broadcast of(Invocation call, int[]... shapes) {
    int[] shape = shape(call, shapes);
    int[][] strides = new int[shapes.length][];
    for (int t = 0; t < shapes.length; t++) {
      strides[t] = strides(shapes[t], shape.length);
    }
    return joined(shape, strides);
  }

  /// The common shape; an error of the node where there is none.
  static int[] shape(Invocation call, int[]... shapes) {
    int rank = 0;
    for (int[] one : shapes) {
      rank = Math.max(rank, one.length);
    }
    int[] shape = new int[rank];
    Arrays.fill(shape, 1);
    for (int[] one : shapes) {
      for (int i = 0; i < one.length; i++) {
        int axis = rank - one.length + i;
        if (shape[axis] == 1) {
          shape[axis] = one[i];
        } else if (one[i] != 1 && one[i] != shape[axis]) {
          throw call.invalid("input shapes", Arrays.deepToString(shapes), "broadcastable");
        }
      }
    }
    return shape;
  }

  /// Row-major strides, 0 where a size of one repeats.
  private static int[] strides(int[] source, int rank) {
    int[] strides = new int[rank];
    int stride = 1;
    for (int i = source.length - 1; i >= 0; i--) {
      strides[rank - source.length + i] = source[i] == 1 ? 0 : stride;
      stride *= source[i];
    }
    return strides;
  }

  private static Broadcast joined(int[] shape, int[][] strides) {
    int rank = shape.length;
    int[] sizes = new int[rank];
    int[][] kept = new int[strides.length][rank];
    int last = -1;
    for (int axis = 0; axis < rank; axis++) {
      if (shape[axis] == 1) {
        continue;
      }
      boolean joins = last >= 0;
      for (int t = 0; joins && t < strides.length; t++) {
        joins = kept[t][last] == strides[t][axis] * shape[axis];
      }
      last = joins ? last : last + 1;
      sizes[last] = joins ? sizes[last] * shape[axis] : shape[axis];
      for (int t = 0; t < strides.length; t++) {
        kept[t][last] = strides[t][axis];
      }
    }
    int[] joinedSizes = last < 0 ? new int[] {1} : Arrays.copyOf(sizes, last + 1);
    for (int t = 0; t < strides.length; t++) {
      kept[t] = Arrays.copyOf(kept[t], joinedSizes.length);
    }
    return new Broadcast(shape, joinedSizes, kept);
  }

  /// The common shape.
  int[] shape() {
    return shape.clone();
  }

  /// The step between neighbours of a row in one tensor: 0 or 1.
  int rowStride(int tensor) {
    return strides[tensor][sizes.length - 1];
  }

  /// Visits all rows in the order of the output.
  void forEachRow(RowVisitor visitor) {
    int total = Tensor.elementCount(shape);
    int axes = sizes.length;
    int length = sizes[axes - 1];
    int[] index = new int[axes];
    int[] base = new int[strides.length];
    for (int out = 0; out < total; out += length) {
      visitor.row(out, length, base);
      for (int axis = axes - 2; axis >= 0; axis--) {
        index[axis]++;
        boolean wraps = index[axis] == sizes[axis];
        for (int t = 0; t < base.length; t++) {
          base[t] += wraps ? -strides[t][axis] * (sizes[axis] - 1) : strides[t][axis];
        }
        if (!wraps) {
          break;
        }
        index[axis] = 0;
      }
    }
  }
}
