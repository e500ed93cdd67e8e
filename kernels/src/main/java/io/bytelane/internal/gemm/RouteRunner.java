package io.bytelane.internal.gemm;

import io.bytelane.internal.parallel.Crew;
import io.bytelane.internal.parallel.Scratch;
import io.bytelane.internal.parallel.TileGrid;
import io.bytelane.internal.parallel.TileJob;
import java.util.concurrent.Executor;

/// Runs routes over several threads, one call at a time. Belongs to a workspace and holds the
/// arguments of the present call, so that none has to be allocated.
public final class RouteRunner implements TileJob {
  private final Crew crew;
  private final TileGrid grid = new TileGrid();
  private Route<Object, Object> route;
  private Object input;
  private Object output;
  private int inputOffset;
  private int outputOffset;

  /// Creates a runner on the threads of a crew.
  public RouteRunner(Crew crew) {
    this.crew = crew;
  }

  /// Computes `count` units, divided among at most `parallelism` threads; those of the executor
  /// come beside the caller's. Work that is too small stays on the caller's thread.
  public <S, T> void run(
      Route<S, T> work,
      S in,
      int inOffset,
      T out,
      int outOffset,
      int count,
      Executor executor,
      int parallelism) {
    int rows = work.rows(count);
    if (rows == 0) {
      return;
    }
    grid.divide(work.tileShape(), rows, work.panels(), parallelism);
    if (grid.workers() == 1) {
      work.run(in, inOffset, out, outOffset, count, crew.lane(0));
      return;
    }
    route = erased(work);
    input = in;
    output = out;
    inputOffset = inOffset;
    outputOffset = outOffset;
    try {
      crew.run(this, grid.tiles(), executor, grid.workers());
    } finally {
      route = null;
      input = null;
      output = null;
    }
  }

  @SuppressWarnings("unchecked") // input and output are those of the same call
  private static Route<Object, Object> erased(Route<?, ?> route) {
    return (Route<Object, Object>) route;
  }

  @Override
  public void run(int tile, Scratch scratch) {
    route.run(
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
