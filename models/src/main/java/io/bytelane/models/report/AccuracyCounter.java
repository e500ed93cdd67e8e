package io.bytelane.models.report;

import io.bytelane.models.report.ReportException.Reason;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Counts right answers of a classifier, sample by sample: top-1, top-5 and per class. Not
/// thread-safe.
///
/// A sample counts for top-k if fewer than k classes score higher than its label; of equal scores
/// the lower class index ranks first. A label whose score is not a number is wrong.
public final class AccuracyCounter {
  private static final int TOP = 5;

  private final List<String> classNames;
  private final int topK;
  private final int[] samplesOfClass;
  private final int[] rightOfClass;
  private final BitSet right = new BitSet();
  private int samples;
  private int rightInTop;

  /// Starts with no samples.
  ///
  /// @param classNames name of each class, in the order of the scores; at least one
  /// @throws ReportException if there is no class
  public AccuracyCounter(List<String> classNames) {
    if (classNames.isEmpty()) {
      throw new ReportException(Reason.EMPTY_INPUT, "classes: none (expected: at least one)");
    }
    this.classNames = List.copyOf(classNames);
    topK = Math.min(TOP, classNames.size());
    samplesOfClass = new int[classNames.size()];
    rightOfClass = new int[classNames.size()];
  }

  /// Adds one sample.
  ///
  /// @param scores array that holds one score per class, higher is more likely
  /// @param offset index of the first score of this sample
  /// @param label index of the true class
  /// @throws ReportException if the label is not the index of a class
  /// @throws IndexOutOfBoundsException if the scores end before the last class
  public void add(float[] scores, int offset, int label) {
    int classes = classNames.size();
    Objects.checkFromIndexSize(offset, classes, scores.length);
    if (label < 0 || label >= classes) {
      throw new ReportException(
          Reason.LABEL_OUT_OF_RANGE,
          "label of sample %d: %d (expected: in [0, %d])".formatted(samples, label, classes - 1));
    }
    int rank = rank(scores, offset, label);
    samplesOfClass[label]++;
    if (rank == 0) {
      rightOfClass[label]++;
      right.set(samples);
    }
    if (rank < topK) {
      rightInTop++;
    }
    samples++;
  }

  /// Returns the figures of the samples so far.
  ///
  /// @throws ReportException if there is no sample
  public Accuracy accuracy() {
    if (samples == 0) {
      throw new ReportException(Reason.EMPTY_INPUT, "samples: none (expected: at least one)");
    }
    Map<String, Double> perClass = new LinkedHashMap<>();
    for (int c = 0; c < samplesOfClass.length; c++) {
      double share = samplesOfClass[c] == 0 ? 0.0 : (double) rightOfClass[c] / samplesOfClass[c];
      perClass.put(classNames.get(c), share);
    }
    return new Accuracy(
        samples, (double) right.cardinality() / samples, (double) rightInTop / samples, perClass);
  }

  /// Returns which samples were right in top-1, by the order in which they were added.
  public BitSet right() {
    return (BitSet) right.clone();
  }

  /// Returns how many classes rank before the label.
  private int rank(float[] scores, int offset, int label) {
    float score = scores[offset + label];
    if (Float.isNaN(score)) {
      return classNames.size();
    }
    int rank = 0;
    for (int c = 0; c < classNames.size(); c++) {
      float other = scores[offset + c];
      if (other > score || (other == score && c < label)) {
        rank++;
      }
    }
    return rank;
  }
}
