package io.bytelane.bench.conv;

import io.bytelane.Conv2d;
import io.bytelane.Workspace;
import io.bytelane.bench.Candidate;
import io.bytelane.bench.Check;
import io.bytelane.bench.Contender;
import io.bytelane.quant.PerChannelQuantParams;
import io.bytelane.quant.QuantParams;

/// Bytelane's int8 convolution through its public API, on whatever route it chooses for the shape.
public final class BytelaneConv2d implements Candidate<ConvShape> {
  /// Creates the candidate.
  public BytelaneConv2d() {}

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
  public Contender prepare(ConvShape shape) {
    return new Prepared(ConvOperands.of(shape));
  }

  private static final class Prepared implements Contender {
    private final ConvOperands operands;
    private final Conv2d layer;
    private final Workspace workspace;
    private final byte[] output;

    Prepared(ConvOperands operands) {
      this.operands = operands;
      this.layer =
          Conv2d.builder(operands.shape().geometry())
              .input(QuantParams.symmetric(1f))
              .weights(operands.weights(), PerChannelQuantParams.symmetric(operands.multipliers()))
              .output(QuantParams.symmetric(1f))
              .build();
      this.workspace = Workspace.forOperators(layer);
      this.output = new byte[operands.shape().outputSize()];
    }

    @Override
    public Object run(int slot) {
      layer.run(operands.input(slot), 0, output, 0, 1, workspace);
      return output;
    }

    @Override
    public Check check() {
      return operands.checkBytes(
          slot -> {
            run(slot);
            return output;
          });
    }
  }
}
