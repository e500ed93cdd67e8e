package io.bytelane.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The forks of one suite, by shape, contender and round, and how they become rows.
///
/// A round visits each shape once and measures all its contenders, one JVM after the other, the
/// anchor among them. Where the anchor fell behind, the machine was disturbed, and what was
/// measured beside it does not count.
final class Measurements {
  /// An anchor this much below the best one of the run has moved.
  static final double ANCHOR_TOLERANCE = 0.10;

  private record Fork(String shape, Candidate<?> candidate, int round, ForkResult result) {
    boolean isOf(BenchShape asked, Candidate<?> other) {
      return shape.equals(asked.id())
          && candidate.name().equals(other.name())
          && candidate.threads() == other.threads();
    }

    boolean isAnchor() {
      return candidate.kind() == Candidate.Kind.ANCHOR;
    }
  }

  private final List<Fork> forks = new ArrayList<>();

  void add(String shape, Candidate<?> candidate, int round, ForkResult result) {
    forks.add(new Fork(shape, candidate, round, result));
  }

  /// Returns the row of `candidate` on `shape`, or null if no fork of it ended well.
  <S extends BenchShape> Row row(String suite, S shape, Candidate<S> candidate, Check check) {
    List<Fork> all = forks.stream().filter(f -> f.isOf(shape, candidate)).toList();
    if (all.isEmpty()) {
      return null;
    }
    List<Fork> calm = all.stream().filter(f -> !anchorMoved(f)).toList();
    // Better a disturbed figure, counted as such, than none.
    List<Fork> used = calm.isEmpty() ? all : calm;
    double[] nanos = used.stream().mapToDouble(f -> f.result.nanosPerRun()).toArray();
    double median = ForkResult.median(nanos);
    double bytes =
        ForkResult.median(used.stream().mapToDouble(f -> f.result.bytesPerRun()).toArray());
    double range =
        Arrays.stream(nanos).max().orElseThrow() - Arrays.stream(nanos).min().orElseThrow();
    int operations = shape.operationsPerRun();
    double macs = candidate.macs(shape);
    return new Row(
        suite,
        shape.id(),
        candidate.name(),
        candidate.threads(),
        median / operations,
        macs > 0 ? macs / median : null,
        macs > 0 ? null : shape.bytes() / median,
        range / median,
        // JMH's own bookkeeping allocates a few bytes per iteration.
        Math.rint(bytes / operations * 10) / 10,
        candidate.comparesBits() ? check.wrong() == 0 : null,
        check.wrong(),
        check.checked(),
        candidate.output(),
        candidate.kind(),
        used.size(),
        all.size() - calm.size());
  }

  /// Returns the fastest anchor of the run in nanoseconds; NaN without an anchor.
  private double bestAnchor() {
    return forks.stream()
        .filter(Fork::isAnchor)
        .mapToDouble(f -> f.result.nanosPerRun())
        .min()
        .orElse(Double.NaN);
  }

  private boolean anchorMoved(Fork fork) {
    double limit = bestAnchor() * (1 + ANCHOR_TOLERANCE);
    return forks.stream()
        .filter(Fork::isAnchor)
        .filter(f -> f.round == fork.round && f.shape.equals(fork.shape))
        .anyMatch(f -> f.result.nanosPerRun() > limit);
  }
}
