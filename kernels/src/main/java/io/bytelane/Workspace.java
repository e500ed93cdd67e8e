package io.bytelane;

import io.bytelane.internal.check.Checks;
import io.bytelane.internal.gemm.GemmCall;
import io.bytelane.internal.parallel.AlignedFloats;
import io.bytelane.internal.parallel.Crew;
import io.bytelane.internal.parallel.Scratch;
import io.bytelane.internal.parallel.TileRunner;
import io.bytelane.internal.parallel.Tileable;
import java.util.Objects;
import java.util.concurrent.Executor;

/// Scratch memory, owned by the caller and passed to each `run`.
///
/// One workspace serves any number of operators one after the other, in one call at a time. It
/// never grows: `run` refuses a workspace that is too small, with both sizes. Its content between
/// calls has no meaning.
///
/// # Several threads
///
/// Matrix operators and convolutions have a form `run(..., workspace, executor, parallelism)` that
/// divides one call among the caller's thread and up to `parallelism - 1` tasks of the executor. It
/// takes a workspace with memory for as many threads ([#forOperators(int, Operator...)]).
///
/// - The result has the same bits as that of the form without an executor, float32 results
///   included.
/// - It returns when all is computed. The caller's thread takes part and waits only for tasks that
///   have begun, so any executor will do: a `ForkJoinPool`, a fixed pool, virtual threads,
///   `Runnable::run`. One that is saturated, rejects or drops tasks makes the call slower, never
///   wrong, and does not block it, even if the caller is a thread of that executor.
/// - Calls too small to gain from a second thread, about 2^22 multiply-add operations for each,
///   run on the caller's thread alone.
/// - Nothing is allocated beyond what the executor allocates for a task.
/// - What the executor throws, a `RejectedExecutionException` aside, reaches the caller after all
///   threads have left; the output is undefined then, the workspace can be used again.
/// - An executor may start a task after its call has returned. The task then does nothing, or helps
///   a later call on the same workspace.
public final class Workspace {
  private final WorkspaceSize size;
  private final Crew crew;
  private final Scratch own;
  private final TileRunner runner;
  private final GemmCall gemmCall = new GemmCall();

  private Workspace(int parallelism, WorkspaceSize size) {
    this.size = size;
    Scratch[] lanes = new Scratch[Checks.atLeast("parallelism", parallelism, 1)];
    for (int i = 0; i < parallelism; i++) {
      lanes[i] =
          new Scratch(
              new byte[size.bytes()], new int[size.ints()], AlignedFloats.allocate(size.floats()));
    }
    crew = new Crew(lanes);
    own = lanes[0];
    runner = new TileRunner(crew);
  }

  /// Returns a workspace that serves each of `operators` on the caller's thread.
  public static Workspace forOperators(Operator... operators) {
    return forOperators(1, operators);
  }

  /// Returns a workspace that serves each of `operators` on up to `parallelism` threads, with
  /// memory for each of them.
  ///
  /// @param parallelism threads of one call, the caller's included, at least 1
  public static Workspace forOperators(int parallelism, Operator... operators) {
    WorkspaceSize size = WorkspaceSize.NONE;
    for (Operator operator : operators) {
      size = size.max(operator.workspaceSize());
    }
    return new Workspace(parallelism, size);
  }

  /// Returns a workspace of `size` for the caller's thread.
  public static Workspace of(WorkspaceSize size) {
    return new Workspace(1, size);
  }

  /// Returns a workspace of `size` for each of `parallelism` threads.
  ///
  /// @param parallelism threads of one call, the caller's included, at least 1
  public static Workspace of(int parallelism, WorkspaceSize size) {
    return new Workspace(parallelism, size);
  }

  /// Returns what this workspace holds for each thread.
  public WorkspaceSize size() {
    return size;
  }

  /// Returns the number of threads that can share a call.
  public int parallelism() {
    return crew.size();
  }

  /// Checks that this workspace holds `required`.
  ///
  /// @throws IllegalArgumentException naming the first part that is too small
  void require(WorkspaceSize required) {
    Checks.atLeast("workspace.bytes", size.bytes(), required.bytes());
    Checks.atLeast("workspace.ints", size.ints(), required.ints());
    Checks.atLeast("workspace.floats", size.floats(), required.floats());
  }

  /// Computes `count` units on the caller's thread.
  <S, T> void run(Tileable<S, T> work, S in, int inOffset, T out, int outOffset, int count) {
    work.run(in, inOffset, out, outOffset, count, own);
  }

  /// Computes `count` units on up to `parallelism` threads.
  ///
  /// @throws IllegalArgumentException if `parallelism` is less than 1, or more than this workspace
  ///     was made for
  <S, T> void run(
      Tileable<S, T> work,
      S in,
      int inOffset,
      T out,
      int outOffset,
      int count,
      Executor executor,
      int parallelism) {
    requireParallelism(executor, parallelism);
    runner.run(work, in, inOffset, out, outOffset, count, executor, parallelism);
  }

  /// Checks the arguments of a call on several threads.
  void requireParallelism(Executor executor, int parallelism) {
    Objects.requireNonNull(executor, "executor");
    Checks.atLeast("parallelism", parallelism, 1);
    Checks.atLeast("workspace.parallelism", crew.size(), parallelism);
  }

  /// Returns where a product of two operands keeps the arguments of the present call.
  GemmCall gemmCall() {
    return gemmCall;
  }

  /// Returns the memory of one thread; 0 is the caller's.
  Scratch lane(int index) {
    return crew.lane(index);
  }

  byte[] bytes() {
    return own.bytes();
  }

  int[] ints() {
    return own.ints();
  }

  float[] floats() {
    return own.floats();
  }
}
