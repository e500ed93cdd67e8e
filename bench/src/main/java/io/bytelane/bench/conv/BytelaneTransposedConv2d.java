package io.bytelane.bench.conv;

import io.bytelane.TransposedConv2d;
import io.bytelane.Workspace;
import io.bytelane.bench.Candidate;
import io.bytelane.bench.Contender;
import io.bytelane.bench.LambdaContender;
import io.bytelane.quant.PerChannelQuantParams;
import io.bytelane.quant.QuantParams;
import java.util.function.IntFunction;

/// Bytelane's int8 transposed convolution through its public API.
public final class BytelaneTransposedConv2d implements Candidate<TransposedShape> {
  /// Creates the candidate.
  public BytelaneTransposedConv2d() {}

  @Override
  public String name() {
    return "bytelane_int8";
  }

  @Override
  public Kind kind() {
    return Kind.INT8;
  }

  @Override
  public String output() {
    return "s8 nhwc";
  }

  @Override
  public Contender prepare(TransposedShape shape) {
    TransposedOperands operands = new TransposedOperands(shape);
    TransposedConv2d layer =
        TransposedConv2d.builder(shape.geometry())
            .input(QuantParams.symmetric(1f))
            .weights(operands.weights(), PerChannelQuantParams.symmetric(operands.multipliers()))
            .output(QuantParams.symmetric(1f))
            .build();
    Workspace workspace = Workspace.forOperators(layer);
    byte[] output = new byte[shape.geometry().outputSize()];
    IntFunction<byte[]> run =
        slot -> {
          layer.run(operands.input(slot), 0, output, 0, 1, workspace);
          return output;
        };
    return new LambdaContender(run::apply, () -> operands.checkBytes(run));
  }
}
