package io.bytelane.reference;

import java.util.function.DoubleUnaryOperator;

/// The real functions behind activation tables, in double with `StrictMath`. float32 attributes
/// such as alpha are widened.
public final class ReferenceFunction {
  private ReferenceFunction() {}

  /// Returns `1 / (1 + e^-x)`.
  public static double sigmoid(double x) {
    return 1 / (1 + StrictMath.exp(-x));
  }

  /// Returns the hyperbolic tangent.
  public static double tanh(double x) {
    return StrictMath.tanh(x);
  }

  /// Returns `e^x`.
  public static double exp(double x) {
    return StrictMath.exp(x);
  }

  /// Returns `max(x, 0)`.
  public static double relu(double x) {
    return Math.max(x, 0.0);
  }

  /// `max(0, min(1, alpha * x + beta))`.
  public static DoubleUnaryOperator hardSigmoid(float alpha, float beta) {
    return x -> Math.max(0.0, Math.min(1.0, (double) alpha * x + (double) beta));
  }

  /// Returns `x * max(0, min(1, x / 6 + 0.5))`.
  public static double hardSwish(double x) {
    return x * Math.max(0.0, Math.min(1.0, x / 6 + 0.5));
  }

  /// Returns `x / (1 + |x|)`.
  public static double softsign(double x) {
    return x / (1 + Math.abs(x));
  }

  /// Returns `ln(1 + e^x)`.
  public static double softplus(double x) {
    return x > 0 ? x + StrictMath.log1p(StrictMath.exp(-x)) : StrictMath.log1p(StrictMath.exp(x));
  }

  /// Returns `x tanh(ln(1 + e^x))`.
  public static double mish(double x) {
    return x * StrictMath.tanh(softplus(x));
  }

  /// Returns the nearest whole number; of two, the even one.
  public static double round(double x) {
    double below = StrictMath.floor(x);
    double rest = x - below;
    boolean up = rest > 0.5 || (rest == 0.5 && below % 2 != 0);
    return up ? below + 1 : below;
  }

  /// `x` for x > alpha, else 0.
  public static DoubleUnaryOperator thresholdedRelu(float alpha) {
    return x -> x > alpha ? x : 0;
  }

  /// `x` for x >= 0, else `alpha * x`.
  public static DoubleUnaryOperator leakyRelu(float alpha) {
    return x -> x >= 0 ? x : (double) alpha * x;
  }

  /// `x` for x > 0, else `alpha * (e^x - 1)`.
  public static DoubleUnaryOperator elu(float alpha) {
    return x -> x > 0 ? x : (double) alpha * StrictMath.expm1(x);
  }

  /// Returns `0.5 x (1 + erf(x / sqrt(2)))`.
  public static double gelu(double x) {
    return 0.5 * x * (1 + erf(x / Math.sqrt(2.0)));
  }

  /// Returns `0.5 x (1 + tanh(sqrt(2 / pi) (x + 0.044715 x^3)))`.
  public static double geluTanh(double x) {
    return 0.5 * x * (1 + StrictMath.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x)));
  }

  /// Returns the error function by its series
  /// `2 / sqrt(pi) * e^(-x^2) * sum over n of 2^n x^(2n+1) / (1 * 3 * ... * (2n+1))`, whose terms
  /// are all of one sign. Beyond |x| = 6 it is 1 to the last bit.
  public static double erf(double x) {
    if (!(Math.abs(x) < 6)) {
      return Double.isNaN(x) ? x : Math.signum(x);
    }
    double term = x;
    double sum = 0;
    for (int n = 0; sum + term != sum; n++) {
      sum += term;
      term *= 2 * x * x / (2 * n + 3);
    }
    return 2 / Math.sqrt(Math.PI) * StrictMath.exp(-x * x) * sum;
  }
}
