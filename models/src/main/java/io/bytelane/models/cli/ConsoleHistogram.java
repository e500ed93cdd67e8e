package io.bytelane.models.cli;

import io.bytelane.models.demo.WeightLevels;
import io.bytelane.models.figure.WeightHistograms;
import java.util.LinkedHashMap;
import java.util.Map;

/// Histograms of weights in one line of text each.
final class ConsoleHistogram {
  private static final String BARS = " ▁▂▃▄▅▆▇█";
  private static final int BINS = 64;
  private static final String KEY = "bits_";

  private ConsoleHistogram() {}

  /// Returns the lines of a tensor: a title, then a histogram for each bit width.
  static String render(WeightLevels weights) {
    StringBuilder text = new StringBuilder("\n");
    text.append(weights.name()).append(": ").append(weights.values().length).append(" weights\n");
    counts(weights)
        .forEach(
            (key, counts) ->
                text.append(
                    "  %2s bits |%s|%n".formatted(key.substring(KEY.length()), bars(counts))));
    return text.toString();
  }

  /// Returns the counts of all bins, by `bits_32`, `bits_8`, `bits_4` and `bits_2`.
  static Map<String, int[]> counts(WeightLevels weights) {
    Map<String, int[]> counts = new LinkedHashMap<>();
    counts.put(KEY + WeightHistograms.FLOAT_BITS, ofValues(weights));
    for (int bits : new int[] {8, 4, 2}) {
      counts.put(KEY + bits, ofLevels(weights, bits));
    }
    return counts;
  }

  /// Counts the float weights between their extremes, in equal bins.
  private static int[] ofValues(WeightLevels weights) {
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
    return counts;
  }

  /// Counts the levels at so many bits, a bin per level or a few levels per bin.
  private static int[] ofLevels(WeightLevels weights, int bits) {
    int[] levels = weights.levels(bits);
    int count = (1 << bits) - 1;
    int lowest = -(count / 2);
    int[] counts = new int[Math.min(count, BINS)];
    for (int level : levels) {
      counts[(int) ((long) (level - lowest) * counts.length / count)]++;
    }
    return counts;
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
