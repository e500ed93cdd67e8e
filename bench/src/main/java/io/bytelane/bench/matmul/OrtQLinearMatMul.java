package io.bytelane.bench.matmul;

import io.bytelane.bench.Candidate;
import io.bytelane.bench.Check;
import io.bytelane.bench.Contender;
import io.bytelane.bench.Operands;
import io.bytelane.bench.peer.OnnxModelBuilder;
import io.bytelane.bench.peer.OrtPeer;
import io.bytelane.bench.peer.OrtPeer.TensorSpec;
import io.bytelane.bench.peer.TensorType;
import io.bytelane.reference.ReferenceRequantize;
import java.util.List;
import java.util.Optional;

/// ONNX Runtime's QLinearMatMul, u8 x s8 with one weight scale per channel, u8 out, exact products
/// asked for: the same work as `bytelane_int8`, int8 in and int8 out.
public final class OrtQLinearMatMul implements Candidate<MatMulShape> {
  private final int threads;

  /// Creates the candidate, on one thread.
  public OrtQLinearMatMul() {
    this(1);
  }

  private OrtQLinearMatMul(int threads) {
    this.threads = threads;
  }

  @Override
  public String name() {
    return "ort_qlinear_precise";
  }

  @Override
  public Kind kind() {
    return Kind.INT8;
  }

  @Override
  public String output() {
    return "u8";
  }

  @Override
  public int threads() {
    return threads;
  }

  @Override
  public Optional<Candidate<MatMulShape>> withThreads(int count) {
    return Optional.of(new OrtQLinearMatMul(count));
  }

  @Override
  public Contender prepare(MatMulShape shape) {
    return new Prepared(new MatMulOperands(shape, Operands.Range.FULL), threads);
  }

  private static final class Prepared implements Contender {
    private static final byte[] ZERO_POINT = {(byte) 128};
    private static final float[] UNIT = {1f};

    private final MatMulOperands operands;
    private final OrtPeer peer;

    Prepared(MatMulOperands operands, int threads) {
      this.operands = operands;
      MatMulShape shape = operands.shape();
      byte[] weights = Operands.transpose(operands.weights(), shape.n(), shape.k());
      byte[] model =
          new OnnxModelBuilder()
              .input(OrtPeer.INPUT, TensorType.U8, shape.m(), shape.k())
              .constant("xs", UNIT)
              .constant("xz", TensorType.U8, ZERO_POINT)
              .constant("w", TensorType.S8, weights, shape.k(), shape.n())
              .constant("ws", operands.channelMultipliers(), shape.n())
              .constant("wz", TensorType.S8, new byte[shape.n()], shape.n())
              .constant("ys", UNIT)
              .constant("yz", TensorType.U8, ZERO_POINT)
              .node(
                  "QLinearMatMul",
                  List.of(OrtPeer.INPUT, "xs", "xz", "w", "ws", "wz", "ys", "yz"),
                  OrtPeer.OUTPUT)
              .output(OrtPeer.OUTPUT, TensorType.U8, shape.m(), shape.n())
              .build();
      this.peer = new OrtPeer(model, threads, true, TensorSpec.u8(shape.m(), shape.n()));
      for (int slot = 0; slot < SLOTS; slot++) {
        peer.addInput(
            TensorSpec.u8(shape.m(), shape.k()), Operands.flipSign(operands.activations(slot)));
      }
    }

    @Override
    public Object run(int slot) {
      return peer.run(slot);
    }

    @Override
    public Check check() {
      byte[] bytes = new byte[operands.shape().m() * operands.shape().n()];
      float[] multipliers = operands.channelMultipliers();
      return operands.checkBytes(
          slot -> {
            peer.run(slot).get(0, bytes);
            return bytes;
          },
          (sum, channel) ->
              (byte) ReferenceRequantize.float32(sum, multipliers[channel], 128, 0, 255));
    }

    @Override
    public void close() {
      peer.close();
    }
  }
}
