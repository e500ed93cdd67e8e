package io.bytelane.models.operator;

/// The error function, to about 1e-15.
///
/// Around each of a row of nodes a Taylor polynomial is prepared; its coefficients follow from
/// erf'(x) = 2/sqrt(pi) exp(-x^2), whose derivatives are Hermite polynomials times itself.
final class ErrorFunction {
  /// erf(6) differs from 1 by 2e-17.
  private static final double LIMIT = 6;

  private static final int NODES_PER_UNIT = 16;

  /// With 1/32 as the largest distance from a node the term after x^9 is below 1e-16.
  private static final int COEFFICIENTS = 10;

  private static final double[] TABLE = table();

  private ErrorFunction() {}

  /// erf(x) = 2/sqrt(pi) times the integral of exp(-t^2) from 0 to x.
  static double erf(double x) {
    double magnitude = Math.abs(x);
    if (!(magnitude < LIMIT)) {
      return Double.isNaN(x) ? x : Math.signum(x);
    }
    int node = (int) (magnitude * NODES_PER_UNIT + 0.5);
    double distance = magnitude - (double) node / NODES_PER_UNIT;
    int at = node * COEFFICIENTS;
    double value = TABLE[at + COEFFICIENTS - 1];
    for (int i = COEFFICIENTS - 2; i >= 0; i--) {
      value = value * distance + TABLE[at + i];
    }
    return Math.copySign(value, x);
  }

  private static double[] table() {
    int nodes = (int) (LIMIT * NODES_PER_UNIT) + 1;
    double[] table = new double[nodes * COEFFICIENTS];
    for (int node = 0; node < nodes; node++) {
      double x = (double) node / NODES_PER_UNIT;
      int at = node * COEFFICIENTS;
      double slope = 2 / Math.sqrt(Math.PI) * Math.exp(-x * x);
      double previous = 0;
      double hermite = 1;
      double factorial = 1;
      table[at] = integral(x);
      for (int n = 1; n < COEFFICIENTS; n++) {
        factorial *= n;
        table[at + n] = ((n & 1) == 0 ? -1 : 1) * slope * hermite / factorial;
        double next = 2 * x * hermite - 2 * (n - 1) * previous;
        previous = hermite;
        hermite = next;
      }
    }
    return table;
  }

  /// 2/sqrt(pi) exp(-x^2) sum of 2^n x^(2n+1) / (2n+1)!!, all terms positive.
  private static double integral(double x) {
    double term = x;
    double sum = x;
    for (int n = 1; term > sum * 1e-18; n++) {
      term *= 2 * x * x / (2 * n + 1);
      sum += term;
    }
    return 2 / Math.sqrt(Math.PI) * Math.exp(-x * x) * sum;
  }
}
