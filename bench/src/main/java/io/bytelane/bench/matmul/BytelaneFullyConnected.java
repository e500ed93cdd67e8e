package io.bytelane.bench.matmul;

import io.bytelane.FullyConnected;
import io.bytelane.Workspace;
import io.bytelane.bench.Candidate;
import io.bytelane.bench.Check;
import io.bytelane.bench.Contender;
import io.bytelane.bench.Operands;
import io.bytelane.bench.Threads;
import io.bytelane.quant.PerChannelQuantParams;
import io.bytelane.quant.QuantParams;
import io.bytelane.reference.ReferenceRequantize;
import java.util.List;
import java.util.Optional;

/// Bytelane's int8 layer through its public API: weights packed once, one scale per output channel.
public final class BytelaneFullyConnected implements Candidate<MatMulShape> {
  private final String name;
  private final Operands.Range range;
  private final boolean sums;
  private final int threads;

  private BytelaneFullyConnected(String name, Operands.Range range, boolean sums, int threads) {
    this.name = name;
    this.range = range;
    this.sums = sums;
    this.threads = threads;
  }

  /// Returns all forms: int8 out; int8 out of activations in [0, 127]; int32 sums out.
  public static List<Candidate<MatMulShape>> all() {
    return List.of(
        new BytelaneFullyConnected("bytelane_int8", Operands.Range.FULL, false, 1),
        new BytelaneFullyConnected("bytelane_int8_relu", Operands.Range.NON_NEGATIVE, false, 1),
        new BytelaneFullyConnected("bytelane_int8_s32", Operands.Range.FULL, true, 1));
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
  public int threads() {
    return threads;
  }

  @Override
  public Optional<Candidate<MatMulShape>> withThreads(int count) {
    return Optional.of(new BytelaneFullyConnected(name, range, sums, count));
  }

  @Override
  public Contender prepare(MatMulShape shape) {
    MatMulOperands operands = new MatMulOperands(shape, range);
    return sums ? new Sums(operands, threads) : new Requantized(operands, threads);
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
    private final Threads threads;
    private final byte[] output;

    Requantized(MatMulOperands operands, int threads) {
      this.operands = operands;
      this.layer = builder(operands).output(QuantParams.symmetric(1f)).build();
      this.workspace = Workspace.forOperators(threads, layer);
      this.threads = new Threads(threads);
      this.output = new byte[operands.shape().m() * operands.shape().n()];
    }

    @Override
    public Object run(int slot) {
      byte[] input = operands.activations(slot);
      int rows = operands.shape().m();
      if (threads.count() == 1) {
        layer.run(input, 0, output, 0, rows, workspace);
      } else {
        layer.run(input, 0, output, 0, rows, workspace, threads.others(), threads.count());
      }
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

    @Override
    public void close() {
      threads.close();
    }
  }

  private static final class Sums implements Contender {
    private final MatMulOperands operands;
    private final FullyConnected layer;
    private final Workspace workspace;
    private final Threads threads;
    private final int[] output;

    Sums(MatMulOperands operands, int threads) {
      this.operands = operands;
      this.layer = builder(operands).outputInt32().build();
      this.workspace = Workspace.forOperators(threads, layer);
      this.threads = new Threads(threads);
      this.output = new int[operands.shape().m() * operands.shape().n()];
    }

    @Override
    public Object run(int slot) {
      byte[] input = operands.activations(slot);
      int rows = operands.shape().m();
      if (threads.count() == 1) {
        layer.run(input, 0, output, 0, rows, workspace);
      } else {
        layer.run(input, 0, output, 0, rows, workspace, threads.others(), threads.count());
      }
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

    @Override
    public void close() {
      threads.close();
    }
  }
}
