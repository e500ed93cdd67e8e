package io.bytelane.internal.conv;

import io.bytelane.internal.gemm.Route;
import io.bytelane.internal.parallel.Scratch;
import io.bytelane.internal.parallel.TileShape;
import java.util.List;
import java.util.function.ToIntFunction;

/// Routes that write one output together: the phases of a transposed convolution. Rows of the
/// division are, image by image, the rows of the first phase, those of the second one, and so on.
///
/// @param routes the phases, at least one, with the same panels
/// @param imageRows rows of all phases in one image
/// @param <S> input array
/// @param <T> output array
record PhaseRoute<S, T>(List<Route<S, T>> routes, int imageRows) implements Route<S, T> {
  PhaseRoute(List<Route<S, T>> routes) {
    this(routes, routes.stream().mapToInt(route -> route.rows(1)).sum());
  }

  @Override
  public int rows(int count) {
    return count * imageRows;
  }

  @Override
  public int panels() {
    return routes.getFirst().panels();
  }

  @Override
  public TileShape tileShape() {
    return routes.getFirst().tileShape();
  }

  @Override
  public long panelWork() {
    return routes.getFirst().panelWork();
  }

  @Override
  public void run(
      S input,
      int inputOffset,
      T output,
      int outputOffset,
      int rowFrom,
      int rowTo,
      int panelFrom,
      int panelTo,
      Scratch scratch) {
    int first = 0;
    for (int i = 0; i < routes.size(); i++) {
      Route<S, T> route = routes.get(i);
      int rows = route.rows(1);
      if (rowFrom % imageRows == 0 && rowTo % imageRows == 0) {
        // Whole images: one product each for all of them.
        int from = rowFrom / imageRows * rows;
        int to = rowTo / imageRows * rows;
        route.run(input, inputOffset, output, outputOffset, from, to, panelFrom, panelTo, scratch);
      } else {
        for (int image = rowFrom / imageRows; image * imageRows < rowTo; image++) {
          int start = image * imageRows + first;
          int from = image * rows + Math.clamp((long) rowFrom - start, 0, rows);
          int to = image * rows + Math.clamp((long) rowTo - start, 0, rows);
          if (from < to) {
            route.run(
                input, inputOffset, output, outputOffset, from, to, panelFrom, panelTo, scratch);
          }
        }
      }
      first += rows;
    }
  }

  private int largest(ToIntFunction<Route<S, T>> size) {
    return routes.stream().mapToInt(size).max().orElse(0);
  }

  @Override
  public int scratchBytes() {
    return largest(Route::scratchBytes);
  }

  @Override
  public int scratchInts() {
    return largest(Route::scratchInts);
  }

  @Override
  public int scratchFloats() {
    return largest(Route::scratchFloats);
  }

  @Override
  public long packedBytes() {
    return routes.stream().mapToLong(Route::packedBytes).sum();
  }

  @Override
  public String name() {
    return routes.getFirst().name();
  }
}
