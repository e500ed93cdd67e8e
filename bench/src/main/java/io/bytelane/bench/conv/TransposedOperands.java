package io.bytelane.bench.conv;

import io.bytelane.bench.Check;
import io.bytelane.bench.Contender;
import io.bytelane.bench.Operands;
import io.bytelane.bench.Outputs;
import io.bytelane.reference.ReferenceRequantize;
import io.bytelane.reference.ReferenceTensor;
import io.bytelane.reference.ReferenceTransposedConv2d;
import java.util.function.IntFunction;

/// The operands of one transposed convolution, and the oracle for them: input NHWC s8 with zero
/// point 0, weights OHWI s8 with one scale per output channel.
final class TransposedOperands {
  private final TransposedShape shape;
  private final byte[][] inputs = new byte[Contender.SLOTS][];
  private final byte[] weights;

  TransposedOperands(TransposedShape shape) {
    this.shape = shape;
    ConvShape form = shape.form();
    for (int slot = 0; slot < Contender.SLOTS; slot++) {
      inputs[slot] =
          Operands.activations(
              form.height() * form.width(), form.inputChannels(), Operands.Range.FULL, slot);
    }
    weights = Operands.weights(form.outputChannels(), form.depth());
  }

  /// Returns the input of operand set `slot`, NHWC, signed.
  byte[] input(int slot) {
    return inputs[slot];
  }

  /// Returns the weights, OHWI, signed.
  byte[] weights() {
    return weights;
  }

  /// Returns the multipliers from sums to 8-bit outputs, one per output channel.
  float[] multipliers() {
    return Operands.channelMultipliers(shape.form().outputChannels(), shape.form().depth());
  }

  /// Compares s8 outputs with zero point 0. `outputs` runs an operand set and returns NHWC.
  Check checkBytes(IntFunction<byte[]> outputs) {
    Check total = Check.EMPTY;
    for (int slot = 0; slot < Contender.SLOTS; slot++) {
      byte[] expected =
          ReferenceRequantize.float32(
              sums(slot), shape.form().outputChannels(), multipliers(), 0, -128, 127);
      total = total.plus(Outputs.compare(expected, 0, outputs.apply(slot), 0, expected.length));
    }
    return total;
  }

  /// Compares float outputs of the same integer operands.
  Check checkFloats(IntFunction<float[]> outputs) {
    Check total = Check.EMPTY;
    for (int slot = 0; slot < Contender.SLOTS; slot++) {
      float[] expected = Outputs.toFloat(sums(slot));
      total = total.plus(Outputs.compare(expected, 0, outputs.apply(slot), 0, expected.length));
    }
    return total;
  }

  private int[] sums(int slot) {
    ConvShape form = shape.form();
    return ReferenceTransposedConv2d.accumulators(
        shape.window(),
        1,
        form.inputChannels(),
        form.outputChannels(),
        form.groups(),
        ReferenceTensor.s8(inputs[slot], 0),
        ReferenceTensor.s8(weights, 0),
        null);
  }
}
