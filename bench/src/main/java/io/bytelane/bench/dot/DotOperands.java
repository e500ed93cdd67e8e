package io.bytelane.bench.dot;

import io.bytelane.bench.Check;
import io.bytelane.bench.Contender;
import io.bytelane.bench.Operands;
import io.bytelane.bench.Outputs;
import io.bytelane.reference.ReferenceDot;
import java.util.Arrays;
import java.util.function.IntFunction;

/// Queries and rows of the dot suite, and the oracle for them.
public final class DotOperands {
  private final int length;
  private final byte[] queries;
  private final byte[] rows;

  /// Creates the operands for vectors of `length` elements.
  public DotOperands(int length) {
    this.length = length;
    this.queries = new byte[Contender.SLOTS * length];
    for (int slot = 0; slot < Contender.SLOTS; slot++) {
      System.arraycopy(
          Operands.activations(1, length, Operands.Range.FULL, slot),
          0,
          queries,
          slot * length,
          length);
    }
    this.rows = Operands.weights(DotShape.ROWS, length);
    // Rows of a search index hold -128 as well; the corner is -128 against -128.
    Arrays.fill(rows, 0, length, (byte) -128);
  }

  /// Returns the length of a vector.
  public int length() {
    return length;
  }

  /// Returns the queries, one of `length` elements per operand set.
  public byte[] queries() {
    return queries;
  }

  /// Returns the rows, one after the other.
  public byte[] rows() {
    return rows;
  }

  /// Compares int32 outputs. `outputs` runs an operand set and returns one value per row.
  public Check checkSums(IntFunction<int[]> outputs) {
    Check total = Check.EMPTY;
    for (int slot = 0; slot < Contender.SLOTS; slot++) {
      total = total.plus(Outputs.compare(expected(slot), 0, outputs.apply(slot), 0, DotShape.ROWS));
    }
    return total;
  }

  /// Compares float outputs. `outputs` runs an operand set and returns one value per row.
  public Check checkFloats(IntFunction<float[]> outputs) {
    Check total = Check.EMPTY;
    for (int slot = 0; slot < Contender.SLOTS; slot++) {
      float[] expected = Outputs.toFloat(expected(slot));
      total = total.plus(Outputs.compare(expected, 0, outputs.apply(slot), 0, DotShape.ROWS));
    }
    return total;
  }

  private int[] expected(int slot) {
    int[] sums = new int[DotShape.ROWS];
    for (int r = 0; r < sums.length; r++) {
      sums[r] = ReferenceDot.dot(queries, slot * length, rows, r * length, length);
    }
    return sums;
  }
}
