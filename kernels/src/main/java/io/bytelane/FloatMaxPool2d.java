package io.bytelane;

import io.bytelane.internal.check.Checks;
import io.bytelane.internal.dispatch.Kernels;
import io.bytelane.internal.kernel.PoolKernel;
import io.bytelane.internal.pool.PoolPlan;
import java.util.Objects;

/// Maximum over each window of a float32 NHWC image, as `Math.max` orders floats: NaN wins over any
/// number, and 0 is larger than -0. Padding never wins. Immutable and thread-safe.
public final class FloatMaxPool2d implements Operator {
  private final Pool2dGeometry geometry;
  private final PoolPlan plan;
  private final WorkspaceSize workspaceSize;
  private final PoolKernel kernel = Kernels.active().elements().pool();

  private FloatMaxPool2d(Pool2dGeometry geometry) {
    this.geometry = geometry;
    plan = PoolPlan.of(geometry.vertical(), geometry.horizontal());
    workspaceSize = new WorkspaceSize(0, 0, geometry.inputWidth() * geometry.channels());
  }

  /// Returns the operator.
  public static FloatMaxPool2d of(Pool2dGeometry geometry) {
    return new FloatMaxPool2d(Objects.requireNonNull(geometry, "geometry"));
  }

  /// Pools `batch` images, which lie one after the other, as the outputs do. The arrays may be the
  /// same if the ranges do not overlap.
  ///
  /// @throws IndexOutOfBoundsException if a range leaves its array; nothing is written then
  /// @throws IllegalArgumentException if the workspace is too small
  public void run(
      float[] input,
      int inputOffset,
      float[] output,
      int outputOffset,
      int batch,
      Workspace workspace) {
    Checks.atLeast("batch", batch, 0);
    Checks.range("input", input.length, inputOffset, (long) batch * geometry.inputSize());
    int outputRow = plan.columns() * geometry.channels();
    Checks.range("output", output.length, outputOffset, (long) batch * plan.rows() * outputRow);
    workspace.require(workspaceSize);
    int from = inputOffset;
    int to = outputOffset;
    for (int n = 0; n < batch; n++) {
      for (int y = 0; y < plan.rows(); y++) {
        row(input, from, y, output, to, workspace.floats());
        to += outputRow;
      }
      from += geometry.inputSize();
    }
  }

  private void row(float[] input, int image, int y, float[] output, int to, float[] reduced) {
    int channels = geometry.channels();
    int rowLength = geometry.inputWidth() * channels;
    int top = image + plan.firstRow(y) * rowLength;
    float[] source = input;
    int sourceOffset = top;
    if (plan.rowTaps(y) > 1) {
      int down = geometry.dilationHeight() * rowLength;
      kernel.max(input, top, plan.rowTaps(y), down, rowLength, 1, 0, reduced, 0);
      source = reduced;
      sourceOffset = 0;
    }
    for (int run = 0; run < plan.runs(); run++) {
      kernel.max(
          source,
          sourceOffset + plan.runCell(run) * channels,
          plan.runTaps(run),
          geometry.dilationWidth() * channels,
          channels,
          plan.runLength(run),
          geometry.strideWidth() * channels,
          output,
          to + plan.runStart(run) * channels);
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
    return KernelNames.active("f32_max_pool");
  }

  @Override
  public long packedBytes() {
    return 0;
  }
}
