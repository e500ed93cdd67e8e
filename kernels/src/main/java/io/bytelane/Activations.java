package io.bytelane;

import java.util.function.DoubleUnaryOperator;

/// Real functions for [LookupTable], in double. `StrictMath` makes tables the same on every
/// machine; float32 attributes are widened.
public final class Activations {
  /// Beyond this magnitude `erf` is 1 to the last bit.
  private static final double ERF_SATURATION = 6;

  private Activations() {}

  /// Returns `x`: the table changes scale and zero point only.
  public static DoubleUnaryOperator identity() {
    return DoubleUnaryOperator.identity();
  }

  /// Returns `max(x, 0)`.
  public static DoubleUnaryOperator relu() {
    return x -> Math.max(x, 0.0);
  }

  /// Returns `max(low, min(high, x))`.
  public static DoubleUnaryOperator clip(float low, float high) {
    return x -> Math.max(low, Math.min(high, x));
  }

  /// Returns `1 / (1 + e^-x)`. Recommended output: scale 1/256, s8 zero point -128.
  public static DoubleUnaryOperator sigmoid() {
    return x -> 1 / (1 + StrictMath.exp(-x));
  }

  /// Returns the hyperbolic tangent. Recommended output: scale 1/128, zero point 0.
  public static DoubleUnaryOperator tanh() {
    return StrictMath::tanh;
  }

  /// Returns `max(0, min(1, alpha * x + beta))`; 0.2 and 0.5 are the usual constants.
  public static DoubleUnaryOperator hardSigmoid(float alpha, float beta) {
    return x -> Math.max(0.0, Math.min(1.0, (double) alpha * x + beta));
  }

  /// Returns `x * max(0, min(1, x / 6 + 0.5))`.
  public static DoubleUnaryOperator hardSwish() {
    return x -> x * Math.max(0.0, Math.min(1.0, x / 6 + 0.5));
  }

  /// Returns `x` from 0 on, `alpha * x` below.
  public static DoubleUnaryOperator leakyRelu(float alpha) {
    return x -> x < 0 ? alpha * x : x;
  }

  /// Returns `x` from 0 on, `alpha * (e^x - 1)` below.
  public static DoubleUnaryOperator elu(float alpha) {
    return x -> x < 0 ? alpha * StrictMath.expm1(x) : x;
  }

  /// Returns `e^x`.
  public static DoubleUnaryOperator exp() {
    return StrictMath::exp;
  }

  /// Returns the error function, absolute error below 1e-15 or so.
  public static DoubleUnaryOperator erf() {
    return Activations::erf;
  }

  /// Returns `0.5 x (1 + erf(x / sqrt(2)))`.
  public static DoubleUnaryOperator gelu() {
    return x -> 0.5 * x * (1 + erf(x / Math.sqrt(2)));
  }

  /// Returns `0.5 x (1 + tanh(sqrt(2 / pi) (x + 0.044715 x^3)))`.
  public static DoubleUnaryOperator geluTanh() {
    double factor = Math.sqrt(2 / Math.PI);
    return x -> 0.5 * x * (1 + StrictMath.tanh(factor * (x + 0.044715 * (x * x * x))));
  }

  /// Up to 2.5 the Taylor series; its largest term there is below 100 times the sum. Above, the
  /// continued fraction of the complement,
  /// `erfc(x) = e^(-x^2) / sqrt(pi) / (x + (1/2)/(x + 1/(x + (3/2)/(x + ...))))`.
  private static double erf(double x) {
    double magnitude = Math.abs(x);
    if (magnitude >= ERF_SATURATION) {
      return Math.signum(x);
    }
    if (magnitude <= 2.5) {
      double power = x;
      double sum = x;
      for (int n = 1; n <= 60; n++) {
        power *= -x * x / n;
        sum += power / (2 * n + 1);
      }
      return 2 / Math.sqrt(Math.PI) * sum;
    }
    double fraction = magnitude;
    for (int n = 60; n >= 1; n--) {
      fraction = magnitude + n / 2.0 / fraction;
    }
    double complement = StrictMath.exp(-magnitude * magnitude) / Math.sqrt(Math.PI) / fraction;
    return Math.copySign(1 - complement, x);
  }
}
