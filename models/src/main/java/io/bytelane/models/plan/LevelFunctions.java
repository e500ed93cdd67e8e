package io.bytelane.models.plan;

import io.bytelane.Activations;
import io.bytelane.models.graph.Node;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;

/// The real functions behind nodes of one operand, in double, for tables of levels.
final class LevelFunctions {
  private LevelFunctions() {}

  /// The function of a node, empty where it has none. It never gives NaN: what is not defined
  /// becomes 0, as quantizing a NaN does.
  static Optional<DoubleUnaryOperator> of(Node node) {
    DoubleUnaryOperator activation = activation(node);
    return Optional.ofNullable(activation == null ? elementary(node) : activation)
        .map(function -> x -> defined(function.applyAsDouble(x)));
  }

  private static double defined(double y) {
    return Double.isNaN(y) ? 0 : y;
  }

  private static DoubleUnaryOperator activation(Node node) {
    return switch (node.operator()) {
      case "Sigmoid" -> Activations.sigmoid();
      case "Tanh" -> Activations.tanh();
      case "HardSigmoid" ->
          Activations.hardSigmoid(
              node.floatAttribute("alpha", 0.2f), node.floatAttribute("beta", 0.5f));
      case "HardSwish" -> Activations.hardSwish();
      case "LeakyRelu" -> Activations.leakyRelu(node.floatAttribute("alpha", 0.01f));
      case "Elu" -> Activations.elu(node.floatAttribute("alpha", 1f));
      case "Celu" -> celu(node.floatAttribute("alpha", 1f));
      case "Selu" ->
          selu(node.floatAttribute("alpha", 1.6732632f), node.floatAttribute("gamma", 1.050701f));
      case "ThresholdedRelu" -> threshold(node.floatAttribute("alpha", 1f));
      case "Gelu" ->
          node.textAttribute("approximate", "none").equals("tanh")
              ? Activations.geluTanh()
              : Activations.gelu();
      case "Softplus" -> LevelFunctions::softplus;
      case "Softsign" -> x -> x / (1 + Math.abs(x));
      case "Mish" -> x -> x * StrictMath.tanh(softplus(x));
      default -> null;
    };
  }

  private static DoubleUnaryOperator elementary(Node node) {
    return switch (node.operator()) {
      case "Exp" -> Activations.exp();
      case "Erf" -> Activations.erf();
      case "Log" -> StrictMath::log;
      case "Sin" -> StrictMath::sin;
      case "Cos" -> StrictMath::cos;
      case "Abs" -> Math::abs;
      case "Neg" -> x -> -x;
      case "Sign" -> Math::signum;
      case "Floor" -> Math::floor;
      case "Ceil" -> Math::ceil;
      case "Round" -> Math::rint;
      default -> null;
    };
  }

  private static double softplus(double x) {
    return Math.max(x, 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(x)));
  }

  private static DoubleUnaryOperator celu(double alpha) {
    return x -> x < 0 ? alpha * StrictMath.expm1(x / alpha) : x;
  }

  private static DoubleUnaryOperator selu(double alpha, double gamma) {
    return x -> gamma * (x < 0 ? alpha * StrictMath.expm1(x) : x);
  }

  private static DoubleUnaryOperator threshold(double alpha) {
    return x -> x > alpha ? x : 0;
  }
}
