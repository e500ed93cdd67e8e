package io.bytelane.bench.elementwise;

import io.bytelane.bench.Contender;
import io.bytelane.bench.Operands;
import io.bytelane.quant.QuantParams;
import io.bytelane.quant.QuantizedType;
import io.bytelane.reference.ReferenceQuantParams;

/// Inputs of the elementwise operators.
final class ElementwiseOperands {
  /// Parameters as Bytelane and as the oracle take them. No scale is a power of two, so that
  /// division and multiplication by the reciprocal differ.
  record Params(float scale, int zeroPoint) {
    QuantParams kernel() {
      return new QuantParams(scale, zeroPoint, QuantizedType.S8);
    }

    ReferenceQuantParams oracle() {
      return new ReferenceQuantParams(scale, zeroPoint);
    }
  }

  /// The first operand.
  static final Params FIRST = new Params(0.037f, -11);

  /// The second operand.
  static final Params SECOND = new Params(0.051f, 5);

  /// The output of sums and of what is requantized: saturates now and then.
  static final Params SUM = new Params(0.07f, 3);

  /// The output of products.
  static final Params PRODUCT = new Params(0.13f, -4);

  /// The output of functions with values in 0..1: 0 to 255 / 256.
  static final Params UNIT = new Params(1 / 256f, -128);

  /// Steps of the float inputs: fine enough for ties and wide enough for saturation.
  private static final float STEP = FIRST.scale() / 2;

  private final byte[][] bytes = new byte[Contender.SLOTS][];
  private final float[][] floats = new float[Contender.SLOTS][];

  ElementwiseOperands(int length) {
    for (int slot = 0; slot < Contender.SLOTS; slot++) {
      bytes[slot] = Operands.activations(1, length, Operands.Range.FULL, slot);
      floats[slot] = new float[length];
      for (int i = 0; i < length; i++) {
        floats[slot][i] = STEP * (bytes[slot][i] * 3 + i % 5);
      }
    }
  }

  byte[] bytes(int slot) {
    return bytes[slot];
  }

  /// Returns the second operand that goes with [#bytes(int)].
  byte[] others(int slot) {
    return bytes[(slot + 2) % Contender.SLOTS];
  }

  float[] floats(int slot) {
    return floats[slot];
  }

  /// Returns the second operand that goes with [#floats(int)].
  float[] otherFloats(int slot) {
    return floats[(slot + 2) % Contender.SLOTS];
  }
}
