package io.bytelane.bench.matmul;

import io.bytelane.FloatGemm;
import io.bytelane.Workspace;
import io.bytelane.bench.Candidate;
import io.bytelane.bench.Check;
import io.bytelane.bench.Contender;
import io.bytelane.bench.Operands;
import io.bytelane.bench.Outputs;

/// The fp32 twin: Bytelane's own float layer, with the loops and the blocking of the int8 one.
public final class JavaFloatGemm implements Candidate<MatMulShape> {
  /// Creates the candidate.
  public JavaFloatGemm() {}

  @Override
  public String name() {
    return "java_fp32";
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
    private final MatMulOperands operands;
    private final FloatGemm layer;
    private final Workspace workspace;
    private final float[][] activations = new float[SLOTS][];
    private final float[] output;

    Prepared(MatMulOperands operands) {
      this.operands = operands;
      for (int slot = 0; slot < SLOTS; slot++) {
        activations[slot] = Outputs.toFloat(operands.activations(slot));
      }
      MatMulShape shape = operands.shape();
      this.layer =
          FloatGemm.builder(shape.k(), shape.n())
              .weights(Outputs.toFloat(operands.weights()))
              .build();
      this.workspace = Workspace.forOperators(layer);
      this.output = new float[shape.m() * shape.n()];
    }

    @Override
    public Object run(int slot) {
      layer.run(activations[slot], 0, output, 0, operands.shape().m(), workspace);
      return output;
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
