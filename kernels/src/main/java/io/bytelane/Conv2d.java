package io.bytelane;

import io.bytelane.internal.check.Checks;
import io.bytelane.internal.conv.ImagePatches;
import io.bytelane.internal.dispatch.Kernels;
import io.bytelane.internal.gemm.MatrixRows;
import io.bytelane.internal.gemm.RowSource;
import io.bytelane.internal.gemm.RunCopier;
import io.bytelane.internal.pack.SignFlip;
import io.bytelane.internal.pack.WeightMatrix;

/// An int8 two-dimensional convolution: any kernel, stride, dilation, padding and groups. Immutable
/// and thread-safe.
///
/// Input: int8, NHWC. Weights: int8, OHWI with `I = inputChannels / groups`. Output: NHWC. A cell
/// outside the image counts as real 0, that is as the input zero point. Accumulation is exact in
/// int32; [QuantizedLayerBuilder] says how the output is formed. Results do not depend on the
/// number of images of a call.
public final class Conv2d implements Operator {
  private final Conv2dGeometry geometry;
  private final int outputPixels;
  private final LayerCore core;
  private final WorkspaceSize workspaceSize;

  private Conv2d(Builder builder) {
    geometry = builder.geometry;
    outputPixels = geometry.outputHeight() * geometry.outputWidth();
    int groupChannels = geometry.outputChannels() / geometry.groups();
    core = new LayerCore(builder, groupChannels);
    for (int group = 0; group < geometry.groups(); group++) {
      WeightMatrix matrix =
          WeightMatrix.channelMajor(
              group * groupChannels * geometry.depth(), groupChannels, geometry.depth());
      core.addGroup(builder, matrix, rows(builder, group));
    }
    workspaceSize = core.workspaceSize();
  }

  /// A pointwise convolution reads its input as a matrix of pixels; any other one gathers patches.
  private RowSource<byte[]> rows(Builder builder, int group) {
    RunCopier<byte[]> copier =
        RunCopier.ofBytes(Kernels.active().converter(), SignFlip.mask(builder.input.type()));
    if (geometry.isPointwise()) {
      return new MatrixRows<>(copier, geometry.inputChannels());
    }
    int zeroPoint = SignFlip.zeroPoint(builder.input.zeroPoint(), builder.input.type());
    return new ImagePatches<>(geometry, group, copier, zeroPoint);
  }

  /// Returns a builder.
  public static Builder builder(Conv2dGeometry geometry) {
    return new Builder(geometry);
  }

  /// Computes int8 output.
  ///
  /// @param batch number of images, at least 0
  /// @throws IndexOutOfBoundsException if a range lies outside its array
  /// @throws IllegalArgumentException if the workspace is too small
  /// @throws IllegalStateException if the layer was built for another kind of output
  public void run(
      byte[] input, int inputOffset, byte[] output, int outputOffset, int batch, Workspace w) {
    int rows = check(input.length, inputOffset, output.length, outputOffset, batch, w);
    core.runInt8(input, inputOffset, output, outputOffset, geometry.outputChannels(), rows, w);
  }

  /// Computes int32 accumulators; otherwise as the int8 form.
  public void run(
      byte[] input, int inputOffset, int[] output, int outputOffset, int batch, Workspace w) {
    int rows = check(input.length, inputOffset, output.length, outputOffset, batch, w);
    core.runInt32(input, inputOffset, output, outputOffset, geometry.outputChannels(), rows, w);
  }

  /// Computes real values; otherwise as the int8 form.
  public void run(
      byte[] input, int inputOffset, float[] output, int outputOffset, int batch, Workspace w) {
    int rows = check(input.length, inputOffset, output.length, outputOffset, batch, w);
    core.runFloat32(input, inputOffset, output, outputOffset, geometry.outputChannels(), rows, w);
  }

  /// Returns the rows of the matrix product.
  private int check(
      int inputLength,
      int inputOffset,
      int outputLength,
      int outputOffset,
      int batch,
      Workspace w) {
    Checks.atLeast("batch", batch, 0);
    Checks.range("input", inputLength, inputOffset, (long) batch * geometry.inputSize());
    Checks.range("output", outputLength, outputOffset, (long) batch * geometry.outputSize());
    w.require(workspaceSize);
    return batch * outputPixels;
  }

  /// Returns the shape of the convolution.
  public Conv2dGeometry geometry() {
    return geometry;
  }

  @Override
  public WorkspaceSize workspaceSize() {
    return workspaceSize;
  }

  @Override
  public String kernelName() {
    return core.kernelName();
  }

  @Override
  public long packedBytes() {
    return core.packedBytes();
  }

  @Override
  public String toString() {
    return "Conv2d " + geometry + ", " + kernelName();
  }

  /// Describes a convolution.
  public static final class Builder extends QuantizedLayerBuilder<Builder> {
    private final Conv2dGeometry geometry;

    private Builder(Conv2dGeometry geometry) {
      this.geometry = geometry;
    }

    @Override
    Builder self() {
      return this;
    }

    /// Checks the description, packs the weights and returns the operator.
    ///
    /// @throws IllegalArgumentException if a part is missing or does not fit
    /// @throws io.bytelane.quant.QuantizationException `ACCUMULATOR_OVERFLOW` or
    ///     `INVALID_MULTIPLIER`
    public Conv2d build() {
      check(geometry.weightCount(), geometry.outputChannels());
      return new Conv2d(this);
    }
  }
}
