package io.bytelane.models.calibration;

import io.bytelane.quant.LevelRange;
import io.bytelane.quant.QuantizationException;
import io.bytelane.quant.QuantizationException.Reason;

/// Keeps a share of the values: the upper edge of the first bin at which the cumulative count
/// reaches `max(1, ceil(percentile * total / 100))`. 100 gives the exact maximum, 0 the exact
/// minimum.
///
/// @param percentile in [0, 100]
public record PercentileCalibrator(double percentile) implements Calibrator {

  /// The percentile used where none is given.
  public static final double DEFAULT_PERCENTILE = 99.99;

  /// Checks the percentile.
  ///
  /// @throws QuantizationException `INVALID_PERCENTILE`
  public PercentileCalibrator {
    if (!(percentile >= 0 && percentile <= 100)) {
      throw QuantizationException.of(
          Reason.INVALID_PERCENTILE, "percentile", percentile, "in [0, 100]");
    }
  }

  @Override
  public double amax(MagnitudeHistogram histogram, LevelRange levels) {
    if (percentile == 0 || percentile == 100) {
      return percentile == 0 ? histogram.min() : histogram.max();
    }
    long rank = rank(histogram.total());
    long seen = 0;
    for (int i = 0; i < histogram.bins(); i++) {
      seen += histogram.count(i);
      if (seen >= rank) {
        return histogram.upperEdge(i);
      }
    }
    return histogram.max();
  }

  /// The upper end is the percentile of the values in their signed order, the lower end that of
  /// the negated values.
  @Override
  public ValueRange range(SignedHistogram histogram, LevelRange levels) {
    float high = (float) signed(histogram);
    float low = (float) -signed(histogram.negated());
    if (low > high) {
      throw QuantizationException.of(
          Reason.INVALID_PERCENTILE,
          "percentile",
          percentile,
          "large enough that the range [" + low + ", " + high + "] is not empty");
    }
    return new ValueRange(low, high);
  }

  private double signed(SignedHistogram histogram) {
    if (percentile == 0 || percentile == 100) {
      return percentile == 0 ? histogram.range().min() : histogram.range().max();
    }
    double max = histogram.range().max();
    long rank = rank(histogram.total());
    long seen = 0;
    for (int i = histogram.bins() - 1; i >= 0; i--) {
      seen += histogram.negative(i);
      if (seen >= rank) {
        return Math.min(max, -i * histogram.binWidth());
      }
    }
    seen += histogram.zeros();
    if (seen >= rank) {
      return Math.min(max, 0);
    }
    for (int i = 0; i < histogram.bins(); i++) {
      seen += histogram.positive(i);
      if (seen >= rank) {
        return Math.min(max, (i + 1) * histogram.binWidth());
      }
    }
    return max;
  }

  private long rank(long total) {
    return Math.max(1, (long) Math.ceil(percentile * total / 100));
  }
}
