package io.bytelane.models.calibration;

import io.bytelane.quant.QuantizationException;
import io.bytelane.quant.QuantizationException.Reason;
import java.util.Arrays;

/// An immutable histogram of magnitudes: bin `i` counts those in `[i * w, (i + 1) * w)`, with the
/// exact smallest and largest magnitude beside it. What the calibrators for symmetric quantization
/// read.
public final class MagnitudeHistogram {

  private final double binWidth;
  private final long[] counts;
  private final double min;
  private final double max;

  /// Takes ownership of the counts.
  MagnitudeHistogram(double binWidth, long[] counts, double min, double max) {
    this.binWidth = binWidth;
    this.counts = counts;
    this.min = min;
    this.max = max;
  }

  /// Returns a histogram of given counts.
  ///
  /// @param binWidth finite and greater than 0
  /// @param counts one per bin, none negative; copied, empty bins at the end are dropped
  /// @param min exact smallest magnitude
  /// @param max exact largest magnitude
  /// @return the histogram
  public static MagnitudeHistogram of(double binWidth, long[] counts, double min, double max) {
    if (!(binWidth > 0) || Double.isInfinite(binWidth)) {
      throw QuantizationException.of(Reason.INVALID_RANGE, "binWidth", binWidth, "finite and > 0");
    }
    if (!(min >= 0 && min <= max) || Double.isInfinite(max)) {
      throw QuantizationException.of(
          Reason.INVALID_RANGE, "min", min, "in [0, max = " + max + "], finite");
    }
    int used = counts.length;
    while (used > 1 && counts[used - 1] == 0) {
      used--;
    }
    return new MagnitudeHistogram(binWidth, Arrays.copyOf(counts, Math.max(used, 1)), min, max);
  }

  /// Returns a histogram of equal bins on [0, largest magnitude], the last one closed: the kind
  /// that other systems collect. Its counts depend on the maximum, so it cannot be merged.
  ///
  /// @param values finite values
  /// @param bins number of bins, at least 1
  /// @return the histogram
  /// @throws QuantizationException `NO_CALIBRATION_DATA` without values, `NON_FINITE_DATA` with the
  ///     index of the first value that is not finite
  public static MagnitudeHistogram linear(float[] values, int bins) {
    if (values.length == 0) {
      throw BatchScan.noData("values");
    }
    double min = Double.POSITIVE_INFINITY;
    double max = 0;
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        throw QuantizationException.at(Reason.NON_FINITE_DATA, "values", i, values[i], "finite");
      }
      min = Math.min(min, Math.abs(values[i]));
      max = Math.max(max, Math.abs(values[i]));
    }
    long[] counts = new long[bins];
    for (float x : values) {
      double position = max == 0 ? 0 : Math.abs((double) x) * bins / max;
      counts[Math.min((int) position, bins - 1)]++;
    }
    return new MagnitudeHistogram(max == 0 ? 1 : max / bins, counts, min, max);
  }

  /// Returns the width of a bin.
  ///
  /// @return finite and greater than 0
  public double binWidth() {
    return binWidth;
  }

  /// Returns the number of bins up to the last used one.
  ///
  /// @return at least 1
  public int bins() {
    return counts.length;
  }

  /// Returns the number of values in a bin.
  ///
  /// @param bin in [0, bins)
  /// @return the count
  public long count(int bin) {
    return counts[bin];
  }

  /// Returns a copy of the counts.
  ///
  /// @return one per bin
  public long[] counts() {
    return counts.clone();
  }

  /// Returns the upper edge of a bin, at most the exact maximum.
  ///
  /// @param bin in [0, bins)
  /// @return `min(max, (bin + 1) * binWidth)`
  public double upperEdge(int bin) {
    return Math.min(max, (bin + 1) * binWidth);
  }

  /// Returns the centre of a bin.
  ///
  /// @param bin in [0, bins)
  /// @return `(bin + 0.5) * binWidth`
  public double centre(int bin) {
    return (bin + 0.5) * binWidth;
  }

  /// Returns the exact smallest magnitude.
  ///
  /// @return not negative
  public double min() {
    return min;
  }

  /// Returns the exact largest magnitude.
  ///
  /// @return not negative
  public double max() {
    return max;
  }

  /// Returns the number of values.
  ///
  /// @return the sum of the counts
  public long total() {
    return Arrays.stream(counts).sum();
  }
}
