package io.bytelane.models.onnx;

/// What became of one folder of backend tests.
///
/// @param name the folder's name
/// @param status pass, fail or unsupported
/// @param largestDifference the largest absolute difference of a number from the expected one, NaN
///     where nothing could be compared
/// @param detail for a failure what differs, for an unsupported case the operator's name; empty for
///     a pass
/// @param message the whole error of an unsupported or broken case; empty otherwise
public record BackendTestResult(
    String name, Status status, double largestDifference, String detail, String message) {
  /// How a case ended.
  public enum Status {
    /// All outputs agree.
    PASS,
    /// An output differs, or the case could not be read or run.
    FAIL,
    /// The model uses something that is not supported.
    UNSUPPORTED
  }

  /// Returns the line of a report: status, name, and what there is to say.
  @Override
  public String toString() {
    String text = status + " " + name;
    return switch (status) {
      case PASS -> text;
      case FAIL ->
          Double.isNaN(largestDifference)
              ? text + ": " + detail
              : text + ": largest difference " + largestDifference + ", " + detail;
      case UNSUPPORTED -> text + ": " + detail;
    };
  }
}
