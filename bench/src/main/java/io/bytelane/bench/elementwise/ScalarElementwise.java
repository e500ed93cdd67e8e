package io.bytelane.bench.elementwise;

import io.bytelane.bench.Candidate;
import io.bytelane.bench.Contender;
import io.bytelane.bench.LambdaContender;
import java.util.function.IntFunction;

/// The oracle itself: what C2 makes of the textbook loop. Where the oracle returns its output,
/// that is
/// allocated.
public final class ScalarElementwise implements Candidate<ElementwiseShape> {
  /// Creates the candidate.
  public ScalarElementwise() {}

  @Override
  public String name() {
    return "scalar_loop";
  }

  @Override
  public Kind kind() {
    return Kind.INT8;
  }

  @Override
  public String output() {
    return "as named";
  }

  @Override
  public Contender prepare(ElementwiseShape shape) {
    ElementwiseOperands operands = new ElementwiseOperands(shape.length());
    return switch (shape.operator()) {
      case QUANTIZE ->
          new LambdaContender(
              operands::quantized,
              () -> operands.checkBytes(operands::quantized, operands::quantized),
              true);
      case DEQUANTIZE -> {
        float[] output = new float[shape.length()];
        IntFunction<float[]> run = slot -> operands.dequantized(slot, output);
        yield new LambdaContender(run::apply, () -> operands.checkDequantized(run));
      }
      case ADD -> {
        byte[] output = new byte[shape.length()];
        yield bytes(operands, slot -> operands.sums(slot, output));
      }
      case LOOKUP -> {
        int[] table = ElementwiseOperands.logisticTable();
        byte[] output = new byte[shape.length()];
        yield bytes(operands, slot -> operands.looked(slot, table, output));
      }
    };
  }

  private static Contender bytes(ElementwiseOperands operands, IntFunction<byte[]> run) {
    return new LambdaContender(run::apply, () -> operands.checkBytes(run, run));
  }
}
