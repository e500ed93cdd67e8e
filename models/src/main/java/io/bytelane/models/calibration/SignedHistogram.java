package io.bytelane.models.calibration;

import java.util.Arrays;

/// An immutable histogram of a tensor: magnitudes of negative and positive values in bins of one
/// width, zeros apart, exact extremes. Two histograms are equal if all of these are.
public final class SignedHistogram {

  private final double binWidth;
  private final long[] negative;
  private final long[] positive;
  private final long zeros;
  private final float minMagnitude;
  private final ValueRange range;

  /// Takes ownership of the arrays; bins beyond their ends are empty.
  SignedHistogram(
      double binWidth,
      long[] negative,
      long[] positive,
      long zeros,
      float minMagnitude,
      ValueRange range) {
    this.binWidth = binWidth;
    this.negative = negative;
    this.positive = positive;
    this.zeros = zeros;
    this.minMagnitude = minMagnitude;
    this.range = range;
  }

  /// Returns the width of a bin.
  ///
  /// @return a power of two; 1 if only zeros were seen
  public double binWidth() {
    return binWidth;
  }

  /// Returns the number of values that were exactly 0.
  ///
  /// @return the count
  public long zeros() {
    return zeros;
  }

  /// Returns the exact extremes.
  ///
  /// @return smallest and largest value
  public ValueRange range() {
    return range;
  }

  /// Returns the number of positive values in a bin.
  ///
  /// @param bin not negative; bins beyond the last used one are empty
  /// @return the count
  public long positive(int bin) {
    return bin < positive.length ? positive[bin] : 0;
  }

  /// Returns the number of negative values in a bin of magnitudes.
  ///
  /// @param bin not negative; bins beyond the last used one are empty
  /// @return the count
  public long negative(int bin) {
    return bin < negative.length ? negative[bin] : 0;
  }

  /// Returns the number of bins up to the last used one of either sign.
  ///
  /// @return 0 if only zeros were seen
  public int bins() {
    return Math.max(negative.length, positive.length);
  }

  /// Returns the number of finite values.
  ///
  /// @return zeros included
  public long total() {
    return Arrays.stream(negative).sum() + Arrays.stream(positive).sum() + zeros;
  }

  /// Returns the histogram of magnitudes, for symmetric use: both signs added, zeros in bin 0.
  ///
  /// @return the magnitudes
  public MagnitudeHistogram magnitudes() {
    long[] counts = new long[Math.max(bins(), 1)];
    for (int i = 0; i < counts.length; i++) {
      counts[i] = negative(i) + positive(i);
    }
    counts[0] += zeros;
    return new MagnitudeHistogram(binWidth, counts, minMagnitude, range.absMax());
  }

  /// Returns the histogram of the negated values.
  ///
  /// @return the mirror image
  public SignedHistogram negated() {
    return new SignedHistogram(
        binWidth,
        /* negative= */ positive,
        /* positive= */ negative,
        zeros,
        minMagnitude,
        new ValueRange(-range.max(), -range.min()));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SignedHistogram that
        && binWidth == that.binWidth
        && zeros == that.zeros
        && minMagnitude == that.minMagnitude
        && range.equals(that.range)
        && Arrays.equals(negative, that.negative)
        && Arrays.equals(positive, that.positive);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(negative) * 31 + Arrays.hashCode(positive);
  }

  @Override
  public String toString() {
    return total() + " values in " + bins() + " bins of " + binWidth + ", " + range;
  }
}
