package io.bytelane;

import io.bytelane.internal.check.Checks;
import io.bytelane.internal.conv.FloatDepthwise;
import io.bytelane.internal.conv.ImagePatches;
import io.bytelane.internal.dispatch.KernelSet;
import io.bytelane.internal.dispatch.Kernels;
import io.bytelane.internal.gemm.MatrixRows;
import io.bytelane.internal.gemm.RowSource;
import io.bytelane.internal.gemm.RunCopier;
import io.bytelane.internal.pack.DepthwiseWeights;
import io.bytelane.internal.pack.WeightMatrix;
import java.util.Arrays;

/// A float32 two-dimensional convolution, the twin of [Conv2d]: same geometry, same lowering, same
/// register tile. Immutable and thread-safe.
///
/// Input and output: NHWC. Weights: OHWI with `I = inputChannels / groups`. Cells outside the image
/// are 0.
public final class FloatConv2d implements Operator {
  private final Conv2dGeometry geometry;
  private final int outputPixels;
  /// Null where the depthwise driver computes.
  private final FloatLayerCore core;

  private final FloatDepthwise depthwise;
  private final WorkspaceSize workspaceSize;

  private FloatConv2d(Builder builder) {
    geometry = builder.geometry;
    outputPixels = geometry.outputHeight() * geometry.outputWidth();
    if (geometry.isDepthwise()) {
      core = null;
      depthwise = depthwise(builder);
      workspaceSize = new WorkspaceSize(0, depthwise.ints(), depthwise.floats());
      return;
    }
    depthwise = null;
    int groupChannels = geometry.outputChannels() / geometry.groups();
    core = new FloatLayerCore(groupChannels);
    for (int group = 0; group < geometry.groups(); group++) {
      WeightMatrix matrix =
          WeightMatrix.channelMajor(
              group * groupChannels * geometry.depth(), groupChannels, geometry.depth());
      core.addGroup(builder, matrix, rows(group));
    }
    workspaceSize = core.workspaceSize();
  }

  private FloatDepthwise depthwise(Builder builder) {
    KernelSet kernels = Kernels.active();
    DepthwiseWeights weights =
        DepthwiseWeights.ofFloats(
            builder.weights,
            geometry.outputChannels(),
            geometry.depth(),
            kernels.elements().depthwise().nr());
    int padded = weights.panels() * weights.nr();
    float[] bias = builder.bias == null ? new float[padded] : Arrays.copyOf(builder.bias, padded);
    return new FloatDepthwise(kernels, geometry, weights, bias, builder.min, builder.max);
  }

  private RowSource<float[]> rows(int group) {
    return geometry.isPointwise()
        ? new MatrixRows<>(
            RunCopier.ofFloats(Kernels.active().converter()), geometry.inputChannels())
        : new ImagePatches<>(geometry, group, RunCopier.ofFloats(Kernels.active().converter()), 0f);
  }

  /// Returns a builder.
  public static Builder builder(Conv2dGeometry geometry) {
    return new Builder(geometry);
  }

  /// Computes the convolution.
  ///
  /// @param batch number of images, at least 0
  /// @throws IndexOutOfBoundsException if a range lies outside its array
  /// @throws IllegalArgumentException if the workspace is too small
  public void run(
      float[] input, int inputOffset, float[] output, int outputOffset, int batch, Workspace w) {
    Checks.atLeast("batch", batch, 0);
    Checks.range("input", input.length, inputOffset, (long) batch * geometry.inputSize());
    Checks.range("output", output.length, outputOffset, (long) batch * geometry.outputSize());
    w.require(workspaceSize);
    if (depthwise != null) {
      depthwise.run(input, inputOffset, batch, output, outputOffset, w.floats(), w.ints());
      return;
    }
    int rows = batch * outputPixels;
    core.run(input, inputOffset, output, outputOffset, geometry.outputChannels(), rows, w);
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
    return core == null
        ? KernelNames.active(Kernels.active().elements().depthwise().name())
        : core.kernelName();
  }

  @Override
  public long packedBytes() {
    return core == null ? 4L * geometry.weightCount() : core.packedBytes();
  }

  @Override
  public String toString() {
    return "FloatConv2d " + geometry + ", " + kernelName();
  }

  /// Describes a convolution.
  public static final class Builder extends FloatLayerBuilder<Builder> {
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
    public FloatConv2d build() {
      check(geometry.weightCount(), geometry.outputChannels());
      return new FloatConv2d(this);
    }
  }
}
