package io.bytelane.models.report;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// How often a classifier is right, as fractions 0..1.
///
/// @param nSamples number of samples
/// @param top1 share of samples whose highest score is the true class
/// @param top5 share of samples with the true class among the five highest scores (all, if fewer)
/// @param perClass top-1 share within each class, in class order; 0.0 for a class without samples
public record Accuracy(int nSamples, double top1, double top5, Map<String, Double> perClass) {
  /// Takes a copy of the map, in its order.
  public Accuracy {
    perClass = Collections.unmodifiableMap(new LinkedHashMap<>(perClass));
  }
}
