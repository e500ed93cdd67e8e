package io.bytelane.internal.parallel;

import java.util.concurrent.Executor;

/// Runs tileable work over several threads, one call at a time. Belongs to a workspace and holds
/// the arguments of the present call, so that none has to be allocated.
public final class TileRunner implements TileJob {
  private final Crew crew;
  private final TileGrid grid = new TileGrid();
  private Tileable<Object, Object> work;
  private Object input;
  private Object output;
  private int inputOffset;
  private int outputOffset;

  /// Creates a runner on the threads of a crew.
  public TileRunner(Crew crew) {
    this.crew = crew;
  }

  /// Computes `count` units, divided among at most `parallelism` threads; those of the executor
  /// come beside the caller's. Work that is too small stays on the caller's thread.
  public <S, T> void run(
      Tileable<S, T> asked,
      S in,
      int inOffset,
      T out,
      int outOffset,
      int count,
      Executor executor,
      int parallelism) {
    int rows = asked.rows(count);
    int panels = asked.panels();
    if (rows == 0 || panels == 0) {
      return;
    }
    grid.divide(asked.tileShape(), asked.panelWork(), rows, panels, parallelism);
    if (grid.workers() == 1) {
      asked.run(in, inOffset, out, outOffset, count, crew.lane(0));
      return;
    }
    work = erased(asked);
    input = in;
    output = out;
    inputOffset = inOffset;
    outputOffset = outOffset;
    try {
      crew.run(this, grid.tiles(), executor, grid.workers());
    } finally {
      work = null;
      input = null;
      output = null;
    }
  }

  @SuppressWarnings("unchecked") // input and output are those of the same call
  private static Tileable<Object, Object> erased(Tileable<?, ?> asked) {
    return (Tileable<Object, Object>) asked;
  }

  @Override
  public void run(int tile, Scratch scratch) {
    work.run(
        input,
        inputOffset,
        output,
        outputOffset,
        grid.rowFrom(tile),
        grid.rowTo(tile),
        grid.panelFrom(tile),
        grid.panelTo(tile),
        scratch);
  }
}
