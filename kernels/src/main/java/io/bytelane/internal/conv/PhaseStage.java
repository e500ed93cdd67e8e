package io.bytelane.internal.conv;

import io.bytelane.TransposedConv2dGeometry;
import io.bytelane.internal.gemm.OutputStage;

/// Puts the rows of a product, which are the pixels of a [Phase], where they belong in the output
/// of the transposed convolution, and drops those that belong nowhere.
///
/// @param <T> output array
final class PhaseStage<T> implements OutputStage<T> {
  private final OutputStage<T> stage;
  private final PhaseAxis rows;
  private final PhaseAxis columns;
  private final int gridWidth;
  private final int gridPixels;
  private final int rowDistance;
  private final int columnDistance;
  private final int first;
  private final int outputSize;

  /// Creates the stage.
  ///
  /// @param stage what becomes of accumulators
  PhaseStage(OutputStage<T> stage, Phase phase, TransposedConv2dGeometry g) {
    this.stage = stage;
    rows = phase.rows();
    columns = phase.columns();
    gridWidth = phase.geometry().outputWidth();
    gridPixels = phase.geometry().outputHeight() * gridWidth;
    int line = g.outputWidth() * g.outputChannels();
    rowDistance = g.strideHeight() * line;
    columnDistance = g.strideWidth() * g.outputChannels();
    first = rows.first() * line + columns.first() * g.outputChannels();
    outputSize = g.outputSize();
  }

  @Override
  public void store(
      int[] acc,
      int accOffset,
      int accStride,
      int row,
      int count,
      int column,
      int channels,
      T output,
      int offset,
      int stride,
      float[] floats) {
    // The offset is that of a dense output; what remains is its start. It may wrap on the way.
    int start = offset - row * stride + first;
    int run;
    for (int i = 0; i < count; i += run) {
      int pixel = (row + i) % gridPixels;
      int gridX = pixel % gridWidth;
      run = Math.min(count - i, gridWidth - gridX);
      int y = pixel / gridWidth - rows.skipped();
      int x = gridX - columns.skipped();
      int from = Math.max(x, 0);
      int to = Math.min(x + run, columns.count());
      if (y < 0 || y >= rows.count() || from >= to) {
        continue;
      }
      int image = start + (row + i) / gridPixels * outputSize;
      stage.store(
          acc,
          accOffset + (i + from - x) * accStride,
          accStride,
          row + i + from - x,
          to - from,
          column,
          channels,
          output,
          image + y * rowDistance + from * columnDistance,
          columnDistance,
          floats);
    }
  }
}
