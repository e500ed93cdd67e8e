package io.bytelane.bench.matmul;

import io.bytelane.bench.Candidate;
import io.bytelane.bench.Check;
import io.bytelane.bench.Contender;
import io.bytelane.bench.Operands;
import io.bytelane.bench.Outputs;
import io.bytelane.bench.peer.OnnxModelBuilder;
import io.bytelane.bench.peer.OrtPeer;
import io.bytelane.bench.peer.OrtPeer.TensorSpec;
import io.bytelane.bench.peer.TensorType;
import java.util.List;
import java.util.Optional;

/// ONNX Runtime's fp32 MatMul with constant weights.
public final class OrtFloatMatMul implements Candidate<MatMulShape> {
  private final int threads;

  /// Creates the candidate, on one thread.
  public OrtFloatMatMul() {
    this(1);
  }

  private OrtFloatMatMul(int threads) {
    this.threads = threads;
  }

  @Override
  public String name() {
    return "ort_fp32";
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
    return Optional.of(new OrtFloatMatMul(count));
  }

  @Override
  public Contender prepare(MatMulShape shape) {
    return new Prepared(new MatMulOperands(shape, Operands.Range.FULL), threads);
  }

  private static final class Prepared implements Contender {
    private final MatMulOperands operands;
    private final OrtPeer peer;

    Prepared(MatMulOperands operands, int threads) {
      this.operands = operands;
      MatMulShape shape = operands.shape();
      byte[] weights = Operands.transpose(operands.weights(), shape.n(), shape.k());
      byte[] model =
          new OnnxModelBuilder()
              .input(OrtPeer.INPUT, TensorType.F32, shape.m(), shape.k())
              .constant("w", Outputs.toFloat(weights), shape.k(), shape.n())
              .node("MatMul", List.of(OrtPeer.INPUT, "w"), OrtPeer.OUTPUT)
              .output(OrtPeer.OUTPUT, TensorType.F32, shape.m(), shape.n())
              .build();
      this.peer = new OrtPeer(model, threads, false, TensorSpec.f32(shape.m(), shape.n()));
      for (int slot = 0; slot < SLOTS; slot++) {
        peer.addInput(
            TensorSpec.f32(shape.m(), shape.k()), Outputs.toFloat(operands.activations(slot)));
      }
    }

    @Override
    public Object run(int slot) {
      return peer.run(slot);
    }

    @Override
    public Check check() {
      float[] sums = new float[operands.shape().m() * operands.shape().n()];
      return operands.checkFloats(
          slot -> {
            peer.run(slot).asFloatBuffer().get(0, sums);
            return sums;
          });
    }

    @Override
    public void close() {
      peer.close();
    }
  }
}
