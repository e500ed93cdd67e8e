package io.bytelane.models.report;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// The choice among configurations: which are Pareto-optimal on file size, median latency at batch
/// 1 and top-1 accuracy, and which are best on one axis.
///
/// @param points all configurations, in the order of the report
public record ParetoFront(List<ParetoPoint> points) {
  /// Where a point stands.
  public enum Status {
    /// No other point dominates it.
    OPTIMAL("yes"),
    /// Another point is no worse on every axis and better on one.
    DOMINATED("no"),
    /// A value is missing, so it takes no part in the comparison.
    NOT_AVAILABLE("n/a");

    private final String label;

    Status(String label) {
      this.label = label;
    }

    /// Returns the word that reports print: `yes`, `no` or `n/a`.
    public String label() {
      return label;
    }
  }

  /// Takes a copy of the list.
  public ParetoFront {
    points = List.copyOf(points);
  }

  /// Returns where each point stands, in the order of the points. Equal points are all optimal.
  public List<Status> statuses() {
    return points.stream().map(this::status).toList();
  }

  /// Returns the optimal points in their order.
  public List<ParetoPoint> optimal() {
    return points.stream().filter(point -> status(point) == Status.OPTIMAL).toList();
  }

  /// Returns the optimal point of the smallest file; the first of equals, nothing without points.
  public Optional<ParetoPoint> smallest() {
    return optimal().stream().min(Comparator.comparingDouble(ParetoPoint::fileBytes));
  }

  /// Returns the optimal point of the highest accuracy; the first of equals.
  public Optional<ParetoPoint> mostAccurate() {
    return optimal().stream().min(Comparator.comparingDouble(point -> -point.top1()));
  }

  /// Returns the optimal point of the lowest latency; the first of equals.
  public Optional<ParetoPoint> fastest() {
    return optimal().stream().min(Comparator.comparingDouble(ParetoPoint::p50Millis));
  }

  private Status status(ParetoPoint point) {
    if (!point.isComplete()) {
      return Status.NOT_AVAILABLE;
    }
    boolean dominated = points.stream().anyMatch(other -> other.dominates(point));
    return dominated ? Status.DOMINATED : Status.OPTIMAL;
  }
}
