package io.bytelane.bench.dot;

import io.bytelane.bench.Candidate;
import io.bytelane.bench.Check;
import io.bytelane.bench.Contender;
import java.util.Arrays;
import org.apache.lucene.util.VectorUtil;

/// Lucene's byte dot product.
public final class LuceneDot implements Candidate<DotShape> {
  /// Creates the candidate.
  public LuceneDot() {}

  @Override
  public String name() {
    return "lucene_dot";
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
    return new Prepared(new DotOperands(shape.length()));
  }

  private static final class Prepared implements Contender {
    private final DotOperands operands;
    private final byte[][] queries;
    private final byte[][] rows;
    private final int[] output = new int[DotShape.ROWS];

    Prepared(DotOperands operands) {
      this.operands = operands;
      this.queries = split(operands.queries(), operands.length());
      this.rows = split(operands.rows(), operands.length());
    }

    private static byte[][] split(byte[] vectors, int length) {
      byte[][] result = new byte[vectors.length / length][];
      for (int i = 0; i < result.length; i++) {
        result[i] = Arrays.copyOfRange(vectors, i * length, (i + 1) * length);
      }
      return result;
    }

    @Override
    public Object run(int slot) {
      byte[] query = queries[slot];
      for (int r = 0; r < DotShape.ROWS; r++) {
        output[r] = VectorUtil.dotProduct(query, rows[r]);
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
