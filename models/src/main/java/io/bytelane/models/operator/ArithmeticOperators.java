package io.bytelane.models.operator;

import io.bytelane.models.graph.DataType;
import io.bytelane.models.graph.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.function.LongBinaryOperator;

/// Operators of two or more equally typed tensors that keep the type, with broadcasting. Integers
/// are computed modulo 2^bits.
final class ArithmeticOperators {
  /// The float form of an operator.
  @FunctionalInterface
  interface FloatBinaryOperator {
    /// Computes one element, rounded once.
    ///
    /// @param a element of the first tensor
    /// @param b element of the second tensor
    /// @return the result
    float apply(float a, float b);
  }

  /// One operator in the arithmetic of every type.
  ///
  /// @param single float32
  /// @param real other float types
  /// @param signed integers, those of U64 excepted
  /// @param unsigned U64
  record Arithmetic(
      FloatBinaryOperator single,
      DoubleBinaryOperator real,
      LongBinaryOperator signed,
      LongBinaryOperator unsigned) {}

  static final Arithmetic ADD =
      new Arithmetic((a, b) -> a + b, (a, b) -> a + b, (a, b) -> a + b, (a, b) -> a + b);
  static final Arithmetic SUB =
      new Arithmetic((a, b) -> a - b, (a, b) -> a - b, (a, b) -> a - b, (a, b) -> a - b);
  static final Arithmetic MUL =
      new Arithmetic((a, b) -> a * b, (a, b) -> a * b, (a, b) -> a * b, (a, b) -> a * b);
  static final Arithmetic DIV =
      new Arithmetic((a, b) -> a / b, (a, b) -> a / b, (a, b) -> a / b, Long::divideUnsigned);
  static final Arithmetic MIN =
      new Arithmetic(
          Math::min, Math::min, Math::min, (a, b) -> Long.compareUnsigned(a, b) <= 0 ? a : b);
  static final Arithmetic MAX =
      new Arithmetic(
          Math::max, Math::max, Math::max, (a, b) -> Long.compareUnsigned(a, b) >= 0 ? a : b);
  private static final Arithmetic FLOOR_MOD =
      new Arithmetic(
          (a, b) -> (float) floorMod(a, b),
          ArithmeticOperators::floorMod,
          Math::floorMod,
          Long::remainderUnsigned);
  private static final Arithmetic FMOD =
      new Arithmetic((a, b) -> a % b, (a, b) -> a % b, (a, b) -> a % b, Long::remainderUnsigned);

  private ArithmeticOperators() {}

  /// Two inputs.
  static Operator binary(Arithmetic arithmetic) {
    return call -> List.of(apply(call, arithmetic, call.required(0), aligned(call)));
  }

  /// Any number of inputs, folded from the left.
  static Operator variadic(Arithmetic arithmetic) {
    return call -> List.of(fold(call, arithmetic));
  }

  static List<Tensor> mod(Invocation call) {
    Arithmetic arithmetic = call.flag("fmod", false) ? FMOD : FLOOR_MOD;
    return List.of(apply(call, arithmetic, call.required(0), call.required(1)));
  }

  static List<Tensor> mean(Invocation call) {
    Tensor sum = fold(call, ADD);
    if (!sum.type().isFloat()) {
      throw call.unsupportedType(sum.type());
    }
    TensorSink sink = new TensorSink(call, sum.type(), sum.shape());
    for (int i = 0; i < sum.size(); i++) {
      sink.setDouble(i, sum.doubleAt(i) / call.inputCount());
    }
    return List.of(sink.tensor());
  }

  private static Tensor fold(Invocation call, Arithmetic arithmetic) {
    Tensor result = call.required(0);
    for (int i = 1; i < call.inputCount(); i++) {
      result = apply(call, arithmetic, result, call.required(i));
    }
    return result;
  }

  /// The second input. Before opset 7 it was aligned at an axis instead of at the end.
  static Tensor aligned(Invocation call) {
    Tensor second = call.required(1);
    Tensor first = call.required(0);
    if (call.opset() >= 7 || !call.node().hasAttribute("axis") || !call.flag("broadcast", false)) {
      return second;
    }
    int axis = call.axis(call.node().intAttribute("axis", 0), first.rank());
    if (axis + second.rank() > first.rank()) {
      throw call.invalid("axis", axis, "room for the second input's dimensions");
    }
    int[] shape = Arrays.copyOf(second.shape(), first.rank() - axis);
    Arrays.fill(shape, second.rank(), shape.length, 1);
    return second.reshaped(shape);
  }

  static Tensor apply(Invocation call, Arithmetic arithmetic, Tensor a, Tensor b) {
    DataType type = a.type();
    if (b.type() != type) {
      throw call.invalid("input types", type + " and " + b.type(), "equal");
    }
    Broadcast broadcast = Broadcast.of(call, a, b);
    int stepA = broadcast.rowStride(0);
    int stepB = broadcast.rowStride(1);
    if (type == DataType.FLOAT) {
      float[] x = a.floats();
      float[] y = b.floats();
      float[] out = new float[call.count(type, broadcast.shape())];
      FloatBinaryOperator single = arithmetic.single();
      broadcast.forEachRow(
          (row, length, base) -> {
            for (int i = 0; i < length; i++) {
              out[row + i] = single.apply(x[base[0] + i * stepA], y[base[1] + i * stepB]);
            }
          });
      return Tensor.of(broadcast.shape(), out);
    }
    if (!type.isFloat() && !type.isInteger()) {
      throw call.unsupportedType(type);
    }
    TensorSink sink = new TensorSink(call, type, broadcast.shape());
    LongBinaryOperator whole = type == DataType.U64 ? arithmetic.unsigned() : arithmetic.signed();
    try {
      broadcast.forEachRow(
          (row, length, base) -> {
            for (int i = 0; i < length; i++) {
              int p = base[0] + i * stepA;
              int q = base[1] + i * stepB;
              if (type.isFloat()) {
                sink.setDouble(
                    row + i, arithmetic.real().applyAsDouble(a.doubleAt(p), b.doubleAt(q)));
              } else {
                sink.setLong(row + i, whole.applyAsLong(a.longAt(p), b.longAt(q)));
              }
            }
          });
    } catch (ArithmeticException e) {
      throw call.invalid("divisor", 0, "not 0 for integers");
    }
    return sink.tensor();
  }

  private static double floorMod(double a, double b) {
    double remainder = a % b;
    return remainder != 0 && (remainder < 0) != (b < 0) ? remainder + b : remainder;
  }
}
