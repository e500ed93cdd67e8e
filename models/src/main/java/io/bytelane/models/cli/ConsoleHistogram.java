package io.bytelane.models.cli;

import io.bytelane.models.demo.WeightLevels;

/// Histograms of weights in one line of text each.
final class ConsoleHistogram {
  private static final String BARS = " ▁▂▃▄▅▆▇█";
  private static final int BINS = 64;

  private ConsoleHistogram() {}

  /// Returns the float weights between their extremes, in equal bins.
  static String ofValues(WeightLevels weights) {
    float min = Float.POSITIVE_INFINITY;
    float max = Float.NEGATIVE_INFINITY;
    for (float value : weights.values()) {
      min = Math.min(min, value);
      max = Math.max(max, value);
    }
    int[] counts = new int[BINS];
    float width = max > min ? (max - min) / BINS : 1;
    for (float value : weights.values()) {
      counts[Math.min((int) ((value - min) / width), BINS - 1)]++;
    }
    return bars(counts);
  }

  /// Returns the levels at so many bits, a bin per level or a few levels per bin.
  static String ofLevels(WeightLevels weights, int bits) {
    int[] levels = weights.levels(bits);
    int count = (1 << bits) - 1;
    int lowest = -(count / 2);
    int[] counts = new int[Math.min(count, BINS)];
    for (int level : levels) {
      counts[(int) ((long) (level - lowest) * counts.length / count)]++;
    }
    return bars(counts);
  }

  /// The highest bin is a full block; a bin that is not empty never looks empty.
  private static String bars(int[] counts) {
    int highest = 1;
    for (int count : counts) {
      highest = Math.max(highest, count);
    }
    StringBuilder text = new StringBuilder();
    for (int count : counts) {
      long height = ((long) count * (BARS.length() - 1) + highest - 1) / highest;
      text.append(BARS.charAt((int) height));
    }
    return text.toString();
  }
}
