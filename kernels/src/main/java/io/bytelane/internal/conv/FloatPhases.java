package io.bytelane.internal.conv;

import io.bytelane.TransposedConv2dGeometry;
import io.bytelane.internal.gemm.Route;
import io.bytelane.internal.parallel.Scratch;
import io.bytelane.internal.parallel.TileShape;
import java.util.List;

/// The phases of a float32 transposed convolution. Rows of the division are output lines: a line
/// takes one product for each phase of its columns, whose pixels are a fixed distance apart. Float
/// weights need no expansion that longer products would share, and a line is computed the same way
/// however the output is cut.
///
/// @param g shape
/// @param phases the phases, those of one remainder of rows after the other
/// @param routes a matrix product for each phase, whose output rows are `strideWidth` pixels apart
public record FloatPhases(
    TransposedConv2dGeometry g, List<Phase> phases, List<Route<float[], float[]>> routes)
    implements Route<float[], float[]> {

  @Override
  public int rows(int count) {
    return count * g.outputHeight();
  }

  @Override
  public int panels() {
    return routes.getFirst().panels();
  }

  @Override
  public TileShape tileShape() {
    TileShape shape = routes.getFirst().tileShape();
    int lines = Math.max(1, shape.rowBlock() / g.outputWidth());
    return new TileShape(1, lines, shape.panelBlock(), shape.panelColumns());
  }

  @Override
  public long panelWork() {
    return routes.getFirst().panelWork() * g.outputWidth();
  }

  @Override
  public void run(
      float[] input,
      int inputOffset,
      float[] output,
      int outputOffset,
      int rowFrom,
      int rowTo,
      int panelFrom,
      int panelTo,
      Scratch scratch) {
    int stride = g.strideWidth() * g.outputChannels();
    for (int line = rowFrom; line < rowTo; line++) {
      int image = line / g.outputHeight();
      int y = line % g.outputHeight();
      for (int i = 0; i < phases.size(); i++) {
        Phase phase = phases.get(i);
        PhaseAxis columns = phase.columns();
        if (phase.rows().first() != y % g.strideHeight()) {
          continue;
        }
        int gridWidth = phase.geometry().outputWidth();
        int gridY = phase.rows().skipped() + y / g.strideHeight();
        int start =
            (image * phase.geometry().outputHeight() + gridY) * gridWidth + columns.skipped();
        int to = (line * g.outputWidth() + columns.first()) * g.outputChannels();
        routes
            .get(i)
            .run(
                input,
                inputOffset,
                output,
                outputOffset + to - start * stride,
                start,
                start + columns.count(),
                panelFrom,
                panelTo,
                scratch);
      }
    }
  }

  @Override
  public int scratchBytes() {
    return 0;
  }

  @Override
  public int scratchInts() {
    return routes.stream().mapToInt(Route::scratchInts).max().orElse(0);
  }

  @Override
  public int scratchFloats() {
    return routes.stream().mapToInt(Route::scratchFloats).max().orElse(0);
  }

  @Override
  public long packedBytes() {
    return routes.stream().mapToLong(Route::packedBytes).sum();
  }

  @Override
  public String name() {
    return "phases_" + routes.getFirst().name();
  }
}
