package io.bytelane.models.operator;

import io.bytelane.models.graph.DataType;
import io.bytelane.models.graph.Tensor;
import java.util.List;
import java.util.function.IntBinaryOperator;
import java.util.function.IntPredicate;

/// Comparisons, logic and selection.
final class LogicOperators {
  private LogicOperators() {}

  /// A comparison that holds for some signs of `a - b`.
  ///
  /// @param accepts whether a comparison result of -1, 0 or 1 makes the answer true
  static Operator comparison(IntPredicate accepts) {
    return call -> {
      Tensor a = call.required(0);
      Tensor b = ArithmeticOperators.aligned(call);
      DataType type = a.type();
      if (b.type() != type) {
        throw call.invalid("input types", type + " and " + b.type(), "equal");
      }
      return List.of(
          zip(
              call,
              a,
              b,
              (p, q) -> {
                if (!type.isFloat()) {
                  long x = a.longAt(p);
                  long y = b.longAt(q);
                  int sign = type == DataType.U64 ? Long.compareUnsigned(x, y) : Long.compare(x, y);
                  return accepts.test(Integer.signum(sign)) ? 1 : 0;
                }
                double x = a.doubleAt(p);
                double y = b.doubleAt(q);
                boolean ordered = x <= y || x >= y; // false where one is NaN
                return ordered && accepts.test(x < y ? -1 : x > y ? 1 : 0) ? 1 : 0;
              }));
    };
  }

  /// Logic of two bool tensors.
  static Operator logic(IntBinaryOperator rule) {
    return call -> {
      Tensor a = call.typed(0, DataType.BOOL);
      call.typed(1, DataType.BOOL);
      Tensor b = ArithmeticOperators.aligned(call);
      byte[] x = a.bytes();
      byte[] y = b.bytes();
      return List.of(zip(call, a, b, (p, q) -> rule.applyAsInt(x[p], y[q])));
    };
  }

  static List<Tensor> not(Invocation call) {
    byte[] data = call.typed(0, DataType.BOOL).bytes().clone();
    for (int i = 0; i < data.length; i++) {
      data[i] ^= 1;
    }
    return List.of(Tensor.of(DataType.BOOL, call.required(0).shape(), data));
  }

  static List<Tensor> where(Invocation call) {
    Tensor condition = call.typed(0, DataType.BOOL);
    Tensor x = call.required(1);
    Tensor y = call.required(2);
    if (x.type() != y.type()) {
      throw call.invalid("input types", x.type() + " and " + y.type(), "equal");
    }
    Broadcast broadcast = Broadcast.of(call, condition, x, y);
    int[] step = {broadcast.rowStride(0), broadcast.rowStride(1), broadcast.rowStride(2)};
    byte[] choice = condition.bytes();
    TensorSink sink = new TensorSink(call, x.type(), broadcast.shape());
    boolean real = x.type().isFloat();
    broadcast.forEachRow(
        (row, length, base) -> {
          for (int i = 0; i < length; i++) {
            boolean first = choice[base[0] + i * step[0]] != 0;
            Tensor from = first ? x : y;
            int index = first ? base[1] + i * step[1] : base[2] + i * step[2];
            if (real) {
              sink.setDouble(row + i, from.doubleAt(index));
            } else {
              sink.setLong(row + i, from.longAt(index));
            }
          }
        });
    return List.of(sink.tensor());
  }

  private static Tensor zip(Invocation call, Tensor a, Tensor b, IntBinaryOperator answer) {
    Broadcast broadcast = Broadcast.of(call, a, b);
    int stepA = broadcast.rowStride(0);
    int stepB = broadcast.rowStride(1);
    byte[] out = new byte[call.count(DataType.BOOL, broadcast.shape())];
    broadcast.forEachRow(
        (row, length, base) -> {
          for (int i = 0; i < length; i++) {
            out[row + i] = (byte) answer.applyAsInt(base[0] + i * stepA, base[1] + i * stepB);
          }
        });
    return Tensor.of(DataType.BOOL, broadcast.shape(), out);
  }
}
