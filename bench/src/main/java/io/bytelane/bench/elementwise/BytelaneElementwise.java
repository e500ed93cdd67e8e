package io.bytelane.bench.elementwise;

import io.bytelane.Add;
import io.bytelane.Dequantize;
import io.bytelane.LookupTable;
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
      case ADD -> add(operands, shape.length());
      case LOOKUP -> lookup(operands, shape.length());
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
    return new LambdaContender(run::apply, () -> operands.checkBytes(operands::quantized, run));
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

  private static Contender add(ElementwiseOperands operands, int length) {
    Add operator =
        Add.of(
            PARAMS,
            s8(ElementwiseOperands.OTHER_SCALE, ElementwiseOperands.OTHER_ZERO_POINT),
            s8(ElementwiseOperands.SUM_SCALE, ElementwiseOperands.SUM_ZERO_POINT));
    byte[] output = new byte[length];
    IntFunction<byte[]> run =
        slot -> {
          operator.run(operands.bytes(slot), 0, operands.others(slot), 0, output, 0, length);
          return output;
        };
    return new LambdaContender(
        run::apply, () -> operands.checkBytes(slot -> operands.sums(slot, new byte[length]), run));
  }

  private static Contender lookup(ElementwiseOperands operands, int length) {
    LookupTable operator =
        LookupTable.of(
            PARAMS,
            s8(ElementwiseOperands.LOGISTIC_SCALE, ElementwiseOperands.LOGISTIC_ZERO_POINT),
            ElementwiseOperands::logistic);
    byte[] output = new byte[length];
    IntFunction<byte[]> run =
        slot -> {
          operator.run(operands.bytes(slot), 0, output, 0, length);
          return output;
        };
    int[] table = ElementwiseOperands.logisticTable();
    return new LambdaContender(
        run::apply,
        () -> operands.checkBytes(slot -> operands.looked(slot, table, new byte[length]), run));
  }

  private static QuantParams s8(float scale, int zeroPoint) {
    return new QuantParams(scale, zeroPoint, QuantizedType.S8);
  }
}
