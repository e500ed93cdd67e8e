package io.bytelane.bench.elementwise;

import static io.bytelane.bench.elementwise.ElementwiseOperands.FIRST;
import static io.bytelane.bench.elementwise.ElementwiseOperands.PRODUCT;
import static io.bytelane.bench.elementwise.ElementwiseOperands.SECOND;
import static io.bytelane.bench.elementwise.ElementwiseOperands.SUM;
import static io.bytelane.bench.elementwise.ElementwiseOperands.UNIT;

import io.bytelane.Add;
import io.bytelane.Dequantize;
import io.bytelane.ElementwiseOperator;
import io.bytelane.FixedPointSum;
import io.bytelane.LookupTable;
import io.bytelane.Max;
import io.bytelane.Min;
import io.bytelane.Mul;
import io.bytelane.Quantize;
import io.bytelane.Softmax;
import io.bytelane.Sub;
import io.bytelane.quant.ClampRange;
import io.bytelane.quant.Multipliers;
import io.bytelane.quant.QuantParams;
import io.bytelane.quant.RequantScheme;
import io.bytelane.reference.ReferenceElementwise;
import io.bytelane.reference.ReferenceLookup;
import io.bytelane.reference.ReferenceMultiplier;
import io.bytelane.reference.ReferenceQuantParams;
import io.bytelane.reference.ReferenceQuantizer;
import io.bytelane.reference.ReferenceSoftmax;
import io.bytelane.reference.ReferenceTensor;
import io.bytelane.reference.ReferenceTfliteElementwise;
import java.util.function.IntBinaryOperator;

/// Operators on levels, element by element or row by row.
final class LevelWorks {
  private static final QuantParams A = FIRST.kernel();
  private static final QuantParams B = SECOND.kernel();
  private static final QuantParams C = SUM.kernel();
  private static final ReferenceQuantParams RA = FIRST.oracle();
  private static final ReferenceQuantParams RB = SECOND.oracle();
  private static final ReferenceQuantParams RC = SUM.oracle();
  private static final ClampRange ALL = new ClampRange(-128, 127);

  private final ElementwiseShape shape;
  private final ElementwiseOperands operands;
  private final int length;

  LevelWorks(ElementwiseShape shape, ElementwiseOperands operands) {
    this.shape = shape;
    this.operands = operands;
    length = shape.length();
  }

  Work<?> work() {
    return switch (shape.operator()) {
      case QUANTIZE -> quantize();
      case DEQUANTIZE -> dequantize();
      case REQUANTIZE -> requantize();
      case LOOKUP -> lookup();
      case SOFTMAX -> softmax();
      case ADD ->
          pairs(Add.of(A, B, C), (a, b) -> ReferenceElementwise.add(a, RA, b, RB, RC, -128, 127));
      case SUB ->
          pairs(Sub.of(A, B, C), (a, b) -> ReferenceElementwise.sub(a, RA, b, RB, RC, -128, 127));
      case MUL -> {
        ReferenceQuantParams out = PRODUCT.oracle();
        yield pairs(
            Mul.of(A, B, PRODUCT.kernel()),
            (a, b) -> ReferenceElementwise.mul(a, RA, b, RB, out, -128, 127));
      }
      case MIN -> pairs(Min.of(A, B, C), (a, b) -> Math.min(rescale(a, RA), rescale(b, RB)));
      case MAX -> pairs(Max.of(A), Math::max);
      case ADD_FIXED -> addFixed();
      case MUL_FIXED -> mulFixed();
      default -> throw new IllegalArgumentException(shape.id());
    };
  }

  private static int rescale(int level, ReferenceQuantParams params) {
    return ReferenceElementwise.rescale(level, params, RC, -128, 127);
  }

  private Work<byte[]> pairs(ElementwiseOperator operator, IntBinaryOperator oracle) {
    return Work.levels(
        length,
        (slot, out) ->
            operator.run(operands.bytes(slot), 0, operands.others(slot), 0, out, 0, length),
        (slot, out) -> {
          byte[] a = operands.bytes(slot);
          byte[] b = operands.others(slot);
          for (int i = 0; i < length; i++) {
            out[i] = (byte) oracle.applyAsInt(a[i], b[i]);
          }
        });
  }

  private Work<byte[]> addFixed() {
    float a = FIRST.scale();
    float b = SECOND.scale();
    float c = SUM.scale();
    int shift = FixedPointSum.TFLITE_LEFT_SHIFT;
    ReferenceMultiplier[] m = ReferenceTfliteElementwise.addMultipliers(a, b, c, shift);
    return pairs(
        Add.fixedDouble(A, B, C, ALL, FixedPointSum.ofScales(a, b, c)),
        (x, y) ->
            ReferenceTfliteElementwise.add(
                x,
                FIRST.zeroPoint(),
                m[0],
                y,
                SECOND.zeroPoint(),
                m[1],
                shift,
                m[2],
                SUM.zeroPoint(),
                -128,
                127));
  }

  private Work<byte[]> mulFixed() {
    float a = FIRST.scale();
    float b = SECOND.scale();
    float c = PRODUCT.scale();
    ReferenceMultiplier m = ReferenceTfliteElementwise.mulMultiplier(a, b, c);
    return pairs(
        Mul.fixedDouble(
            A,
            B,
            PRODUCT.kernel(),
            ALL,
            Multipliers.fixedPoint(RequantScheme.FIXED_DOUBLE, a, b, c)),
        (x, y) ->
            ReferenceTfliteElementwise.mul(
                x, FIRST.zeroPoint(), y, SECOND.zeroPoint(), m, PRODUCT.zeroPoint(), -128, 127));
  }

  private Work<byte[]> quantize() {
    Quantize operator = Quantize.of(A);
    return Work.levels(
            length,
            (slot, out) -> operator.run(operands.floats(slot), 0, out, 0, length),
            (slot, out) ->
                System.arraycopy(
                    ReferenceQuantizer.divide(
                        operands.floats(slot),
                        0,
                        length,
                        FIRST.scale(),
                        FIRST.zeroPoint(),
                        -128,
                        127),
                    0,
                    out,
                    0,
                    length))
        .withAllocatingOracle();
  }

  private Work<float[]> dequantize() {
    Dequantize operator = Dequantize.of(A);
    return Work.exactFloats(
        length,
        (slot, out) -> operator.run(operands.bytes(slot), 0, out, 0, length),
        (slot, out) -> {
          byte[] levels = operands.bytes(slot);
          for (int i = 0; i < length; i++) {
            out[i] = ReferenceQuantizer.dequantize(levels[i], FIRST.scale(), FIRST.zeroPoint());
          }
        });
  }

  private Work<byte[]> requantize() {
    LookupTable operator = LookupTable.requantize(A, C);
    return Work.levels(
        length,
        (slot, out) -> operator.run(operands.bytes(slot), 0, out, 0, length),
        (slot, out) -> {
          byte[] levels = operands.bytes(slot);
          for (int i = 0; i < length; i++) {
            out[i] = (byte) rescale(levels[i], RA);
          }
        });
  }

  private static double logistic(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  private Work<byte[]> lookup() {
    LookupTable operator = LookupTable.of(A, UNIT.kernel(), LevelWorks::logistic);
    int[] table = ReferenceLookup.table(LevelWorks::logistic, RA, false, UNIT.oracle(), -128, 127);
    return Work.levels(
        length,
        (slot, out) -> operator.run(operands.bytes(slot), 0, out, 0, length),
        (slot, out) -> {
          byte[] levels = operands.bytes(slot);
          for (int i = 0; i < length; i++) {
            out[i] = (byte) table[levels[i] + 128];
          }
        });
  }

  private Work<byte[]> softmax() {
    Softmax operator = Softmax.of(A, UNIT.kernel());
    int rows = shape.pixels();
    int row = shape.channels();
    return Work.levels(
            length,
            (slot, out) -> operator.run(operands.bytes(slot), 0, out, 0, rows, row),
            (slot, out) -> {
              ReferenceTensor levels = ReferenceTensor.s8(operands.bytes(slot), 0);
              for (int i = 0; i < rows; i++) {
                int[] values =
                    ReferenceSoftmax.row(
                        levels,
                        i * row,
                        row,
                        FIRST.scale(),
                        UNIT.scale(),
                        UNIT.zeroPoint(),
                        -128,
                        127);
                for (int j = 0; j < row; j++) {
                  out[i * row + j] = (byte) values[j];
                }
              }
            })
        .withAllocatingOracle();
  }
}
