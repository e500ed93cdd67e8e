package io.bytelane.bench.elementwise;

import io.bytelane.bench.Check;
import io.bytelane.bench.Contender;
import io.bytelane.bench.Operands;
import io.bytelane.bench.Outputs;
import io.bytelane.reference.ReferenceQuantizer;
import java.util.function.IntFunction;

/// Inputs of the elementwise operators, and the oracle for them.
final class ElementwiseOperands {
  /// Scale and zero point of the int8 side; not a power of two, so that division and
  /// multiplication by
  /// the reciprocal differ.
  static final float SCALE = 0.037f;

  static final int ZERO_POINT = -11;

  /// Steps of the float inputs: fine enough for ties and wide enough for saturation.
  private static final float STEP = SCALE / 2;

  private final int length;
  private final byte[][] bytes = new byte[Contender.SLOTS][];
  private final float[][] floats = new float[Contender.SLOTS][];

  ElementwiseOperands(int length) {
    this.length = length;
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

  float[] floats(int slot) {
    return floats[slot];
  }

  /// Returns the oracle's quantization of [#floats(int)].
  byte[] quantized(int slot) {
    return ReferenceQuantizer.divide(floats[slot], 0, length, SCALE, ZERO_POINT, -128, 127);
  }

  /// Writes the oracle's dequantization of [#bytes(int)].
  float[] dequantized(int slot, float[] output) {
    byte[] q = bytes[slot];
    for (int i = 0; i < length; i++) {
      output[i] = ReferenceQuantizer.dequantize(q[i], SCALE, ZERO_POINT);
    }
    return output;
  }

  Check checkQuantized(IntFunction<byte[]> outputs) {
    Check total = Check.EMPTY;
    for (int slot = 0; slot < Contender.SLOTS; slot++) {
      total = total.plus(Outputs.compare(quantized(slot), 0, outputs.apply(slot), 0, length));
    }
    return total;
  }

  /// Compares bit for bit: dequantization is exact.
  Check checkDequantized(IntFunction<float[]> outputs) {
    Check total = Check.EMPTY;
    for (int slot = 0; slot < Contender.SLOTS; slot++) {
      int[] expected = bits(dequantized(slot, new float[length]));
      total = total.plus(Outputs.compare(expected, 0, bits(outputs.apply(slot)), 0, length));
    }
    return total;
  }

  private static int[] bits(float[] values) {
    int[] bits = new int[values.length];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = Float.floatToRawIntBits(values[i]);
    }
    return bits;
  }
}
