package io.bytelane.bench.conv;

import io.bytelane.FloatTransposedConv2d;
import io.bytelane.Workspace;
import io.bytelane.bench.Candidate;
import io.bytelane.bench.Contender;
import io.bytelane.bench.LambdaContender;
import io.bytelane.bench.Outputs;
import java.util.function.IntFunction;

/// The fp32 twin: Bytelane's own float transposed convolution.
public final class JavaFloatTransposedConv2d implements Candidate<TransposedShape> {
  /// Creates the candidate.
  public JavaFloatTransposedConv2d() {}

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
  public Contender prepare(TransposedShape shape) {
    TransposedOperands operands = new TransposedOperands(shape);
    FloatTransposedConv2d layer =
        FloatTransposedConv2d.builder(shape.geometry())
            .weights(Outputs.toFloat(operands.weights()))
            .build();
    Workspace workspace = Workspace.forOperators(layer);
    float[][] inputs = new float[Contender.SLOTS][];
    for (int slot = 0; slot < inputs.length; slot++) {
      inputs[slot] = Outputs.toFloat(operands.input(slot));
    }
    float[] output = new float[shape.geometry().outputSize()];
    IntFunction<float[]> run =
        slot -> {
          layer.run(inputs[slot], 0, output, 0, 1, workspace);
          return output;
        };
    return new LambdaContender(run::apply, () -> operands.checkFloats(run));
  }
}
