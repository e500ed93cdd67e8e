package io.bytelane.bench.matmul;

import dev.ludovic.netlib.blas.BLAS;
import dev.ludovic.netlib.blas.JavaBLAS;
import io.bytelane.bench.Candidate;
import io.bytelane.bench.Check;
import io.bytelane.bench.Contender;
import io.bytelane.bench.Operands;
import io.bytelane.bench.Outputs;

/// netlib's Vector API `sgemm` (`sgemv` for one row): the outside check of the fp32 twin. It packs
/// nothing in advance; the column-major call computes the transpose of the row-major product.
public final class NetlibSgemm implements Candidate<MatMulShape> {
  /// Creates the candidate.
  public NetlibSgemm() {}

  @Override
  public String name() {
    return "netlib_sgemm";
  }

  @Override
  public Kind kind() {
    return Kind.FP32;
  }

  @Override
  public String output() {
    return "f32";
  }

  @Override
  public Contender prepare(MatMulShape shape) {
    return new Prepared(new MatMulOperands(shape, Operands.Range.FULL));
  }

  private static final class Prepared implements Contender {
    private final BLAS blas = JavaBLAS.getInstance();
    private final MatMulOperands operands;
    private final float[][] activations = new float[SLOTS][];
    private final float[] weights;
    private final float[] output;

    Prepared(MatMulOperands operands) {
      this.operands = operands;
      for (int slot = 0; slot < SLOTS; slot++) {
        activations[slot] = Outputs.toFloat(operands.activations(slot));
      }
      this.weights = Outputs.toFloat(operands.weights());
      this.output = new float[operands.shape().m() * operands.shape().n()];
    }

    @Override
    public Object run(int slot) {
      int m = operands.shape().m();
      int n = operands.shape().n();
      int k = operands.shape().k();
      if (m == 1) {
        blas.sgemv("T", k, n, 1f, weights, k, activations[slot], 1, 0f, output, 1);
      } else {
        blas.sgemm("T", "N", n, m, k, 1f, weights, k, activations[slot], k, 0f, output, n);
      }
      return output;
    }

    @Override
    public boolean allocates() {
      return true;
    }

    @Override
    public Check check() {
      return operands.checkFloats(
          slot -> {
            run(slot);
            return output;
          });
    }
  }
}
