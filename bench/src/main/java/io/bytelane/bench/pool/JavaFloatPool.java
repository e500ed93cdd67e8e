package io.bytelane.bench.pool;

import io.bytelane.FloatAveragePool2d;
import io.bytelane.FloatMaxPool2d;
import io.bytelane.Workspace;
import io.bytelane.bench.Candidate;
import io.bytelane.bench.Contender;
import io.bytelane.bench.LambdaContender;
import io.bytelane.bench.Outputs;
import java.util.function.IntConsumer;

/// The fp32 twins of the pools. Their rate counts the bytes of the int8 form, so that rows compare
/// by time.
public final class JavaFloatPool implements Candidate<PoolShape> {
  /// Creates the candidate.
  public JavaFloatPool() {}

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
    return "f32";
  }

  @Override
  public Contender prepare(PoolShape shape) {
    PoolOperands operands = new PoolOperands(shape);
    float[][] inputs = new float[Contender.SLOTS][];
    for (int slot = 0; slot < inputs.length; slot++) {
      inputs[slot] = Outputs.toFloat(operands.input(slot));
    }
    float[] output = new float[shape.outputSize()];
    return switch (shape.kind()) {
      case MAX -> {
        FloatMaxPool2d pool = FloatMaxPool2d.of(shape.geometry());
        Workspace workspace = Workspace.forOperators(pool);
        yield contender(
            operands, output, slot -> pool.run(inputs[slot], 0, output, 0, 1, workspace));
      }
      case AVG -> {
        FloatAveragePool2d pool = FloatAveragePool2d.of(shape.geometry(), false);
        Workspace workspace = Workspace.forOperators(pool);
        yield contender(
            operands, output, slot -> pool.run(inputs[slot], 0, output, 0, 1, workspace));
      }
    };
  }

  private static Contender contender(PoolOperands operands, float[] output, IntConsumer run) {
    return new LambdaContender(
        slot -> {
          run.accept(slot);
          return output;
        },
        () ->
            operands.checkFloats(
                slot -> {
                  run.accept(slot);
                  return output;
                }));
  }
}
