package io.bytelane;

import io.bytelane.internal.check.Checks;
import io.bytelane.internal.gemm.Route;

/// Scratch memory of an operator, by element type.
///
/// @param bytes number of bytes, at least 0
/// @param ints number of int32 values, at least 0
/// @param floats number of float32 values, at least 0
public record WorkspaceSize(int bytes, int ints, int floats) {
  /// No scratch memory.
  public static final WorkspaceSize NONE = new WorkspaceSize(0, 0, 0);

  /// Checks that no number is negative.
  public WorkspaceSize {
    Checks.atLeast("bytes", bytes, 0);
    Checks.atLeast("ints", ints, 0);
    Checks.atLeast("floats", floats, 0);
  }

  static WorkspaceSize of(Route<?, ?> route) {
    return new WorkspaceSize(route.scratchBytes(), route.scratchInts(), route.scratchFloats());
  }

  /// Returns the size that serves both `this` and `other`, one after the other.
  public WorkspaceSize max(WorkspaceSize other) {
    return new WorkspaceSize(
        Math.max(bytes, other.bytes), Math.max(ints, other.ints), Math.max(floats, other.floats));
  }

  /// Returns the memory in bytes.
  public long totalBytes() {
    return bytes + 4L * ints + 4L * floats;
  }
}
