package io.bytelane;

import io.bytelane.OutputBuilder.OutputKind;
import io.bytelane.internal.check.Checks;
import io.bytelane.internal.conv.ConvLowering;
import io.bytelane.internal.dispatch.KernelSet;
import io.bytelane.internal.gemm.Route;
import io.bytelane.internal.gemm.StageFactory;
import io.bytelane.internal.pack.LayerData;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.Executor;

/// An int8 two-dimensional convolution: any kernel, stride, dilation, padding and groups. Immutable
/// and thread-safe.
///
/// Input: int8, NHWC. Weights: int8, OHWI with `I = inputChannels / groups`. Output: NHWC. A cell
/// outside the image counts as real 0, that is as the input zero point. Accumulation is exact in
/// int32; [QuantizedLayerBuilder] says how the output is formed. Results do not depend on the
/// number of images of a call.
public final class Conv2d implements Operator {
  private final Conv2dGeometry geometry;
  private final LayerCore core;
  private final WorkspaceSize workspaceSize;
  private final SegmentStaging segments;

  private Conv2d(Builder builder) {
    geometry = builder.geometry;
    LayerData layer = builder.layerData();
    core =
        new LayerCore(
            builder,
            new LayerCore.Lowering() {
              @Override
              public <T> Route<byte[], T> lower(KernelSet kernels, StageFactory<T> stages) {
                return ConvLowering.lower(geometry, layer, kernels, stages);
              }
            });
    workspaceSize = core.workspaceSize();
    segments =
        new SegmentStaging(
            OutputKind.INT8,
            geometry.inputSize(),
            geometry.inputSize(),
            core.outputKind(),
            geometry.outputSize(),
            geometry.outputSize(),
            workspaceSize);
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
    check(input.length, inputOffset, output.length, outputOffset, batch, w);
    w.run(core.int8(), input, inputOffset, output, outputOffset, batch);
  }

  /// Computes int32 accumulators; otherwise as the int8 form.
  public void run(
      byte[] input, int inputOffset, int[] output, int outputOffset, int batch, Workspace w) {
    check(input.length, inputOffset, output.length, outputOffset, batch, w);
    w.run(core.int32(), input, inputOffset, output, outputOffset, batch);
  }

  /// Computes real values; otherwise as the int8 form.
  public void run(
      byte[] input, int inputOffset, float[] output, int outputOffset, int batch, Workspace w) {
    check(input.length, inputOffset, output.length, outputOffset, batch, w);
    w.run(core.float32(), input, inputOffset, output, outputOffset, batch);
  }

  /// Computes int8 output on several threads; [Workspace] says how.
  ///
  /// @param executor runs up to `parallelism - 1` tasks beside the caller's thread
  /// @param parallelism number of threads, the caller's included, at least 1
  /// @throws IllegalArgumentException if `parallelism` is less than 1, or the workspace is too
  ///     small or made for fewer threads
  public void run(
      byte[] input,
      int inputOffset,
      byte[] output,
      int outputOffset,
      int batch,
      Workspace w,
      Executor executor,
      int parallelism) {
    check(input.length, inputOffset, output.length, outputOffset, batch, w);
    w.run(core.int8(), input, inputOffset, output, outputOffset, batch, executor, parallelism);
  }

  /// Computes int32 accumulators on several threads; otherwise as the int8 form.
  public void run(
      byte[] input,
      int inputOffset,
      int[] output,
      int outputOffset,
      int batch,
      Workspace w,
      Executor executor,
      int parallelism) {
    check(input.length, inputOffset, output.length, outputOffset, batch, w);
    w.run(core.int32(), input, inputOffset, output, outputOffset, batch, executor, parallelism);
  }

  /// Computes real values on several threads; otherwise as the int8 form.
  public void run(
      byte[] input,
      int inputOffset,
      float[] output,
      int outputOffset,
      int batch,
      Workspace w,
      Executor executor,
      int parallelism) {
    check(input.length, inputOffset, output.length, outputOffset, batch, w);
    w.run(core.float32(), input, inputOffset, output, outputOffset, batch, executor, parallelism);
  }

  /// Computes on memory segments, off the heap, mapped or of the heap, with the kind of output that
  /// the layer was built for; the bits are those of the array form. Blocks of images are copied to
  /// the workspace and back, so nothing is allocated. Values of four bytes have the byte order of
  /// the machine; no alignment is asked for.
  ///
  /// @param inputOffset first byte of the input in its segment
  /// @param outputOffset first byte of the output in its segment, which must not overlap the input
  /// @param batch number of images, at least 0
  /// @param w a workspace of at least [#segmentWorkspaceSize]
  /// @throws IndexOutOfBoundsException if a range lies outside its segment
  /// @throws IllegalArgumentException if the output is read-only or the workspace is too small
  /// @throws IllegalStateException if a segment is closed
  /// @throws WrongThreadException if a segment belongs to another thread
  public void run(
      MemorySegment input,
      long inputOffset,
      MemorySegment output,
      long outputOffset,
      int batch,
      Workspace w) {
    Checks.atLeast("batch", batch, 0);
    segments.check(input, inputOffset, output, outputOffset, batch, w);
    segments.run(core, input, inputOffset, output, outputOffset, batch, w);
  }

  private void check(
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
  }

  /// Returns the shape of the convolution.
  public Conv2dGeometry geometry() {
    return geometry;
  }

  @Override
  public WorkspaceSize workspaceSize() {
    return workspaceSize;
  }

  /// Returns the scratch memory that a call of `run` on memory segments needs.
  ///
  /// @throws IllegalArgumentException if no array can hold it: one image and its output then take
  ///     more than 2^31 elements
  public WorkspaceSize segmentWorkspaceSize() {
    return segments.workspaceSize();
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

    @Override
    long weightCount() {
      return geometry.weightCount();
    }

    /// Explains one output of the convolution that is described, as it stands for `build`. Cells
    /// outside the image have no product.
    ///
    /// @param input array that holds the images
    /// @param inputOffset first element of image 0
    /// @param image the image, at least 0
    /// @param y output row
    /// @param x output column
    /// @param channel output channel
    /// @return the way from the products to the output; see [Explanation]
    /// @throws IllegalArgumentException if a part is missing or does not fit
    /// @throws IndexOutOfBoundsException if image or output do not exist
    public Explanation explain(
        byte[] input, int inputOffset, int image, int y, int x, int channel) {
      check(geometry.outputChannels());
      Checks.atLeast("image", image, 0);
      Checks.index("y", y, geometry.outputHeight());
      Checks.index("x", x, geometry.outputWidth());
      Checks.index("channel", channel, geometry.outputChannels());
      Checks.range("input", input.length, inputOffset, (image + 1L) * geometry.inputSize());
      String output = name + ", image " + image + ", y " + y + ", x " + x + ", channel " + channel;
      LayerExplainer explainer = new LayerExplainer(new ExplanationSteps(output));
      int from = inputOffset + image * geometry.inputSize();
      for (int ky = 0; ky < geometry.kernelHeight(); ky++) {
        for (int kx = 0; kx < geometry.kernelWidth(); kx++) {
          addTap(explainer, input, from, y, x, channel, ky, kx);
        }
      }
      return explainer.explain(this, channel, geometry.depth());
    }

    private void addTap(
        LayerExplainer explainer,
        byte[] image,
        int imageOffset,
        int y,
        int x,
        int channel,
        int ky,
        int kx) {
      int row = y * geometry.strideHeight() + ky * geometry.dilationHeight() - geometry.padTop();
      int column = x * geometry.strideWidth() + kx * geometry.dilationWidth() - geometry.padLeft();
      boolean inside =
          row >= 0 && row < geometry.inputHeight() && column >= 0 && column < geometry.inputWidth();
      if (!inside) {
        return;
      }
      int groupInputs = geometry.inputChannels() / geometry.groups();
      int group = channel / (geometry.outputChannels() / geometry.groups());
      int pixel = (row * geometry.inputWidth() + column) * geometry.inputChannels();
      int tap = (channel * geometry.kernelHeight() + ky) * geometry.kernelWidth() + kx;
      for (int i = 0; i < groupInputs; i++) {
        explainer.add(
            input.type().value(image[imageOffset + pixel + group * groupInputs + i]),
            weightParams.type().value(weights[tap * groupInputs + i]));
      }
    }

    /// Checks the description, packs the weights and returns the operator.
    ///
    /// @throws IllegalArgumentException if a part is missing or does not fit
    /// @throws io.bytelane.quant.QuantizationException `ACCUMULATOR_OVERFLOW` or
    ///     `INVALID_MULTIPLIER`
    public Conv2d build() {
      check(geometry.outputChannels());
      return new Conv2d(this);
    }
  }
}
