package io.bytelane.bench.matmul;

import io.bytelane.FloatGemm;
import io.bytelane.Workspace;
import io.bytelane.bench.Candidate;
import io.bytelane.bench.Check;
import io.bytelane.bench.Contender;
import io.bytelane.bench.Operands;
import io.bytelane.bench.Outputs;
import io.bytelane.bench.Threads;
import java.util.Optional;

/// The fp32 twin: Bytelane's own float layer, with the loops and the blocking of the int8 one.
public final class JavaFloatGemm implements Candidate<MatMulShape> {
  private final int threads;

  /// Creates the candidate, on one thread.
  public JavaFloatGemm() {
    this(1);
  }

  private JavaFloatGemm(int threads) {
    this.threads = threads;
  }

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
  public int threads() {
    return threads;
  }

  @Override
  public Optional<Candidate<MatMulShape>> withThreads(int count) {
    return Optional.of(new JavaFloatGemm(count));
  }

  @Override
  public Contender prepare(MatMulShape shape) {
    return new Prepared(new MatMulOperands(shape, Operands.Range.FULL), threads);
  }

  private static final class Prepared implements Contender {
    private final MatMulOperands operands;
    private final FloatGemm layer;
    private final Workspace workspace;
    private final Threads threads;
    private final float[][] activations = new float[SLOTS][];
    private final float[] output;

    Prepared(MatMulOperands operands, int threads) {
      this.operands = operands;
      for (int slot = 0; slot < SLOTS; slot++) {
        activations[slot] = Outputs.toFloat(operands.activations(slot));
      }
      MatMulShape shape = operands.shape();
      this.layer =
          FloatGemm.builder(shape.k(), shape.n())
              .weights(Outputs.toFloat(operands.weights()))
              .build();
      this.workspace = Workspace.forOperators(threads, layer);
      this.threads = new Threads(threads);
      this.output = new float[shape.m() * shape.n()];
    }

    @Override
    public Object run(int slot) {
      float[] input = activations[slot];
      int rows = operands.shape().m();
      if (threads.count() == 1) {
        layer.run(input, 0, output, 0, rows, workspace);
      } else {
        layer.run(input, 0, output, 0, rows, workspace, threads.others(), threads.count());
      }
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

    @Override
    public void close() {
      threads.close();
    }
  }
}
