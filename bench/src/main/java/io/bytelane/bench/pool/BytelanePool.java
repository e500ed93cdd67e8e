package io.bytelane.bench.pool;

import io.bytelane.AveragePool2d;
import io.bytelane.MaxPool2d;
import io.bytelane.Workspace;
import io.bytelane.bench.Candidate;
import io.bytelane.bench.Contender;
import io.bytelane.bench.LambdaContender;
import io.bytelane.quant.QuantParams;
import io.bytelane.quant.QuantizedType;
import java.util.function.IntConsumer;

/// Bytelane's int8 pools.
public final class BytelanePool implements Candidate<PoolShape> {
  /// Creates the candidate.
  public BytelanePool() {}

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
    return "s8";
  }

  @Override
  public Contender prepare(PoolShape shape) {
    PoolOperands operands = new PoolOperands(shape);
    byte[] output = new byte[shape.outputSize()];
    return switch (shape.kind()) {
      case MAX -> max(operands, shape, output);
      case AVG -> average(operands, shape, output);
    };
  }

  private static Contender max(PoolOperands operands, PoolShape shape, byte[] output) {
    MaxPool2d pool = MaxPool2d.of(shape.geometry(), QuantizedType.S8);
    Workspace workspace = Workspace.forOperators(pool);
    return contender(
        operands, output, slot -> pool.run(operands.input(slot), 0, output, 0, 1, workspace));
  }

  private static Contender average(PoolOperands operands, PoolShape shape, byte[] output) {
    AveragePool2d pool = AveragePool2d.builder(shape.geometry(), QuantParams.symmetric(1f)).build();
    Workspace workspace = Workspace.forOperators(pool);
    return contender(
        operands, output, slot -> pool.run(operands.input(slot), 0, output, 0, 1, workspace));
  }

  private static Contender contender(PoolOperands operands, byte[] output, IntConsumer run) {
    return new LambdaContender(
        slot -> {
          run.accept(slot);
          return output;
        },
        () ->
            operands.checkBytes(
                slot -> {
                  run.accept(slot);
                  return output;
                }));
  }
}
