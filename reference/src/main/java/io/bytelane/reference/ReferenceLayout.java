package io.bytelane.reference;

import java.util.function.IntBinaryOperator;

/// Operators that move or compare 8-bit levels without arithmetic: transpose, pad and broadcast
/// binary operators, on row-major tensors of any rank.
public final class ReferenceLayout {
  private ReferenceLayout() {}

  /// Returns the transpose: axis d of the result is axis `perm[d]` of the input.
  public static byte[] transpose(byte[] x, int[] shape, int[] perm) {
    int rank = shape.length;
    int[] outShape = new int[rank];
    for (int d = 0; d < rank; d++) {
      outShape[d] = shape[perm[d]];
    }
    byte[] y = new byte[x.length];
    int[] index = new int[rank];
    for (int at = 0; at < y.length; at++) {
      int[] out = coordinates(at, outShape);
      for (int d = 0; d < rank; d++) {
        index[perm[d]] = out[d];
      }
      y[at] = x[position(index, shape)];
    }
    return y;
  }

  /// Returns the tensor with `begin[d]` and `end[d]` cells of `value` added along axis d.
  public static byte[] pad(byte[] x, int[] shape, int[] begin, int[] end, byte value) {
    int rank = shape.length;
    int[] outShape = new int[rank];
    int size = 1;
    for (int d = 0; d < rank; d++) {
      outShape[d] = shape[d] + begin[d] + end[d];
      size *= outShape[d];
    }
    byte[] y = new byte[size];
    for (int at = 0; at < size; at++) {
      int[] index = coordinates(at, outShape);
      boolean inside = true;
      for (int d = 0; d < rank; d++) {
        index[d] -= begin[d];
        inside &= index[d] >= 0 && index[d] < shape[d];
      }
      y[at] = inside ? x[position(index, shape)] : value;
    }
    return y;
  }

  /// Returns `f(a, b)` of all pairs; axes of length 1 are repeated to the length of the other side.
  public static int[] broadcast(IntBinaryOperator f, int[] a, int[] aShape, int[] b, int[] bShape) {
    int[] outShape = new int[aShape.length];
    int size = 1;
    for (int d = 0; d < outShape.length; d++) {
      outShape[d] = Math.max(aShape[d], bShape[d]);
      size *= outShape[d];
    }
    int[] y = new int[size];
    for (int at = 0; at < size; at++) {
      int[] index = coordinates(at, outShape);
      y[at] = f.applyAsInt(a[position(index, aShape)], b[position(index, bShape)]);
    }
    return y;
  }

  private static int[] coordinates(int at, int[] shape) {
    int[] index = new int[shape.length];
    for (int d = shape.length - 1; d >= 0; d--) {
      index[d] = at % shape[d];
      at /= shape[d];
    }
    return index;
  }

  private static int position(int[] index, int[] shape) {
    int at = 0;
    for (int d = 0; d < shape.length; d++) {
      at = at * shape[d] + (shape[d] == 1 ? 0 : index[d]);
    }
    return at;
  }
}
