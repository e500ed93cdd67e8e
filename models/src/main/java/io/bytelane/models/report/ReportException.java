package io.bytelane.models.report;

/// Tells that figures cannot be made into a report. The message is `name: value (expected: rule)`.
public final class ReportException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /// What is wrong with the figures.
  public enum Reason {
    /// No values where at least one is needed.
    EMPTY_INPUT,
    /// A percentile outside 0..100, or not a number.
    INVALID_PERCENTILE,
    /// The configuration that all others are compared with is not among the rows.
    MISSING_BASELINE,
    /// A label that is not the index of a class.
    LABEL_OUT_OF_RANGE
  }

  /// The kind of error, for programs.
  private final Reason reason;

  /// Creates the exception.
  ///
  /// @param reason the kind of error
  /// @param message the sentence for people
  public ReportException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  /// Returns the kind of error.
  public Reason reason() {
    return reason;
  }
}
