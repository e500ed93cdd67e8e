package io.bytelane.models.report;

import java.util.BitSet;

/// The paired test for two classifiers on the same samples: whether the samples that only one of
/// them gets right are split more unevenly than a fair coin would split them (McNemar's test in its
/// exact, binomial form).
///
/// @param onlyFirst samples that only the first classifier gets right
/// @param onlySecond samples that only the second classifier gets right
/// @param pValue two-sided probability of a split at least as uneven if both are equally good
public record McNemar(int onlyFirst, int onlySecond, double pValue) {
  /// Below this p-value a difference is called significant.
  public static final double SIGNIFICANCE = 0.05;

  /// Compares two classifiers.
  ///
  /// @param first samples that the first gets right
  /// @param second samples that the second gets right, by the same index
  public static McNemar of(BitSet first, BitSet second) {
    BitSet onlyFirst = (BitSet) first.clone();
    onlyFirst.andNot(second);
    BitSet onlySecond = (BitSet) second.clone();
    onlySecond.andNot(first);
    return of(onlyFirst.cardinality(), onlySecond.cardinality());
  }

  /// Computes the test from the two counts.
  ///
  /// @param onlyFirst samples that only the first classifier gets right, at least 0
  /// @param onlySecond samples that only the second classifier gets right, at least 0
  public static McNemar of(int onlyFirst, int onlySecond) {
    int n = onlyFirst + onlySecond;
    int fewer = Math.min(onlyFirst, onlySecond);
    // Sum of C(n, i) / 2^n for i <= fewer; in logarithms, because 2^n leaves the range of a double.
    double logTerm = -n * Math.log(2);
    double tail = 0;
    for (int i = 0; i <= fewer; i++) {
      tail += Math.exp(logTerm);
      logTerm += Math.log(n - i) - Math.log(i + 1);
    }
    return new McNemar(onlyFirst, onlySecond, Math.min(1, 2 * tail));
  }

  /// Returns whether the difference is unlikely to be chance: p-value below [#SIGNIFICANCE].
  public boolean isSignificant() {
    return pValue < SIGNIFICANCE;
  }
}
