package io.bytelane;

import io.bytelane.internal.check.Checks;
import io.bytelane.internal.dispatch.Kernels;
import io.bytelane.internal.kernel.PoolKernel;
import io.bytelane.internal.pack.SignFlip;
import io.bytelane.internal.pool.PoolPlan;
import io.bytelane.quant.QuantizedType;
import java.util.Objects;

/// Maximum over each window of an 8-bit NHWC image: the maximum of the levels, so that scale and
/// zero point of the input are those of the output. Padding never wins. Immutable and thread-safe.
public final class MaxPool2d implements Operator {
  private final Pool2dGeometry geometry;
  private final QuantizedType type;
  private final PoolPlan plan;
  private final WorkspaceSize workspaceSize;
  private final PoolKernel kernel = Kernels.active().elements().pool();

  private MaxPool2d(Pool2dGeometry geometry, QuantizedType type) {
    this.geometry = geometry;
    this.type = type;
    plan = PoolPlan.of(geometry.vertical(), geometry.horizontal());
    workspaceSize = new WorkspaceSize(geometry.inputWidth() * geometry.channels(), 0, 0);
  }

  /// Returns the operator for images of `type`.
  public static MaxPool2d of(Pool2dGeometry geometry, QuantizedType type) {
    return new MaxPool2d(
        Objects.requireNonNull(geometry, "geometry"), Objects.requireNonNull(type, "type"));
  }

  /// Pools `batch` images, which lie one after the other, as the outputs do. The arrays may be the
  /// same if the ranges do not overlap.
  ///
  /// @throws IndexOutOfBoundsException if a range leaves its array; nothing is written then
  /// @throws IllegalArgumentException if the workspace is too small
  public void run(
      byte[] input,
      int inputOffset,
      byte[] output,
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
        row(input, from, y, output, to, workspace.bytes());
        to += outputRow;
      }
      from += geometry.inputSize();
    }
  }

  private void row(byte[] input, int image, int y, byte[] output, int to, byte[] reduced) {
    int channels = geometry.channels();
    int rowLength = geometry.inputWidth() * channels;
    int top = image + plan.firstRow(y) * rowLength;
    byte flip = SignFlip.mask(type);
    byte[] source = input;
    int sourceOffset = top;
    if (plan.rowTaps(y) > 1) {
      int down = geometry.dilationHeight() * rowLength;
      kernel.max(input, top, plan.rowTaps(y), down, rowLength, 1, 0, flip, reduced, 0);
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
          flip,
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
    return KernelNames.active(type.isSigned() ? "qs8_max_pool" : "qu8_max_pool");
  }

  @Override
  public long packedBytes() {
    return 0;
  }
}
