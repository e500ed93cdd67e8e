package io.bytelane.models.plan;

import io.bytelane.LookupTable;
import java.util.Arrays;

/// Where each element of an output comes from: an element of the input, or a constant. Consecutive
/// elements that stay consecutive are copied as one run; where runs are short, element by element.
/// Immutable.
final class ElementMoves {
  /// In place of a source: the constant.
  static final int CONSTANT = -1;

  /// Elements of a run, on average, from which on copying runs is faster than copying elements.
  private static final int LONG_RUN = 8;

  /// What [#of] took, null where runs are copied.
  private final int[] sources;

  private final int[] runSources;
  private final int[] runLengths;

  private ElementMoves(int[] sources, int[] runSources, int[] runLengths) {
    this.sources = sources;
    this.runSources = runSources;
    this.runLengths = runLengths;
  }

  /// Takes the index of the input element for each output element.
  ///
  /// @param sources at least one, each an index or [#CONSTANT]; kept
  static ElementMoves of(int[] sources) {
    int[] from = new int[sources.length];
    int[] lengths = new int[sources.length];
    int runs = 0;
    for (int i = 0; i < sources.length; i++) {
      boolean continues =
          i > 0
              && (sources[i] == CONSTANT
                  ? sources[i - 1] == CONSTANT
                  : sources[i - 1] != CONSTANT && sources[i] == sources[i - 1] + 1);
      if (!continues) {
        from[runs++] = sources[i];
      }
      lengths[runs - 1]++;
    }
    boolean longRuns = (long) runs * LONG_RUN <= sources.length;
    return new ElementMoves(
        longRuns ? null : sources, Arrays.copyOf(from, runs), Arrays.copyOf(lengths, runs));
  }

  /// The number of runs: the fewer, the faster.
  int runs() {
    return runSources.length;
  }

  boolean hasLongRuns() {
    return sources == null;
  }

  /// Moves floats.
  void run(float[] in, int from, float[] out, int to, float constant) {
    if (!hasLongRuns()) {
      for (int i = 0; i < sources.length; i++) {
        out[to + i] = sources[i] == CONSTANT ? constant : in[from + sources[i]];
      }
      return;
    }
    int at = to;
    for (int r = 0; r < runSources.length; r++) {
      if (runSources[r] == CONSTANT) {
        Arrays.fill(out, at, at + runLengths[r], constant);
      } else {
        System.arraycopy(in, from + runSources[r], out, at, runLengths[r]);
      }
      at += runLengths[r];
    }
  }

  /// Moves levels.
  ///
  /// @param constant stored bits of the constant
  /// @param table what levels of the input go through, or null to copy them
  void run(byte[] in, int from, byte[] out, int to, byte constant, LookupTable table) {
    if (!hasLongRuns()) {
      for (int i = 0; i < sources.length; i++) {
        byte level = sources[i] == CONSTANT ? constant : in[from + sources[i]];
        out[to + i] = table == null || sources[i] == CONSTANT ? level : table.get(level);
      }
      return;
    }
    int at = to;
    for (int r = 0; r < runSources.length; r++) {
      if (runSources[r] == CONSTANT) {
        Arrays.fill(out, at, at + runLengths[r], constant);
      } else if (table == null) {
        System.arraycopy(in, from + runSources[r], out, at, runLengths[r]);
      } else {
        table.run(in, from + runSources[r], out, at, runLengths[r]);
      }
      at += runLengths[r];
    }
  }
}
