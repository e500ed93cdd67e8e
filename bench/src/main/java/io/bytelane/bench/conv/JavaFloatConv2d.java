package io.bytelane.bench.conv;

import io.bytelane.FloatConv2d;
import io.bytelane.Workspace;
import io.bytelane.bench.Candidate;
import io.bytelane.bench.Check;
import io.bytelane.bench.Contender;
import io.bytelane.bench.Outputs;

/// The fp32 twin: Bytelane's own float convolution, on its own best route.
public final class JavaFloatConv2d implements Candidate<ConvShape> {
  /// Creates the candidate.
  public JavaFloatConv2d() {}

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
    return "f32 nhwc";
  }

  @Override
  public Contender prepare(ConvShape shape) {
    return new Prepared(ConvOperands.of(shape));
  }

  private static final class Prepared implements Contender {
    private final ConvOperands operands;
    private final FloatConv2d layer;
    private final Workspace workspace;
    private final float[][] inputs = new float[SLOTS][];
    private final float[] output;

    Prepared(ConvOperands operands) {
      this.operands = operands;
      for (int slot = 0; slot < SLOTS; slot++) {
        inputs[slot] = Outputs.toFloat(operands.input(slot));
      }
      this.layer =
          FloatConv2d.builder(operands.shape().geometry())
              .weights(Outputs.toFloat(operands.weights()))
              .build();
      this.workspace = Workspace.forOperators(layer);
      this.output = new float[operands.shape().outputSize()];
    }

    @Override
    public Object run(int slot) {
      layer.run(inputs[slot], 0, output, 0, 1, workspace);
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
