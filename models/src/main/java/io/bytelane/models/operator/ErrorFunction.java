package io.bytelane.models.operator;

/// The error function, to about 1e-15.
final class ErrorFunction {
  private static final double TWO_BY_ROOT_PI = 2 / Math.sqrt(Math.PI);

  private ErrorFunction() {}

  /// erf(x) = 2/sqrt(pi) times the integral of exp(-t^2) from 0 to x.
  static double erf(double x) {
    double magnitude = Math.abs(x);
    if (Double.isNaN(x)) {
      return x;
    }
    double value = magnitude < 2.5 ? series(magnitude) : 1 - complement(magnitude);
    return Math.copySign(value, x);
  }

  /// 2/sqrt(pi) exp(-x^2) sum of 2^n x^(2n+1) / (2n+1)!!, all terms positive.
  private static double series(double x) {
    double term = x;
    double sum = x;
    for (int n = 1; term > sum * 1e-17; n++) {
      term *= 2 * x * x / (2 * n + 1);
      sum += term;
    }
    return TWO_BY_ROOT_PI * Math.exp(-x * x) * sum;
  }

  /// erfc(x) for x >= 2.5 by its continued fraction, evaluated from the inside.
  private static double complement(double x) {
    if (x > 6) {
      return 0;
    }
    double tail = x;
    for (int n = 60; n >= 1; n--) {
      tail = x + n / 2.0 / tail;
    }
    return Math.exp(-x * x) / (tail * Math.sqrt(Math.PI));
  }
}
