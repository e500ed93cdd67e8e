package io.bytelane.bench.elementwise;

import io.bytelane.bench.Check;
import io.bytelane.bench.Contender;
import io.bytelane.bench.Operands;
import io.bytelane.bench.Outputs;
import io.bytelane.reference.ReferenceElementwise;
import io.bytelane.reference.ReferenceLookup;
import io.bytelane.reference.ReferenceQuantParams;
import io.bytelane.reference.ReferenceQuantizer;
import java.util.function.IntFunction;

/// Inputs of the elementwise operators, and the oracle for them.
final class ElementwiseOperands {
  /// Scale and zero point of the int8 side; not a power of two, so that division and
  /// multiplication by
  /// the reciprocal differ.
  static final float SCALE = 0.037f;

  static final int ZERO_POINT = -11;

  /// The second operand of an addition.
  static final float OTHER_SCALE = 0.051f;

  static final int OTHER_ZERO_POINT = 5;

  /// The output of an addition: saturates now and then.
  static final float SUM_SCALE = 0.07f;

  static final int SUM_ZERO_POINT = 3;

  /// The output of the logistic function: 0 to 255 / 256.
  static final float LOGISTIC_SCALE = 1 / 256f;

  static final int LOGISTIC_ZERO_POINT = -128;

  private static final ReferenceQuantParams PARAMS = new ReferenceQuantParams(SCALE, ZERO_POINT);
  private static final ReferenceQuantParams OTHER =
      new ReferenceQuantParams(OTHER_SCALE, OTHER_ZERO_POINT);
  private static final ReferenceQuantParams SUM =
      new ReferenceQuantParams(SUM_SCALE, SUM_ZERO_POINT);
  private static final ReferenceQuantParams LOGISTIC =
      new ReferenceQuantParams(LOGISTIC_SCALE, LOGISTIC_ZERO_POINT);

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

  /// Returns the second operand that goes with [#bytes(int)].
  byte[] others(int slot) {
    return bytes[(slot + 2) % Contender.SLOTS];
  }

  /// Writes the oracle's sums of [#bytes(int)] and [#others(int)].
  byte[] sums(int slot, byte[] output) {
    byte[] a = bytes(slot);
    byte[] b = others(slot);
    for (int i = 0; i < length; i++) {
      output[i] = (byte) ReferenceElementwise.add(a[i], PARAMS, b[i], OTHER, SUM, -128, 127);
    }
    return output;
  }

  /// Returns the real logistic function.
  static double logistic(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  /// Returns the oracle's table of the logistic function, entry 0 for level -128.
  static int[] logisticTable() {
    return ReferenceLookup.table(ElementwiseOperands::logistic, PARAMS, false, LOGISTIC, -128, 127);
  }

  /// Writes the values of `table` for [#bytes(int)].
  byte[] looked(int slot, int[] table, byte[] output) {
    byte[] q = bytes(slot);
    for (int i = 0; i < length; i++) {
      output[i] = (byte) table[q[i] + 128];
    }
    return output;
  }

  /// Compares s8 outputs with those of the oracle.
  Check checkBytes(IntFunction<byte[]> expected, IntFunction<byte[]> outputs) {
    Check total = Check.EMPTY;
    for (int slot = 0; slot < Contender.SLOTS; slot++) {
      total = total.plus(Outputs.compare(expected.apply(slot), 0, outputs.apply(slot), 0, length));
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
