package io.bytelane.internal.gemm;

import static io.bytelane.internal.gemm.BlockSizes.LHS_LEAD;
import static io.bytelane.internal.gemm.BlockSizes.LHS_STRIDE;

import io.bytelane.internal.dispatch.KernelSet;
import io.bytelane.internal.kernel.StrassenKernel;

/// The left operands of the seven products of a [StrassenProduct]: quadrants of the expanded rows,
/// and their sums and differences.
///
/// @param sumsRows whether the sums of the rows are needed, for zero points of weights
record StrassenRows(
    KernelSet kernels, RowSource<byte[]> source, StrassenScratch scratch, boolean sumsRows) {
  /// `A11`, the left operand of the third product.
  static final int A11 = 0;

  /// `A22`, of the fourth.
  static final int A22 = 1;

  /// `A11 + A22`, of the first.
  static final int SUM_11_22 = 2;

  /// `A21 + A22`, of the second.
  static final int SUM_21_22 = 3;

  /// `A11 + A12`, of the fifth.
  static final int SUM_11_12 = 4;

  /// `A21 - A11`, of the sixth.
  static final int DIFFERENCE_21_11 = 5;

  /// `A12 - A22`, of the seventh.
  static final int DIFFERENCE_12_22 = 6;

  /// Rows of each quadrant that are worked on while they lie in L1.
  private static final int ROWS = 4;

  /// Prepares rows `row .. row + 2 * half` over steps `k0 .. k0 + 2 * kc`.
  void expand(
      byte[] input,
      int inputOffset,
      int row,
      int half,
      int k0,
      int kc,
      float[] floats,
      int[] ints) {
    for (int i = 0; i < half; i += ROWS) {
      int rows = Math.min(ROWS, half - i);
      int a11 = at(A11, i);
      int a22 = at(A22, i);
      // A21 and A12 make room for the differences, in which they are used last.
      int a21 = at(DIFFERENCE_21_11, i);
      int a12 = at(DIFFERENCE_12_22, i);
      int lower = row + half + i;
      source.expand(input, inputOffset, row + i, rows, k0, kc, floats, a11);
      source.expand(input, inputOffset, row + i, rows, k0 + kc, kc, floats, a12);
      source.expand(input, inputOffset, lower, rows, k0, kc, floats, a21);
      source.expand(input, inputOffset, lower, rows, k0 + kc, kc, floats, a22);
      if (sumsRows) {
        sum(a11, a12, scratch.rowSum(false, i), rows, kc, k0 == 0, floats, ints);
        sum(a21, a22, scratch.rowSum(true, i), rows, kc, k0 == 0, floats, ints);
      }
      StrassenKernel s = kernels.strassen();
      s.add(floats, a11, a22, at(SUM_11_22, i), rows, kc, LHS_STRIDE);
      s.add(floats, a21, a22, at(SUM_21_22, i), rows, kc, LHS_STRIDE);
      s.add(floats, a11, a12, at(SUM_11_12, i), rows, kc, LHS_STRIDE);
      s.subtract(floats, a21, a11, a21, rows, kc, LHS_STRIDE);
      s.subtract(floats, a12, a22, a12, rows, kc, LHS_STRIDE);
    }
  }

  private int at(int operand, int row) {
    return LHS_LEAD + scratch.operand(operand) + row * LHS_STRIDE;
  }

  private void sum(
      int left, int right, int to, int rows, int kc, boolean first, float[] floats, int[] ints) {
    for (int i = 0; i < rows; i++) {
      int sum =
          kernels.converter().sum(floats, left + i * LHS_STRIDE, kc)
              + kernels.converter().sum(floats, right + i * LHS_STRIDE, kc);
      ints[to + i] = first ? sum : ints[to + i] + sum;
    }
  }
}
