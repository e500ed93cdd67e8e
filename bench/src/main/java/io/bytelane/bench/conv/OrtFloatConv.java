package io.bytelane.bench.conv;

import io.bytelane.bench.Candidate;
import io.bytelane.bench.Check;
import io.bytelane.bench.Contender;
import io.bytelane.bench.Outputs;
import io.bytelane.bench.peer.OnnxModelBuilder;
import io.bytelane.bench.peer.OrtPeer;
import io.bytelane.bench.peer.OrtPeer.TensorSpec;
import io.bytelane.bench.peer.TensorType;
import java.util.List;

/// ONNX Runtime's fp32 Conv in its native layout, NCHW.
public final class OrtFloatConv implements Candidate<ConvShape> {
  /// Creates the candidate.
  public OrtFloatConv() {}

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
    return "f32 nchw";
  }

  @Override
  public Contender prepare(ConvShape shape) {
    return new Prepared(ConvOperands.of(shape));
  }

  private static final class Prepared implements Contender {
    private final ConvOperands operands;
    private final OrtPeer peer;

    Prepared(ConvOperands operands) {
      this.operands = operands;
      ConvShape shape = operands.shape();
      TensorSpec input = TensorSpec.f32(1, shape.inputChannels(), shape.height(), shape.width());
      TensorSpec output =
          TensorSpec.f32(1, shape.outputChannels(), shape.outputHeight(), shape.outputWidth());
      byte[] model =
          new OnnxModelBuilder()
              .input(
                  OrtPeer.INPUT,
                  TensorType.F32,
                  1,
                  shape.inputChannels(),
                  shape.height(),
                  shape.width())
              .constant(
                  "w",
                  Outputs.toFloat(ConvLayouts.oihw(operands.weights(), shape)),
                  ConvLayouts.weightDims(shape))
              .node(
                  "Conv",
                  List.of(OrtPeer.INPUT, "w"),
                  OrtPeer.OUTPUT,
                  ConvLayouts.attributes(shape))
              .output(
                  OrtPeer.OUTPUT,
                  TensorType.F32,
                  1,
                  shape.outputChannels(),
                  shape.outputHeight(),
                  shape.outputWidth())
              .build();
      this.peer = new OrtPeer(model, false, output);
      int pixels = shape.height() * shape.width();
      for (int slot = 0; slot < SLOTS; slot++) {
        byte[] image = ConvLayouts.nchw(operands.input(slot), pixels, shape.inputChannels());
        peer.addInput(input, Outputs.toFloat(image));
      }
    }

    @Override
    public Object run(int slot) {
      return peer.run(slot);
    }

    @Override
    public Check check() {
      ConvShape shape = operands.shape();
      float[] sums = new float[shape.outputSize()];
      return operands.checkFloats(
          slot -> {
            peer.run(slot).asFloatBuffer().get(0, sums);
            return ConvLayouts.nhwc(
                sums, shape.outputHeight() * shape.outputWidth(), shape.outputChannels());
          });
    }

    @Override
    public void close() {
      peer.close();
    }
  }
}
