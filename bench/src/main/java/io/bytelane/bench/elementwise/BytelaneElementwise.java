package io.bytelane.bench.elementwise;

import io.bytelane.Dequantize;
import io.bytelane.Quantize;
import io.bytelane.bench.Candidate;
import io.bytelane.bench.Contender;
import io.bytelane.bench.LambdaContender;
import io.bytelane.quant.QuantParams;
import io.bytelane.quant.QuantizedType;
import java.util.function.IntFunction;

/// Bytelane's elementwise operators.
public final class BytelaneElementwise implements Candidate<ElementwiseShape> {
  private static final QuantParams PARAMS =
      new QuantParams(ElementwiseOperands.SCALE, ElementwiseOperands.ZERO_POINT, QuantizedType.S8);

  /// Creates the candidate.
  public BytelaneElementwise() {}

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
    return "as named";
  }

  @Override
  public Contender prepare(ElementwiseShape shape) {
    ElementwiseOperands operands = new ElementwiseOperands(shape.length());
    return switch (shape.operator()) {
      case QUANTIZE -> quantize(operands, shape.length());
      case DEQUANTIZE -> dequantize(operands, shape.length());
    };
  }

  private static Contender quantize(ElementwiseOperands operands, int length) {
    Quantize operator = Quantize.of(PARAMS);
    byte[] output = new byte[length];
    IntFunction<byte[]> run =
        slot -> {
          operator.run(operands.floats(slot), 0, output, 0, length);
          return output;
        };
    return new LambdaContender(run::apply, () -> operands.checkQuantized(run));
  }

  private static Contender dequantize(ElementwiseOperands operands, int length) {
    Dequantize operator = Dequantize.of(PARAMS);
    float[] output = new float[length];
    IntFunction<float[]> run =
        slot -> {
          operator.run(operands.bytes(slot), 0, output, 0, length);
          return output;
        };
    return new LambdaContender(run::apply, () -> operands.checkDequantized(run));
  }
}
