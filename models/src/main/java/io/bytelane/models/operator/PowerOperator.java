package io.bytelane.models.operator;

import io.bytelane.models.graph.DataType;
import io.bytelane.models.graph.Tensor;
import java.util.List;

/// Pow: base and exponent may differ in type, the result has the type of the base.
final class PowerOperator {
  private PowerOperator() {}

  static List<Tensor> pow(Invocation call) {
    Tensor base = call.required(0);
    Tensor exponent = ArithmeticOperators.aligned(call);
    DataType type = base.type();
    if (!type.isFloat() && type != DataType.S32 && type != DataType.S64) {
      throw call.unsupportedType(type);
    }
    if (!exponent.type().isFloat() && !exponent.type().isInteger()) {
      throw call.unsupportedType(exponent.type());
    }
    Broadcast broadcast = Broadcast.of(call, base, exponent);
    int stepA = broadcast.rowStride(0);
    int stepB = broadcast.rowStride(1);
    TensorSink sink = new TensorSink(call, type, broadcast.shape());
    boolean whole = !type.isFloat() && exponent.type().isInteger();
    broadcast.forEachRow(
        (row, length, start) -> {
          for (int i = 0; i < length; i++) {
            int p = start[0] + i * stepA;
            int q = start[1] + i * stepB;
            if (type.isFloat()) {
              sink.setDouble(row + i, Math.pow(base.doubleAt(p), exponent.doubleAt(q)));
            } else if (whole && exponent.longAt(q) >= 0) {
              sink.setLong(row + i, power(base.longAt(p), exponent.longAt(q)));
            } else {
              sink.setLong(row + i, (long) Math.pow(base.doubleAt(p), exponent.doubleAt(q)));
            }
          }
        });
    return List.of(sink.tensor());
  }

  /// The power modulo 2^64.
  private static long power(long base, long exponent) {
    long result = 1;
    long square = base;
    for (long rest = exponent; rest != 0; rest >>>= 1) {
      if ((rest & 1) != 0) {
        result *= square;
      }
      square *= square;
    }
    return result;
  }
}
