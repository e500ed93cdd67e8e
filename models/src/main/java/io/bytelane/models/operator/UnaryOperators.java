package io.bytelane.models.operator;

import io.bytelane.models.graph.DataType;
import io.bytelane.models.graph.Node;
import io.bytelane.models.graph.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoublePredicate;
import java.util.function.DoubleUnaryOperator;
import java.util.function.LongUnaryOperator;

/// Operators that map each element of one tensor, without and with attributes.
final class UnaryOperators {
  private static final double ROOT_HALF = Math.sqrt(0.5);

  /// A map that depends on the attributes of a node.
  @FunctionalInterface
  interface Activation {
    /// Reads the attributes.
    ///
    /// @param node the node
    /// @return the map, computed in double and rounded once
    DoubleUnaryOperator of(Node node);
  }

  private UnaryOperators() {}

  /// Float types only.
  static Operator real(DoubleUnaryOperator map) {
    return call -> List.of(mapReal(call, call.real(0), map));
  }

  /// Float types and integers; integers wrap.
  static Operator numeric(DoubleUnaryOperator real, LongUnaryOperator whole) {
    return call -> {
      Tensor x = call.required(0);
      if (x.type().isFloat()) {
        return List.of(mapReal(call, x, real));
      }
      if (!x.type().isInteger()) {
        throw call.unsupportedType(x.type());
      }
      TensorSink sink = new TensorSink(call, x.type(), x.shape());
      for (int i = 0; i < x.size(); i++) {
        sink.setLong(i, whole.applyAsLong(x.longAt(i)));
      }
      return List.of(sink.tensor());
    };
  }

  /// Float types, with attributes.
  static Operator activation(Activation activation) {
    return call -> List.of(mapReal(call, call.real(0), activation.of(call.node())));
  }

  /// Bool answers about floats.
  static Operator question(DoublePredicate predicate) {
    return call -> {
      Tensor x = call.real(0);
      byte[] out = new byte[x.size()];
      for (int i = 0; i < out.length; i++) {
        out[i] = (byte) (predicate.test(x.doubleAt(i)) ? 1 : 0);
      }
      return List.of(Tensor.of(DataType.BOOL, x.shape(), out));
    };
  }

  static Tensor mapReal(Invocation call, Tensor x, DoubleUnaryOperator map) {
    if (x.type() == DataType.FLOAT) {
      float[] in = x.floats();
      float[] out = new float[in.length];
      for (int i = 0; i < in.length; i++) {
        out[i] = (float) map.applyAsDouble(in[i]);
      }
      return Tensor.of(x.shape(), out);
    }
    TensorSink sink = new TensorSink(call, x.type(), x.shape());
    for (int i = 0; i < x.size(); i++) {
      sink.setDouble(i, map.applyAsDouble(x.doubleAt(i)));
    }
    return sink.tensor();
  }

  static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  static double softplus(double x) {
    return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
  }

  /// Zero stays zero and keeps its sign, NaN stays NaN.
  static double relu(double x) {
    return x < 0 ? 0 : x;
  }

  static DoubleUnaryOperator leakyRelu(Node node) {
    double alpha = node.floatAttribute("alpha", 0.01f);
    return x -> x < 0 ? alpha * x : x;
  }

  static DoubleUnaryOperator elu(Node node) {
    double alpha = node.floatAttribute("alpha", 1);
    return x -> x < 0 ? alpha * Math.expm1(x) : x;
  }

  static DoubleUnaryOperator celu(Node node) {
    double alpha = node.floatAttribute("alpha", 1);
    return x -> x < 0 ? alpha * Math.expm1(x / alpha) : x;
  }

  static DoubleUnaryOperator selu(Node node) {
    double alpha = node.floatAttribute("alpha", 1.6732632f);
    double gamma = node.floatAttribute("gamma", 1.050701f);
    return x -> gamma * (x <= 0 ? alpha * Math.expm1(x) : x);
  }

  static DoubleUnaryOperator thresholdedRelu(Node node) {
    double alpha = node.floatAttribute("alpha", 1);
    return x -> x > alpha ? x : 0;
  }

  static DoubleUnaryOperator hardSigmoid(Node node) {
    double alpha = node.floatAttribute("alpha", 0.2f);
    double beta = node.floatAttribute("beta", 0.5f);
    return x -> Math.max(0, Math.min(1, alpha * x + beta));
  }

  static DoubleUnaryOperator hardSwish(Node node) {
    return x -> x * Math.max(0, Math.min(1, x / 6 + 0.5));
  }

  static List<Tensor> gelu(Invocation call) {
    String form = call.node().textAttribute("approximate", "none");
    return switch (form) {
      case "none" ->
          List.of(
              mapReal(call, call.real(0), x -> 0.5 * x * (1 + ErrorFunction.erf(x * ROOT_HALF))));
      case "tanh" ->
          List.of(
              mapReal(
                  call,
                  call.real(0),
                  x ->
                      0.5
                          * x
                          * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x)))));
      default -> throw call.invalid("approximate", form, "none or tanh");
    };
  }

  /// PRelu: the slope is broadcast to the input; before opset 7 it belonged to the channel axis.
  static List<Tensor> prelu(Invocation call) {
    Tensor x = call.required(0);
    Tensor slope = call.required(1);
    if (call.opset() < 7 && slope.rank() == 1 && slope.size() > 1 && x.rank() > 2) {
      int[] perChannel = new int[x.rank() - 1];
      Arrays.fill(perChannel, 1);
      perChannel[0] = slope.size();
      slope = slope.reshaped(perChannel);
    }
    int[] common = Broadcast.shape(call, x.shape(), slope.shape());
    if (!Arrays.equals(common, x.shape())) {
      throw call.invalid("slope shape", slope, "broadcastable to " + x);
    }
    ArithmeticOperators.Arithmetic rule =
        new ArithmeticOperators.Arithmetic(
            (a, b) -> a < 0 ? a * b : a,
            (a, b) -> a < 0 ? a * b : a,
            (a, b) -> a < 0 ? a * b : a,
            (a, b) -> a);
    return List.of(ArithmeticOperators.apply(call, rule, x, slope));
  }

  /// Clip: bounds from attributes before opset 11; the upper bound wins over the lower one.
  static List<Tensor> clip(Invocation call) {
    Tensor x = call.required(0);
    if (call.opset() < 11) {
      double low = call.node().floatAttribute("min", -Float.MAX_VALUE);
      double high = call.node().floatAttribute("max", Float.MAX_VALUE);
      return List.of(mapReal(call, call.real(0), v -> Math.min(high, Math.max(low, v))));
    }
    Tensor result = x;
    for (int bound = 1; bound <= 2; bound++) {
      Tensor limit = call.optional(bound);
      if (limit != null) {
        if (limit.size() != 1) {
          throw call.invalid(bound == 1 ? "min" : "max", limit, "one element");
        }
        ArithmeticOperators.Arithmetic rule =
            bound == 1 ? ArithmeticOperators.MAX : ArithmeticOperators.MIN;
        result = ArithmeticOperators.apply(call, rule, result, limit.reshaped());
      }
    }
    return List.of(result);
  }
}
