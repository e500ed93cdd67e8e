package io.bytelane;

import io.bytelane.internal.check.Checks;
import java.util.Arrays;

/// Permutes the axes of a row-major array, of any rank, of 8-bit levels or floats. Immutable and
/// thread-safe.
///
/// Axis `d` of the output is axis `permutation[d]` of the input, as in ONNX. Axes that stay beside
/// each other are moved as one, and axes of length 1 do not count. What then remains is one of
/// three: a copy; runs, where the last axis keeps its place; or tiles of the two axes that are
/// consecutive in the input and in the output.
public final class Transpose implements Operator {
  private final int[] outputShape;
  private final int size;
  private final int columns;

  /// The axes around a run or tile, in the order of the output.
  private final int[] lengths;

  private final int[] inputStrides;
  private final int[] outputStrides;

  /// A run has one row; a tile is `rows` (consecutive in the input) by `columns` (consecutive in
  /// the output).
  private final int rows;

  private final int rowOutputStride;
  private final int columnInputStride;

  private Transpose(int[] outputShape, int size, Axes axes) {
    this.outputShape = outputShape;
    this.size = size;
    int last = axes.count - 1;
    int tileAxis = last;
    while (tileAxis >= 0 && axes.inputStrides[tileAxis] != 1) {
      tileAxis--;
    }
    columns = last < 0 ? 1 : axes.lengths[last];
    columnInputStride = last < 0 ? 1 : axes.inputStrides[last];
    boolean tiled = tileAxis < last;
    rows = tiled ? axes.lengths[tileAxis] : 1;
    rowOutputStride = tiled ? axes.outputStride(tileAxis) : 0;
    int outer = Math.max(0, tiled ? last - 1 : last);
    lengths = new int[outer];
    inputStrides = new int[outer];
    outputStrides = new int[outer];
    int at = 0;
    for (int axis = 0; axis < last; axis++) {
      if (axis != tileAxis) {
        lengths[at] = axes.lengths[axis];
        inputStrides[at] = axes.inputStrides[axis];
        outputStrides[at++] = axes.outputStride(axis);
      }
    }
  }

  /// Returns the operator.
  ///
  /// @param shape sizes of the input's axes, each at least 1
  /// @param permutation the input axis of each output axis
  /// @throws IllegalArgumentException if `permutation` does not name every axis once
  public static Transpose of(int[] shape, int... permutation) {
    Checks.length("permutation", permutation.length, shape.length);
    long size = 1;
    for (int d = 0; d < shape.length; d++) {
      Checks.atLeast("shape[" + d + "]", shape[d], 1);
      size *= shape[d];
      Checks.that(
          size <= Integer.MAX_VALUE, "shape", Arrays.toString(shape), "at most 2^31 - 1 elements");
    }
    boolean[] seen = new boolean[shape.length];
    int[] outputShape = new int[shape.length];
    int[] strides = new int[shape.length];
    for (int d = 0; d < shape.length; d++) {
      int axis = permutation[d];
      Checks.that(
          axis >= 0 && axis < shape.length && !seen[axis],
          "permutation",
          Arrays.toString(permutation),
          "every axis from 0 to " + (shape.length - 1) + " once");
      seen[axis] = true;
      outputShape[d] = shape[axis];
      strides[d] = stride(shape, axis);
    }
    return new Transpose(outputShape, (int) size, new Axes(outputShape, strides));
  }

  private static int stride(int[] shape, int axis) {
    int stride = 1;
    for (int d = axis + 1; d < shape.length; d++) {
      stride *= shape[d];
    }
    return stride;
  }

  /// Returns the sizes of the axes of the output.
  public int[] outputShape() {
    return outputShape.clone();
  }

  /// Returns the elements of input and output.
  public int size() {
    return size;
  }

  /// Transposes `batch` arrays of levels, which lie one after the other. The arrays must not
  /// overlap.
  ///
  /// @throws IndexOutOfBoundsException if a range leaves its array; nothing is written then
  public void run(byte[] in, int inputOffset, byte[] out, int outputOffset, int batch) {
    check(in.length, inputOffset, out.length, outputOffset, batch);
    for (int n = 0; n < batch; n++) {
      walk(0, in, inputOffset + n * size, out, outputOffset + n * size);
    }
  }

  /// Transposes `batch` arrays of floats, which lie one after the other. The arrays must not
  /// overlap.
  ///
  /// @throws IndexOutOfBoundsException if a range leaves its array; nothing is written then
  public void run(float[] in, int inputOffset, float[] out, int outputOffset, int batch) {
    check(in.length, inputOffset, out.length, outputOffset, batch);
    for (int n = 0; n < batch; n++) {
      walk(0, in, inputOffset + n * size, out, outputOffset + n * size);
    }
  }

  private void check(int inLength, int inOffset, int outLength, int outOffset, int batch) {
    Checks.atLeast("batch", batch, 0);
    Checks.range("input", inLength, inOffset, (long) batch * size);
    Checks.range("output", outLength, outOffset, (long) batch * size);
  }

  private void walk(int axis, Object in, int from, Object out, int to) {
    if (axis < lengths.length) {
      for (int i = 0; i < lengths[axis]; i++) {
        walk(axis + 1, in, from + i * inputStrides[axis], out, to + i * outputStrides[axis]);
      }
    } else if (rows == 1) {
      System.arraycopy(in, from, out, to, columns);
    } else if (in instanceof byte[] bytes) {
      MatrixTiles.transpose(
          bytes, from, columnInputStride, columns, rows, (byte[]) out, to, rowOutputStride);
    } else {
      MatrixTiles.transpose(
          (float[]) in, from, columnInputStride, columns, rows, (float[]) out, to, rowOutputStride);
    }
  }

  /// Returns no scratch memory; `run` takes no workspace.
  @Override
  public WorkspaceSize workspaceSize() {
    return WorkspaceSize.NONE;
  }

  @Override
  public String kernelName() {
    return KernelNames.active("transpose");
  }

  @Override
  public long packedBytes() {
    return 0;
  }

  @Override
  public String toString() {
    return "Transpose to " + Arrays.toString(outputShape);
  }

  /// The axes of the output with their distances in the input; axes of length 1 are left out, and
  /// neighbours that are neighbours in the input too are merged.
  private static final class Axes {
    final int[] lengths;
    final int[] inputStrides;
    int count;

    Axes(int[] shape, int[] strides) {
      lengths = new int[shape.length];
      inputStrides = new int[shape.length];
      for (int d = 0; d < shape.length; d++) {
        if (shape[d] == 1) {
          continue;
        }
        if (count > 0 && inputStrides[count - 1] == strides[d] * shape[d]) {
          lengths[count - 1] *= shape[d];
          inputStrides[count - 1] = strides[d];
        } else {
          lengths[count] = shape[d];
          inputStrides[count++] = strides[d];
        }
      }
    }

    int outputStride(int axis) {
      int stride = 1;
      for (int d = axis + 1; d < count; d++) {
        stride *= lengths[d];
      }
      return stride;
    }
  }
}
