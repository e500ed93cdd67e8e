package io.bytelane.bench.matmul;

import io.bytelane.FullyConnected;
import io.bytelane.Workspace;
import io.bytelane.bench.Candidate;
import io.bytelane.bench.Check;
import io.bytelane.bench.Contender;
import io.bytelane.bench.Operands;
import io.bytelane.quant.PerChannelQuantParams;
import io.bytelane.quant.QuantParams;
import io.bytelane.reference.ReferenceRequantize;
import java.util.List;

/// Bytelane's int8 layer through its public API: weights packed once, one scale per output channel.
public final class BytelaneFullyConnected implements Candidate<MatMulShape> {
  private final String name;
  private final Operands.Range range;
  private final boolean sums;

  private BytelaneFullyConnected(String name, Operands.Range range, boolean sums) {
    this.name = name;
    this.range = range;
    this.sums = sums;
  }

  /// Returns all forms: int8 out; int8 out of activations in [0, 127]; int32 sums out.
  public static List<Candidate<MatMulShape>> all() {
    return List.of(
        new BytelaneFullyConnected("bytelane_int8", Operands.Range.FULL, false),
        new BytelaneFullyConnected("bytelane_int8_relu", Operands.Range.NON_NEGATIVE, false),
        new BytelaneFullyConnected("bytelane_int8_s32", Operands.Range.FULL, true));
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
    return sums ? "s32" : "s8";
  }

  @Override
  public Contender prepare(MatMulShape shape) {
    MatMulOperands operands = new MatMulOperands(shape, range);
    return sums ? new Sums(operands) : new Requantized(operands);
  }

  private static FullyConnected.Builder builder(MatMulOperands operands) {
    return FullyConnected.builder(operands.shape().k(), operands.shape().n())
        .input(QuantParams.symmetric(1f))
        .weights(
            operands.weights(), PerChannelQuantParams.symmetric(operands.channelMultipliers()));
  }

  private static final class Requantized implements Contender {
    private final MatMulOperands operands;
    private final FullyConnected layer;
    private final Workspace workspace;
    private final byte[] output;

    Requantized(MatMulOperands operands) {
      this.operands = operands;
      this.layer = builder(operands).output(QuantParams.symmetric(1f)).build();
      this.workspace = Workspace.forOperators(layer);
      this.output = new byte[operands.shape().m() * operands.shape().n()];
    }

    @Override
    public Object run(int slot) {
      layer.run(operands.activations(slot), 0, output, 0, operands.shape().m(), workspace);
      return output;
    }

    @Override
    public Check check() {
      float[] multipliers = operands.channelMultipliers();
      return operands.checkBytes(
          slot -> {
            run(slot);
            return output;
          },
          (sum, channel) ->
              (byte) ReferenceRequantize.float32(sum, multipliers[channel], 0, -128, 127));
    }
  }

  private static final class Sums implements Contender {
    private final MatMulOperands operands;
    private final FullyConnected layer;
    private final Workspace workspace;
    private final int[] output;

    Sums(MatMulOperands operands) {
      this.operands = operands;
      this.layer = builder(operands).outputInt32().build();
      this.workspace = Workspace.forOperators(layer);
      this.output = new int[operands.shape().m() * operands.shape().n()];
    }

    @Override
    public Object run(int slot) {
      layer.run(operands.activations(slot), 0, output, 0, operands.shape().m(), workspace);
      return output;
    }

    @Override
    public Check check() {
      return operands.checkSums(
          slot -> {
            run(slot);
            return output;
          });
    }
  }
}
