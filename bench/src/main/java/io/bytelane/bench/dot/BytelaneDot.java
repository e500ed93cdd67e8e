package io.bytelane.bench.dot;

import io.bytelane.Int8Dot;
import io.bytelane.bench.Candidate;
import io.bytelane.bench.Check;
import io.bytelane.bench.Contender;
import io.bytelane.quant.QuantizedType;

/// Our dot product: one call per row, or one call for all rows.
public final class BytelaneDot implements Candidate<DotShape> {
  private final String name;
  private final boolean manyRows;

  private BytelaneDot(String name, boolean manyRows) {
    this.name = name;
    this.manyRows = manyRows;
  }

  /// Returns the candidate that calls the library once per row, as the peer is called.
  public static BytelaneDot perRow() {
    return new BytelaneDot("bytelane_int8", false);
  }

  /// Returns the candidate that calls the library once for all rows.
  public static BytelaneDot manyRows() {
    return new BytelaneDot("bytelane_int8_rows", true);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Kind kind() {
    return Kind.INT8;
  }

  @Override
  public String output() {
    return "s32";
  }

  @Override
  public Contender prepare(DotShape shape) {
    return new Prepared(new DotOperands(shape.length()), manyRows);
  }

  private static final class Prepared implements Contender {
    private final DotOperands operands;
    private final boolean manyRows;
    private final Int8Dot dot;
    private final int[] output = new int[DotShape.ROWS];

    Prepared(DotOperands operands, boolean manyRows) {
      this.operands = operands;
      this.manyRows = manyRows;
      this.dot = Int8Dot.of(QuantizedType.S8, QuantizedType.S8, operands.length());
    }

    @Override
    public Object run(int slot) {
      int length = operands.length();
      int query = slot * length;
      if (manyRows) {
        dot.dotRows(
            operands.queries(), query, operands.rows(), 0, length, DotShape.ROWS, output, 0);
      } else {
        for (int r = 0; r < DotShape.ROWS; r++) {
          output[r] = dot.dot(operands.queries(), query, operands.rows(), r * length);
        }
      }
      return output;
    }

    @Override
    public Check check() {
      return operands.checkSums(
          slot -> {
            run(slot);
            return output;
          });
    }
  }
}
