package io.bytelane;

import io.bytelane.internal.check.Checks;

/// Scratch memory, owned by the caller and passed to each `run`.
///
/// One workspace serves any number of operators one after the other, on one thread at a time. It
/// never grows: `run` refuses a workspace that is too small, with both sizes. Its content between
/// calls has no meaning.
public final class Workspace {
  private final WorkspaceSize size;
  private final byte[] bytes;
  private final int[] ints;
  private final float[] floats;

  private Workspace(WorkspaceSize size) {
    this.size = size;
    bytes = new byte[size.bytes()];
    ints = new int[size.ints()];
    floats = new float[size.floats()];
  }

  /// Returns a workspace that serves each of `operators`.
  public static Workspace forOperators(Operator... operators) {
    WorkspaceSize size = WorkspaceSize.NONE;
    for (Operator operator : operators) {
      size = size.max(operator.workspaceSize());
    }
    return new Workspace(size);
  }

  /// Returns a workspace of `size`.
  public static Workspace of(WorkspaceSize size) {
    return new Workspace(size);
  }

  /// Returns what this workspace holds.
  public WorkspaceSize size() {
    return size;
  }

  /// Checks that this workspace holds `required`.
  ///
  /// @throws IllegalArgumentException naming the first part that is too small
  void require(WorkspaceSize required) {
    Checks.atLeast("workspace.bytes", bytes.length, required.bytes());
    Checks.atLeast("workspace.ints", ints.length, required.ints());
    Checks.atLeast("workspace.floats", floats.length, required.floats());
  }

  byte[] bytes() {
    return bytes;
  }

  int[] ints() {
    return ints;
  }

  float[] floats() {
    return floats;
  }
}
