package io.bytelane.bench.conv;

import io.bytelane.bench.Candidate;
import io.bytelane.bench.Check;
import io.bytelane.bench.Contender;
import io.bytelane.bench.Operands;
import io.bytelane.bench.peer.OnnxModelBuilder;
import io.bytelane.bench.peer.OrtPeer;
import io.bytelane.bench.peer.OrtPeer.TensorSpec;
import io.bytelane.bench.peer.TensorType;
import java.util.List;

/// ONNX Runtime's QLinearConv, u8 x s8 with one weight scale per channel, u8 out. Input and output
/// are NHWC with a Transpose on either side, which ONNX Runtime's optimizer cancels against those
/// of its own NHWC kernel: faster than to give it NCHW, and the same work as the others do.
public final class OrtQLinearConv implements Candidate<ConvShape> {
  private final String name;
  private final boolean precise;

  private OrtQLinearConv(String name, boolean precise) {
    this.name = name;
    this.precise = precise;
  }

  /// Returns both forms: exact products asked for, and not.
  public static List<Candidate<ConvShape>> all() {
    return List.of(
        new OrtQLinearConv("ort_u8s8_precise", true),
        new OrtQLinearConv("ort_u8s8_default", false));
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
    return "u8 nhwc";
  }

  @Override
  public Contender prepare(ConvShape shape) {
    return new Prepared(ConvOperands.of(shape), precise);
  }

  private static final class Prepared implements Contender {
    private static final byte[] ZERO_POINT = {(byte) 128};
    private static final float[] UNIT = {1f};

    private final ConvOperands operands;
    private final OrtPeer peer;

    Prepared(ConvOperands operands, boolean precise) {
      this.operands = operands;
      ConvShape shape = operands.shape();
      byte[] model =
          new OnnxModelBuilder()
              .input(
                  OrtPeer.INPUT,
                  TensorType.U8,
                  1,
                  shape.height(),
                  shape.width(),
                  shape.inputChannels())
              .constant("xs", UNIT)
              .constant("xz", TensorType.U8, ZERO_POINT)
              .constant(
                  "w",
                  TensorType.S8,
                  ConvLayouts.oihw(operands.weights(), shape),
                  ConvLayouts.weightDims(shape))
              .constant("ws", operands.multipliers(), shape.outputChannels())
              .constant(
                  "wz", TensorType.S8, new byte[shape.outputChannels()], shape.outputChannels())
              .constant("ys", UNIT)
              .constant("yz", TensorType.U8, ZERO_POINT)
              .node(
                  "Transpose",
                  List.of(OrtPeer.INPUT),
                  "xt",
                  List.of(OnnxModelBuilder.ints("perm", 0, 3, 1, 2)))
              .node(
                  "QLinearConv",
                  List.of("xt", "xs", "xz", "w", "ws", "wz", "ys", "yz"),
                  "yt",
                  ConvLayouts.attributes(shape))
              .node(
                  "Transpose",
                  List.of("yt"),
                  OrtPeer.OUTPUT,
                  List.of(OnnxModelBuilder.ints("perm", 0, 2, 3, 1)))
              .output(
                  OrtPeer.OUTPUT,
                  TensorType.U8,
                  1,
                  shape.outputHeight(),
                  shape.outputWidth(),
                  shape.outputChannels())
              .build();
      this.peer =
          new OrtPeer(
              model,
              precise,
              TensorSpec.u8(1, shape.outputHeight(), shape.outputWidth(), shape.outputChannels()));
      for (int slot = 0; slot < SLOTS; slot++) {
        peer.addInput(
            TensorSpec.u8(1, shape.height(), shape.width(), shape.inputChannels()),
            Operands.flipSign(operands.input(slot)));
      }
    }

    @Override
    public Object run(int slot) {
      return peer.run(slot);
    }

    @Override
    public Check check() {
      byte[] bytes = new byte[operands.shape().outputSize()];
      return operands.checkBytes(
          slot -> {
            peer.run(slot).get(0, bytes);
            return Operands.flipSign(bytes);
          });
    }

    @Override
    public void close() {
      peer.close();
    }
  }
}
