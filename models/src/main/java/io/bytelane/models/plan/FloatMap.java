package io.bytelane.models.plan;

import io.bytelane.FloatActivation;
import io.bytelane.FloatBinary;
import io.bytelane.FloatFunction;
import io.bytelane.FloatFunction.Function;
import io.bytelane.Operator;
import io.bytelane.models.graph.Node;
import io.bytelane.models.graph.Tensor;
import java.util.Optional;

/// A function of floats, element by element, that the kernels have.
///
/// @param operator the operator of the kernels
/// @param run its `run`
record FloatMap(Operator operator, Run run) {
  /// Maps `length` floats to another place; the ranges do not overlap.
  @FunctionalInterface
  interface Run {
    void run(float[] in, int from, float[] out, int to, int length);
  }

  private static FloatMap of(Function function) {
    return of(FloatFunction.of(function));
  }

  static FloatMap of(FloatFunction operator) {
    return new FloatMap(operator, operator::run);
  }

  private static FloatMap of(FloatActivation operator) {
    return new FloatMap(operator, operator::run);
  }

  /// The function of a node, empty where the kernels have none.
  static Optional<FloatMap> of(Node node, PlanFacts facts) {
    return Optional.ofNullable(
        switch (node.operator()) {
          case "Sigmoid" -> of(Function.SIGMOID);
          case "Tanh" -> of(Function.TANH);
          case "Exp" -> of(Function.EXP);
          case "Erf" -> of(Function.ERF);
          case "Abs" -> of(Function.ABS);
          case "Neg" -> of(Function.NEG);
          case "Sqrt" -> of(Function.SQRT);
          case "Reciprocal" -> of(Function.RECIPROCAL);
          case "Floor" -> of(Function.FLOOR);
          case "Ceil" -> of(Function.CEIL);
          case "Round" -> of(Function.ROUND);
          case "Sign" -> of(Function.SIGN);
          case "Log" -> of(Function.LOG);
          case "Softplus" -> of(Function.SOFTPLUS);
          case "Mish" -> of(Function.MISH);
          case "Softsign" -> of(Function.SOFTSIGN);
          case "Gelu" ->
              of(
                  node.textAttribute("approximate", "none").equals("tanh")
                      ? Function.GELU_TANH
                      : Function.GELU);
          case "HardSwish" -> of(FloatActivation.hardSwish());
          case "HardSigmoid", "LeakyRelu", "ThresholdedRelu", "Elu", "Selu", "Celu" ->
              activation(node);
          case "Pow" -> power(node, facts);
          default -> null;
        });
  }

  /// An activation with attributes, null where these are beyond what the kernels take.
  private static FloatMap activation(Node node) {
    float alpha = node.floatAttribute("alpha", defaultAlpha(node));
    float beta = node.floatAttribute("beta", 0.5f);
    float gamma = node.floatAttribute("gamma", 1.050701f);
    boolean usable =
        Float.isFinite(beta)
            && Float.isFinite(alpha * gamma)
            && (!node.is("Celu") || (alpha > 0 && Float.isFinite(1 / alpha)));
    if (!usable) {
      return null;
    }
    return of(
        switch (node.operator()) {
          case "HardSigmoid" -> FloatActivation.hardSigmoid(alpha, beta);
          case "LeakyRelu" -> FloatActivation.leakyRelu(alpha);
          case "ThresholdedRelu" -> FloatActivation.thresholdedRelu(alpha);
          case "Selu" -> FloatActivation.selu(alpha, gamma);
          case "Celu" -> FloatActivation.celu(alpha);
          default -> FloatActivation.elu(alpha);
        });
  }

  private static float defaultAlpha(Node node) {
    return switch (node.operator()) {
      case "HardSigmoid" -> 0.2f;
      case "LeakyRelu" -> 0.01f;
      case "Selu" -> 1.6732632f;
      default -> 1f;
    };
  }

  /// Powers that a few products or a quotient give; others have no kernel. `x^2` and `1 / x` are
  /// the same numbers, `x^3` and `x^4` differ by roundings of float32.
  private static FloatMap power(Node node, PlanFacts facts) {
    Tensor exponent =
        facts.constant(node.input(1)).filter(tensor -> tensor.size() == 1).orElse(null);
    if (exponent == null) {
      return null;
    }
    double value = exponent.doubleAt(0);
    if (value == -1) {
      return of(Function.RECIPROCAL);
    }
    FloatBinary product = FloatBinary.of(FloatBinary.Operation.MUL);
    Run square = (in, from, out, to, length) -> product.run(in, from, in, from, out, to, length);
    if (value == 2) {
      return new FloatMap(product, square);
    }
    if (value == 4) {
      return new FloatMap(
          product,
          (in, from, out, to, length) -> {
            square.run(in, from, out, to, length);
            square.run(out, to, out, to, length);
          });
    }
    return value == 3
        ? new FloatMap(
            product,
            (in, from, out, to, length) -> {
              square.run(in, from, out, to, length);
              product.run(out, to, in, from, out, to, length);
            })
        : null;
  }
}
