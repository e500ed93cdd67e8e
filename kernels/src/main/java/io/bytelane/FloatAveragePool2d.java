package io.bytelane;

import io.bytelane.internal.check.Checks;
import io.bytelane.internal.dispatch.Kernels;
import io.bytelane.internal.kernel.PoolKernel;
import io.bytelane.internal.pool.PoolPlan;
import java.util.Objects;

/// Mean over each window of a float32 NHWC image. Immutable and thread-safe.
///
/// The cells inside the image are added in float32, first down each column, then along the row, and
/// divided by their number, or by the size of the whole window if padding counts. The order of the
/// additions is the same on every path. A global average pool is the geometry
/// [Pool2dGeometry#global].
public final class FloatAveragePool2d implements Operator {
  private final Pool2dGeometry geometry;
  private final int countedCells;
  private final PoolPlan plan;
  private final WorkspaceSize workspaceSize;
  private final PoolKernel kernel = Kernels.active().elements().pool();

  private FloatAveragePool2d(Pool2dGeometry geometry, boolean countIncludePad) {
    this.geometry = geometry;
    int window = geometry.kernelHeight() * geometry.kernelWidth();
    countedCells = countIncludePad ? window : 0;
    plan = PoolPlan.of(geometry.vertical(), geometry.horizontal());
    workspaceSize = new WorkspaceSize(0, 0, geometry.inputWidth() * geometry.channels());
  }

  /// Returns the operator.
  ///
  /// @param countIncludePad whether the divisor is the size of the whole window also where it
  ///     covers padding
  /// @throws IllegalArgumentException if the window is dilated
  public static FloatAveragePool2d of(Pool2dGeometry geometry, boolean countIncludePad) {
    Objects.requireNonNull(geometry, "geometry");
    boolean dilated = geometry.dilationHeight() > 1 || geometry.dilationWidth() > 1;
    Checks.that(!dilated, "dilation", "above 1", "1 for average pools");
    return new FloatAveragePool2d(geometry, countIncludePad);
  }

  /// Pools `batch` images, which lie one after the other, as the outputs do. The arrays may be the
  /// same if the ranges do not overlap.
  ///
  /// @throws IndexOutOfBoundsException if a range leaves its array; nothing is written then
  /// @throws IllegalArgumentException if the workspace is too small
  public void run(
      float[] in, int inputOffset, float[] out, int outputOffset, int batch, Workspace workspace) {
    int outputRow = plan.columns() * geometry.channels();
    Checks.atLeast("batch", batch, 0);
    Checks.range("input", in.length, inputOffset, (long) batch * geometry.inputSize());
    Checks.range("output", out.length, outputOffset, (long) batch * plan.rows() * outputRow);
    workspace.require(workspaceSize);
    int from = inputOffset;
    int to = outputOffset;
    for (int n = 0; n < batch; n++) {
      for (int y = 0; y < plan.rows(); y++) {
        row(in, from, y, out, to, workspace.floats());
        to += outputRow;
      }
      from += geometry.inputSize();
    }
  }

  private void row(float[] in, int image, int y, float[] out, int to, float[] reduced) {
    int channels = geometry.channels();
    int rowLength = geometry.inputWidth() * channels;
    int top = image + plan.firstRow(y) * rowLength;
    kernel.sum(in, top, plan.rowTaps(y), rowLength, rowLength, 1, 0, reduced, 0);
    for (int run = 0; run < plan.runs(); run++) {
      int start = to + plan.runStart(run) * channels;
      int windows = plan.runLength(run);
      kernel.sum(
          reduced,
          plan.runCell(run) * channels,
          plan.runTaps(run),
          channels,
          channels,
          windows,
          geometry.strideWidth() * channels,
          out,
          start);
      float divisor = Math.max(plan.rowTaps(y) * plan.runTaps(run), countedCells);
      for (int i = start; i < start + windows * channels; i++) {
        out[i] /= divisor;
      }
    }
  }

  /// Returns the geometry.
  public Pool2dGeometry geometry() {
    return geometry;
  }

  /// Returns one row of the image.
  @Override
  public WorkspaceSize workspaceSize() {
    return workspaceSize;
  }

  @Override
  public String kernelName() {
    return KernelNames.active("f32_average_pool");
  }

  @Override
  public long packedBytes() {
    return 0;
  }
}
