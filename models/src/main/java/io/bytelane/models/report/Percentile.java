package io.bytelane.models.report;

import io.bytelane.models.report.ReportException.Reason;
import java.util.Arrays;

/// Percentiles with linear interpolation between the two nearest ranks: for `n` sorted values and
/// percentile `q`, `h = (n - 1) * q / 100`, and the result lies between the values of rank
/// `floor(h)` and `floor(h) + 1` in proportion to the fraction of `h`.
public final class Percentile {
  private Percentile() {}

  /// Returns percentile `q` of the values, whatever their order.
  ///
  /// @param values at least one value; not changed
  /// @param q 0 (minimum) to 100 (maximum)
  /// @throws ReportException if there is no value or q is outside 0..100
  public static double of(double[] values, double q) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return ofSorted(sorted, q);
  }

  /// Returns percentile `q` of ascending values, without a copy.
  ///
  /// @param sorted at least one value, ascending
  /// @param q 0 (minimum) to 100 (maximum)
  /// @throws ReportException if there is no value or q is outside 0..100
  public static double ofSorted(double[] sorted, double q) {
    if (sorted.length == 0) {
      throw new ReportException(Reason.EMPTY_INPUT, "values: none (expected: at least one)");
    }
    if (!(q >= 0 && q <= 100)) {
      throw new ReportException(
          Reason.INVALID_PERCENTILE, "percentile: " + q + " (expected: in [0, 100])");
    }
    double h = (sorted.length - 1) * q / 100;
    int below = (int) h;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (h - below) * (sorted[above] - sorted[below]);
  }
}
