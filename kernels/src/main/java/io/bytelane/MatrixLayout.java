package io.bytelane;

import io.bytelane.internal.check.Checks;

/// Where the elements of a batch of matrices lie, as distances in elements: the element in row `i`
/// and column `j` of matrix `h` of unit `u` is at `u * unit + h * matrix + i * row + j * column`
/// from the start.
///
/// A unit is what a call has any number of, such as a sentence; its matrices are, for example, the
/// heads of an attention. A value `[batch, length, heads, width]` seen as matrices `length x width`
/// is `new MatrixLayout(length * heads * width, width, heads * width, 1)`, and seen transposed it
/// is [#transposed()] of that: no element moves. A distance of 0 repeats an operand.
///
/// @param unit distance of units, at least 0
/// @param matrix distance of matrices of a unit, at least 0
/// @param row distance of rows, at least 0
/// @param column distance of columns, at least 0
public record MatrixLayout(int unit, int matrix, int row, int column) {
  /// Checks that no distance is negative.
  public MatrixLayout {
    Checks.atLeast("unit", unit, 0);
    Checks.atLeast("matrix", matrix, 0);
    Checks.atLeast("row", row, 0);
    Checks.atLeast("column", column, 0);
  }

  /// Returns the layout of matrices `rows x columns` that lie one after the other, row-major.
  ///
  /// @param matrices matrices of a unit
  public static MatrixLayout rowMajor(int matrices, int rows, int columns) {
    return new MatrixLayout(matrices * rows * columns, rows * columns, columns, 1);
  }

  /// Returns the layout with rows and columns exchanged.
  public MatrixLayout transposed() {
    return new MatrixLayout(unit, matrix, column, row);
  }

  /// Returns the elements from the first to the last one that is touched, 0 if there is none.
  long extent(int units, int matrices, int rows, int columns) {
    if (units == 0) {
      return 0;
    }
    return (units - 1L) * unit
        + (matrices - 1L) * matrix
        + (rows - 1L) * row
        + (columns - 1L) * column
        + 1;
  }
}
