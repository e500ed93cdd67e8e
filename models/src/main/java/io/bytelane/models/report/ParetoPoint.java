package io.bytelane.models.report;

/// One configuration on the three axes of the choice. `NaN` stands for a value that was not
/// measured.
///
/// @param name the configuration
/// @param fileBytes size on disk, lower is better
/// @param p50Millis median latency at batch 1, lower is better
/// @param top1 accuracy, in any unit that all points share, higher is better
public record ParetoPoint(String name, double fileBytes, double p50Millis, double top1) {
  /// Returns whether all three values were measured.
  public boolean isComplete() {
    return !Double.isNaN(fileBytes) && !Double.isNaN(p50Millis) && !Double.isNaN(top1);
  }

  /// Returns whether this point is no worse than the other on every axis and better on one. A point
  /// with a missing value neither dominates nor is dominated.
  ///
  /// @param other the point to compare with
  public boolean dominates(ParetoPoint other) {
    if (!isComplete() || !other.isComplete()) {
      return false;
    }
    boolean noWorse =
        fileBytes <= other.fileBytes && p50Millis <= other.p50Millis && top1 >= other.top1;
    boolean better =
        fileBytes < other.fileBytes || p50Millis < other.p50Millis || top1 > other.top1;
    return noWorse && better;
  }
}
