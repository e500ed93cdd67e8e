package io.bytelane.bench.matmul;

import io.bytelane.bench.Candidate;
import io.bytelane.bench.Check;
import io.bytelane.bench.Contender;
import io.bytelane.bench.Operands;
import io.bytelane.bench.peer.OnnxModelBuilder;
import io.bytelane.bench.peer.OrtPeer;
import io.bytelane.bench.peer.OrtPeer.TensorSpec;
import io.bytelane.bench.peer.TensorType;
import java.util.List;
import java.util.Optional;

/// ONNX Runtime's MatMulInteger with constant weights, which it packs when the session is made.
/// Unsigned operands hold the signed value + 128 and have zero point 128, so every form computes
/// the same sums.
public final class OrtMatMulInteger implements Candidate<MatMulShape> {
  private final String name;
  private final TensorType activationType;
  private final TensorType weightType;
  private final boolean precise;
  private final int threads;

  private OrtMatMulInteger(
      String name, TensorType activationType, TensorType weightType, boolean precise, int threads) {
    this.name = name;
    this.activationType = activationType;
    this.weightType = weightType;
    this.precise = precise;
    this.threads = threads;
  }

  /// Returns all forms.
  public static List<Candidate<MatMulShape>> all() {
    return List.of(
        new OrtMatMulInteger("ort_u8u8", TensorType.U8, TensorType.U8, false, 1),
        new OrtMatMulInteger("ort_u8s8_precise", TensorType.U8, TensorType.S8, true, 1),
        new OrtMatMulInteger("ort_u8s8_default", TensorType.U8, TensorType.S8, false, 1),
        new OrtMatMulInteger("ort_s8s8", TensorType.S8, TensorType.S8, false, 1));
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
  public int threads() {
    return threads;
  }

  @Override
  public Optional<Candidate<MatMulShape>> withThreads(int count) {
    return Optional.of(new OrtMatMulInteger(name, activationType, weightType, precise, count));
  }

  @Override
  public Contender prepare(MatMulShape shape) {
    return new Prepared(new MatMulOperands(shape, Operands.Range.FULL));
  }

  private byte[] stored(byte[] values, TensorType type) {
    return type == TensorType.U8 ? Operands.flipSign(values) : values;
  }

  private final class Prepared implements Contender {
    private final MatMulOperands operands;
    private final OrtPeer peer;

    Prepared(MatMulOperands operands) {
      this.operands = operands;
      MatMulShape shape = operands.shape();
      byte[] weights = Operands.transpose(operands.weights(), shape.n(), shape.k());
      byte[] model =
          new OnnxModelBuilder()
              .input(OrtPeer.INPUT, activationType, shape.m(), shape.k())
              .constant("w", weightType, stored(weights, weightType), shape.k(), shape.n())
              // Named even where it is 0: without zero points the precise option ends the process.
              .constant("xz", activationType, stored(new byte[1], activationType))
              .constant("wz", weightType, stored(new byte[1], weightType))
              .node("MatMulInteger", List.of(OrtPeer.INPUT, "w", "xz", "wz"), OrtPeer.OUTPUT)
              .output(OrtPeer.OUTPUT, TensorType.S32, shape.m(), shape.n())
              .build();
      this.peer = new OrtPeer(model, threads, precise, TensorSpec.s32(shape.m(), shape.n()));
      TensorSpec input =
          activationType == TensorType.U8
              ? TensorSpec.u8(shape.m(), shape.k())
              : TensorSpec.s8(shape.m(), shape.k());
      for (int slot = 0; slot < SLOTS; slot++) {
        peer.addInput(input, stored(operands.activations(slot), activationType));
      }
    }

    @Override
    public Object run(int slot) {
      return peer.run(slot);
    }

    @Override
    public Check check() {
      int[] sums = new int[operands.shape().m() * operands.shape().n()];
      return operands.checkSums(
          slot -> {
            peer.run(slot).asIntBuffer().get(0, sums);
            return sums;
          });
    }

    @Override
    public void close() {
      peer.close();
    }
  }
}
