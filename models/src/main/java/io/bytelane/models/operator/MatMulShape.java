package io.bytelane.models.operator;

import io.bytelane.models.graph.Tensor;
import java.util.Arrays;

/// The shapes of a product of stacked matrices: [..., m, k] times [..., k, n]. A vector on the left
/// is a row, one on the right a column, and its dimension disappears from the output.
final class MatMulShape {
  private final int m;
  private final int k;
  private final int n;
  private final Broadcast stack;
  private final int[] output;

  private MatMulShape(int m, int k, int n, Broadcast stack, int[] output) {
    this.m = m;
    this.k = k;
    this.n = n;
    this.stack = stack;
    this.output = output;
  }

  /// Receives one pair of matrices.
  @FunctionalInterface
  interface MatrixVisitor {
    /// Receives one pair.
    ///
    /// @param a offset of the left matrix
    /// @param b offset of the right matrix
    /// @param out offset of the product
    void matrix(int a, int b, int out);
  }

  static MatMulShape of(Invocation call, Tensor a, Tensor b) {
    if (a.rank() == 0 || b.rank() == 0) {
      throw call.invalid("inputs", a + " and " + b, "no scalars");
    }
    int[] left = a.rank() == 1 ? new int[] {1, a.size()} : a.shape();
    int[] right = b.rank() == 1 ? new int[] {b.size(), 1} : b.shape();
    int m = left[left.length - 2];
    int k = left[left.length - 1];
    int n = right[right.length - 1];
    if (right[right.length - 2] != k) {
      throw call.invalid("input shapes", a + " and " + b, "equal inner sizes");
    }
    Broadcast stack =
        Broadcast.of(
            call, Arrays.copyOf(left, left.length - 2), Arrays.copyOf(right, right.length - 2));
    int[] shape = stack.shape();
    int rank = shape.length;
    int[] output = Arrays.copyOf(shape, rank + 2);
    int size = rank;
    if (a.rank() > 1) {
      output[size++] = m;
    }
    if (b.rank() > 1) {
      output[size++] = n;
    }
    return new MatMulShape(m, k, n, stack, Arrays.copyOf(output, size));
  }

  /// Visits the matrices of the output in order.
  void forEachMatrix(MatrixVisitor visitor) {
    int stepA = stack.rowStride(0) * m * k;
    int stepB = stack.rowStride(1) * k * n;
    stack.forEachRow(
        (row, length, base) -> {
          for (int i = 0; i < length; i++) {
            visitor.matrix(
                base[0] * m * k + i * stepA, base[1] * k * n + i * stepB, (row + i) * m * n);
          }
        });
  }

  /// Rows of the left matrices.
  int m() {
    return m;
  }

  /// Inner size.
  int k() {
    return k;
  }

  /// Columns of the right matrices.
  int n() {
    return n;
  }

  /// How the stacks are broadcast; null for a single product.
  Broadcast stack() {
    return stack;
  }

  /// Shape of the output tensor.
  int[] output() {
    return output;
  }
}
