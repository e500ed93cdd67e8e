package io.bytelane.models.calibration;

import io.bytelane.quant.LevelRange;
import io.bytelane.quant.QuantizationException;
import io.bytelane.quant.QuantizationException.Reason;

/// Keeps the range whose quantized distribution diverges least from the clipped one (Kullback and
/// Leibler). Defined for symmetric and unsigned quantization of activations only.
///
/// On a copy whose bin 0 takes the count of bin 1, for every number `i` of kept bins from 128 on:
/// `P` is the first `i` bins, with everything beyond added to the last of them; `Q` groups the
/// first `i` bins by `floor(k * L / i)`, `L` levels, and spreads each group's mass evenly over its
/// bins that are not empty. Both are normalised; the divergence is `sum P * ln(P / Q)`, infinite
/// where `Q` is 0 and `P` is not. The last minimum wins.
///
/// It discards outliers whatever they cost: on heavy-tailed data it can be the worst choice by mean
/// squared error.
public record EntropyCalibrator() implements Calibrator {

  private static final int FIRST_CANDIDATE = 128;

  @Override
  public double amax(MagnitudeHistogram histogram, LevelRange levels) {
    long[] counts = histogram.counts();
    if (counts.length < FIRST_CANDIDATE) {
      return histogram.max();
    }
    counts[0] = counts[1];
    long tail = 0;
    for (int i = FIRST_CANDIDATE; i < counts.length; i++) {
      tail += counts[i];
    }
    double least = Double.POSITIVE_INFINITY;
    int best = counts.length;
    double[] quantized = new double[counts.length];
    for (int i = FIRST_CANDIDATE; i <= counts.length; i++) {
      double divergence = divergence(counts, i, tail, levels.max() + 1, quantized);
      if (divergence <= least) {
        least = divergence;
        best = i;
      }
      tail -= i < counts.length ? counts[i] : 0;
    }
    return Math.min(histogram.max(), best * histogram.binWidth());
  }

  /// Returns the divergence for the first `kept` bins.
  ///
  /// @param tail mass of the bins beyond
  /// @param quantized scratch, at least `kept` long
  private static double divergence(
      long[] counts, int kept, long tail, int levels, double[] quantized) {
    double quantizedMass = spread(counts, kept, levels, quantized);
    double mass = quantizedMass + tail;
    double sum = 0;
    for (int k = 0; k < kept; k++) {
      double p = (counts[k] + (k == kept - 1 ? tail : 0)) / mass;
      if (p > 0) {
        if (quantized[k] == 0) {
          return Double.POSITIVE_INFINITY;
        }
        sum += p * Math.log(p / (quantized[k] / quantizedMass));
      }
    }
    return sum;
  }

  /// Fills `quantized` and returns the mass of the first `kept` bins.
  private static double spread(long[] counts, int kept, int levels, double[] quantized) {
    long total = 0;
    int start = 0;
    while (start < kept) {
      long group = (long) start * levels / kept;
      long mass = 0;
      int used = 0;
      int end = start;
      while (end < kept && (long) end * levels / kept == group) {
        mass += counts[end];
        used += counts[end] == 0 ? 0 : 1;
        end++;
      }
      for (int k = start; k < end; k++) {
        quantized[k] = counts[k] == 0 ? 0 : (double) mass / used;
      }
      total += mass;
      start = end;
    }
    return total;
  }

  @Override
  public ValueRange range(SignedHistogram histogram, LevelRange levels) {
    throw QuantizationException.of(
        Reason.UNSUPPORTED, "calibrator", "entropy", "max, percentile or MSE for affine ranges");
  }
}
