package io.bytelane.bench.conv;

import io.bytelane.bench.Check;
import io.bytelane.bench.Contender;
import io.bytelane.bench.Operands;
import io.bytelane.bench.Outputs;
import io.bytelane.reference.ReferenceConv2d;
import io.bytelane.reference.ReferenceRequantize;
import io.bytelane.reference.ReferenceTensor;
import java.util.function.IntFunction;

/// The operands of one convolution, and the oracle for them: input NHWC s8 with zero point 0,
/// weights OHWI s8 with one scale per output channel. A contender that takes u8 gets value + 128
/// with zero point 128, which is the same convolution.
public final class ConvOperands {
  /// Beyond this the oracle takes seconds, and only the random and the corner operands are checked.
  private static final double MANY_MACS = 3e7;

  /// The last shape's operands: the contenders of a shape are checked one after the other, and the
  /// oracle is slower than all of them together.
  private static ConvOperands last;

  private final ConvShape shape;
  private final byte[][] inputs = new byte[Contender.SLOTS][];
  private final byte[] weights;
  private final int[][] expected = new int[Contender.SLOTS][];

  private ConvOperands(ConvShape shape) {
    this.shape = shape;
    for (int slot = 0; slot < Contender.SLOTS; slot++) {
      inputs[slot] =
          Operands.activations(
              shape.height() * shape.width(), shape.inputChannels(), Operands.Range.FULL, slot);
    }
    this.weights = Operands.weights(shape.outputChannels(), shape.depth());
  }

  /// Returns the operands of `shape`.
  public static synchronized ConvOperands of(ConvShape shape) {
    if (last == null || !last.shape.equals(shape)) {
      last = new ConvOperands(shape);
    }
    return last;
  }

  /// Returns the shape.
  public ConvShape shape() {
    return shape;
  }

  /// Returns the input of operand set `slot`, NHWC, signed.
  public byte[] input(int slot) {
    return inputs[slot];
  }

  /// Returns the weights, OHWI, signed.
  public byte[] weights() {
    return weights;
  }

  /// Returns the multipliers from sums to 8-bit outputs, one per output channel.
  public float[] multipliers() {
    return Operands.channelMultipliers(shape.outputChannels(), shape.depth());
  }

  /// Compares s8 outputs with zero point 0. `outputs` runs an operand set and returns NHWC.
  public Check checkBytes(IntFunction<byte[]> outputs) {
    Check total = Check.EMPTY;
    for (int slot = 0; slot < slots(); slot++) {
      byte[] bytes =
          ReferenceRequantize.float32(
              expected(slot), shape.outputChannels(), multipliers(), 0, -128, 127);
      total = total.plus(Outputs.compare(bytes, 0, outputs.apply(slot), 0, bytes.length));
    }
    return total;
  }

  /// Compares float outputs of the same integer operands. `outputs` runs an operand set and returns
  /// NHWC.
  public Check checkFloats(IntFunction<float[]> outputs) {
    Check total = Check.EMPTY;
    for (int slot = 0; slot < slots(); slot++) {
      float[] sums = Outputs.toFloat(expected(slot));
      total = total.plus(Outputs.compare(sums, 0, outputs.apply(slot), 0, sums.length));
    }
    return total;
  }

  private int slots() {
    return shape.macs() > MANY_MACS ? 2 : Contender.SLOTS;
  }

  private int[] expected(int slot) {
    if (expected[slot] == null) {
      expected[slot] =
          ReferenceConv2d.accumulators(
              shape.window(),
              1,
              shape.inputChannels(),
              shape.outputChannels(),
              shape.groups(),
              ReferenceTensor.s8(inputs[slot], 0),
              ReferenceTensor.s8(weights, 0),
              null);
    }
    return expected[slot];
  }
}
