package io.bytelane.bench.pool;

import io.bytelane.bench.Check;
import io.bytelane.bench.Contender;
import io.bytelane.bench.Operands;
import io.bytelane.bench.Outputs;
import io.bytelane.reference.ReferenceAveragePool;
import io.bytelane.reference.ReferenceFloatPool;
import io.bytelane.reference.ReferencePool;
import io.bytelane.reference.ReferenceTensor;
import java.util.function.IntFunction;

/// The images of one pooling, NHWC s8 with zero point 0, and the oracle for them.
final class PoolOperands {
  private final PoolShape shape;
  private final byte[][] inputs = new byte[Contender.SLOTS][];

  PoolOperands(PoolShape shape) {
    this.shape = shape;
    for (int slot = 0; slot < Contender.SLOTS; slot++) {
      inputs[slot] =
          Operands.activations(
              shape.height() * shape.width(), shape.channels(), Operands.Range.FULL, slot);
    }
  }

  byte[] input(int slot) {
    return inputs[slot];
  }

  /// Returns the oracle's s8 output.
  byte[] expected(int slot) {
    return switch (shape.kind()) {
      case MAX -> ReferencePool.max(shape.window(), 1, shape.channels(), inputs[slot], false);
      case AVG ->
          ReferenceAveragePool.sameParams(
              shape.window(), 1, shape.channels(), ReferenceTensor.s8(inputs[slot], 0), 0, false);
    };
  }

  /// Returns the oracle's float output of the same integers.
  float[] expectedFloats(int slot) {
    float[] input = Outputs.toFloat(inputs[slot]);
    return switch (shape.kind()) {
      case MAX -> ReferenceFloatPool.max(shape.window(), 1, shape.channels(), input);
      case AVG -> ReferenceFloatPool.average(shape.window(), 1, shape.channels(), input, false);
    };
  }

  Check checkBytes(IntFunction<byte[]> outputs) {
    Check total = Check.EMPTY;
    for (int slot = 0; slot < Contender.SLOTS; slot++) {
      total =
          total.plus(
              Outputs.compare(expected(slot), 0, outputs.apply(slot), 0, shape.outputSize()));
    }
    return total;
  }

  Check checkFloats(IntFunction<float[]> outputs) {
    Check total = Check.EMPTY;
    for (int slot = 0; slot < Contender.SLOTS; slot++) {
      total =
          total.plus(
              Outputs.compare(expectedFloats(slot), 0, outputs.apply(slot), 0, shape.outputSize()));
    }
    return total;
  }
}
