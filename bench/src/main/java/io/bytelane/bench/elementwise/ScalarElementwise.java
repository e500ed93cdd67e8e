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
              operands::quantized, () -> operands.checkQuantized(operands::quantized));
      case DEQUANTIZE -> {
        float[] output = new float[shape.length()];
        IntFunction<float[]> run = slot -> operands.dequantized(slot, output);
        yield new LambdaContender(run::apply, () -> operands.checkDequantized(run));
      }
    };
  }
}
