package io.bytelane.models.plan;

/// A stretch of a session's memory that one value occupies while it is alive. Mutable until the
/// plan is complete.
final class Region {
  /// The array that holds the region.
  enum Kind {
    /// The session's float array.
    FLOATS,
    /// The session's byte array.
    BYTES,
    /// A tensor of its own; for what has no place per batch element.
    TENSOR
  }

  private final Kind kind;
  private final int unitSize;
  private int firstStep = Integer.MAX_VALUE;
  private int lastStep = -1;
  private int offset = -1;

  /// @param unitSize elements at batch size 1
  Region(Kind kind, int unitSize) {
    this.kind = kind;
    this.unitSize = unitSize;
  }

  Kind kind() {
    return kind;
  }

  int unitSize() {
    return unitSize;
  }

  /// Keeps the region alive during a step.
  void useAt(int step) {
    firstStep = Math.min(firstStep, step);
    lastStep = Math.max(lastStep, step);
  }

  int firstStep() {
    return firstStep;
  }

  int lastStep() {
    return lastStep;
  }

  boolean overlapsInTime(Region other) {
    return firstStep <= other.lastStep && other.firstStep <= lastStep;
  }

  void placeAt(int unitOffset) {
    offset = unitOffset;
  }

  /// The first element at batch size 1; all regions grow with the batch, so at batch size `n` it is
  /// `n` times as far. For [Kind#TENSOR] the index of the tensor.
  int offset() {
    return offset;
  }

  int end() {
    return offset + unitSize;
  }
}
