package io.bytelane.models.calibration;

import io.bytelane.quant.LevelRange;
import io.bytelane.quant.QuantParams;

/// Keeps the range whose quantization changes the values least, by the mean squared difference over
/// bin centres, summed in double in ascending order; the first minimum wins.
///
/// Symmetric: every upper edge from bin 127 on is tried, the last one being the exact maximum; with
/// fewer than 128 bins the maximum is kept. Affine: the exact extremes, shrunk together in steps of
/// 1/128 down to a quarter.
public record MseCalibrator() implements Calibrator {

  private static final int FIRST_CANDIDATE = 127;
  private static final int SHRINK_STEPS = 128;
  private static final int SMALLEST_SHRINK = 32;

  @Override
  public double amax(MagnitudeHistogram histogram, LevelRange levels) {
    int last = histogram.bins() - 1;
    if (last < FIRST_CANDIDATE) {
      return histogram.max();
    }
    double best = histogram.max();
    double least = Double.POSITIVE_INFINITY;
    for (int i = FIRST_CANDIDATE; i <= last; i++) {
      double candidate = i == last ? histogram.max() : histogram.upperEdge(i);
      double error = error(histogram, candidate / levels.max(), levels.max());
      if (error < least) {
        least = error;
        best = candidate;
      }
    }
    return best;
  }

  private static double error(MagnitudeHistogram histogram, double scale, int maxLevel) {
    double sum = 0;
    for (int i = 0; i < histogram.bins(); i++) {
      long count = histogram.count(i);
      if (count != 0) {
        double centre = histogram.centre(i);
        double difference = Math.min(Math.rint(centre / scale), maxLevel) * scale - centre;
        sum += count * (difference * difference);
      }
    }
    return sum;
  }

  @Override
  public ValueRange range(SignedHistogram histogram, LevelRange levels) {
    ValueRange full = histogram.range();
    ValueRange best = full;
    double least = Double.POSITIVE_INFINITY;
    for (int k = SHRINK_STEPS; k >= SMALLEST_SHRINK; k--) {
      float share = (float) k / SHRINK_STEPS;
      ValueRange candidate = new ValueRange(full.min() * share, full.max() * share);
      double error = error(histogram, candidate.affine(levels), levels);
      if (error < least) {
        least = error;
        best = candidate;
      }
    }
    return best;
  }

  private static double error(SignedHistogram histogram, QuantParams params, LevelRange levels) {
    double sum = 0;
    for (int i = histogram.bins() - 1; i >= 0; i--) {
      sum += error(histogram.negative(i), -(i + 0.5) * histogram.binWidth(), params, levels);
    }
    // Real 0 has a level of its own and no error.
    for (int i = 0; i < histogram.bins(); i++) {
      sum += error(histogram.positive(i), (i + 0.5) * histogram.binWidth(), params, levels);
    }
    return sum;
  }

  private static double error(long count, double centre, QuantParams params, LevelRange levels) {
    if (count == 0) {
      return 0;
    }
    int zeroPoint = params.zeroPoint();
    double scale = params.scale();
    double level = Math.clamp(Math.rint(centre / scale) + zeroPoint, levels.min(), levels.max());
    double difference = (level - zeroPoint) * scale - centre;
    return count * (difference * difference);
  }
}
