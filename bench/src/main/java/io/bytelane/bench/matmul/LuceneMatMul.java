package io.bytelane.bench.matmul;

import io.bytelane.bench.Candidate;
import io.bytelane.bench.Check;
import io.bytelane.bench.Contender;
import io.bytelane.bench.Operands;
import java.util.Arrays;
import org.apache.lucene.util.VectorUtil;

/// Lucene's byte dot product, once per output: the int8 kernel of the Java world. Lucene takes
/// whole arrays, so the weights are one array per row, made once.
public final class LuceneMatMul implements Candidate<MatMulShape> {
  /// Creates the candidate.
  public LuceneMatMul() {}

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
  public Contender prepare(MatMulShape shape) {
    return new Prepared(new MatMulOperands(shape, Operands.Range.FULL));
  }

  private static final class Prepared implements Contender {
    private final MatMulOperands operands;
    private final byte[][][] activations;
    private final byte[][] weights;
    private final int[] output;

    Prepared(MatMulOperands operands) {
      this.operands = operands;
      MatMulShape shape = operands.shape();
      this.activations = new byte[SLOTS][][];
      for (int slot = 0; slot < SLOTS; slot++) {
        activations[slot] = rows(operands.activations(slot), shape.m(), shape.k());
      }
      this.weights = rows(operands.weights(), shape.n(), shape.k());
      this.output = new int[shape.m() * shape.n()];
    }

    private static byte[][] rows(byte[] matrix, int rows, int columns) {
      byte[][] result = new byte[rows][];
      for (int r = 0; r < rows; r++) {
        result[r] = Arrays.copyOfRange(matrix, r * columns, (r + 1) * columns);
      }
      return result;
    }

    @Override
    public Object run(int slot) {
      int at = 0;
      for (byte[] row : activations[slot]) {
        for (byte[] weight : weights) {
          output[at++] = VectorUtil.dotProduct(row, weight);
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
