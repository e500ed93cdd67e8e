package io.bytelane.bench.dot;

import io.bytelane.Int8Dot;
import io.bytelane.bench.Candidate;
import io.bytelane.bench.Check;
import io.bytelane.bench.Contender;
import io.bytelane.quant.QuantizedType;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// Our dot product: one call per row, or one call for all rows, in an array or in native memory.
public final class BytelaneDot implements Candidate<DotShape> {
  private enum Form {
    PER_ROW,
    ROWS,
    SEGMENT
  }

  private final String name;
  private final Form form;

  private BytelaneDot(String name, Form form) {
    this.name = name;
    this.form = form;
  }

  /// Returns the candidate that calls the library once per row, as the peer is called.
  public static BytelaneDot perRow() {
    return new BytelaneDot("bytelane_int8", Form.PER_ROW);
  }

  /// Returns the candidate that calls the library once for all rows.
  public static BytelaneDot manyRows() {
    return new BytelaneDot("bytelane_int8_rows", Form.ROWS);
  }

  /// Returns the candidate that calls the library once for all rows, which lie off the heap.
  public static BytelaneDot segment() {
    return new BytelaneDot("bytelane_int8_segment", Form.SEGMENT);
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
    return new Prepared(new DotOperands(shape.length()), form);
  }

  private static final class Prepared implements Contender {
    private final DotOperands operands;
    private final Form form;
    private final Int8Dot dot;
    private final MemorySegment segment;
    private final int[] output = new int[DotShape.ROWS];

    Prepared(DotOperands operands, Form form) {
      this.operands = operands;
      this.form = form;
      MemorySegment rows = MemorySegment.ofArray(operands.rows());
      this.segment = Arena.ofAuto().allocate(rows.byteSize(), 64).copyFrom(rows);
      this.dot = Int8Dot.of(QuantizedType.S8, QuantizedType.S8, operands.length());
    }

    @Override
    public Object run(int slot) {
      int length = operands.length();
      int query = slot * length;
      byte[] queries = operands.queries();
      switch (form) {
        case PER_ROW -> {
          for (int r = 0; r < DotShape.ROWS; r++) {
            output[r] = dot.dot(queries, query, operands.rows(), r * length);
          }
        }
        case ROWS ->
            dot.dotRows(queries, query, operands.rows(), 0, length, DotShape.ROWS, output, 0);
        case SEGMENT -> dot.dotRows(queries, query, segment, 0, length, DotShape.ROWS, output, 0);
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
