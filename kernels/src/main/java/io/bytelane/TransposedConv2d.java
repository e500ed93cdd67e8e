package io.bytelane;

import io.bytelane.internal.check.Checks;
import io.bytelane.internal.conv.TransposedLowering;
import io.bytelane.internal.dispatch.KernelSet;
import io.bytelane.internal.gemm.Route;
import io.bytelane.internal.gemm.StageFactory;
import io.bytelane.internal.pack.LayerData;
import java.util.concurrent.Executor;

/// An int8 two-dimensional transposed convolution (deconvolution): any kernel, stride, dilation,
/// padding, output padding and groups. Immutable and thread-safe.
///
/// Input: int8, NHWC. Weights: int8, OHWI with `I = inputChannels / groups`, the scale of each
/// output channel its own. Output: NHWC. Accumulation is exact in int32; [QuantizedLayerBuilder]
/// says how the output is formed. Results do not depend on the number of images of a call.
///
/// The output pixels are computed in `strideHeight * strideWidth` phases, each an ordinary
/// convolution with some of the taps. Narrow groups are merged, as those of [Conv2d] are.
public final class TransposedConv2d implements Operator {
  private final TransposedConv2dGeometry geometry;
  private final LayerCore core;
  private final WorkspaceSize workspaceSize;

  private TransposedConv2d(Builder builder) {
    geometry = builder.geometry;
    LayerData layer = builder.layerData();
    core =
        new LayerCore(
            builder,
            new LayerCore.Lowering() {
              @Override
              public <T> Route<byte[], T> lower(KernelSet kernels, StageFactory<T> stages) {
                return TransposedLowering.lower(geometry, layer, kernels, stages);
              }
            });
    workspaceSize = core.workspaceSize();
  }

  /// Returns a builder.
  public static Builder builder(TransposedConv2dGeometry geometry) {
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

  /// Returns the shape of the transposed convolution.
  public TransposedConv2dGeometry geometry() {
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
    return "TransposedConv2d " + geometry + ", " + kernelName();
  }

  /// Describes a transposed convolution.
  public static final class Builder extends QuantizedLayerBuilder<Builder> {
    private final TransposedConv2dGeometry geometry;

    private Builder(TransposedConv2dGeometry geometry) {
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

    /// Explains one output of the transposed convolution that is described, as it stands for
    /// `build`. Taps that meet no input cell, between the strides or outside, have no product.
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
      TransposedConv2dGeometry g = geometry;
      check(g.outputChannels());
      Checks.atLeast("image", image, 0);
      Checks.index("y", y, g.outputHeight());
      Checks.index("x", x, g.outputWidth());
      Checks.index("channel", channel, g.outputChannels());
      Checks.range("input", input.length, inputOffset, (image + 1L) * g.inputSize());
      String output = name + ", image " + image + ", y " + y + ", x " + x + ", channel " + channel;
      LayerExplainer explainer = new LayerExplainer(new ExplanationSteps(output));
      int from = inputOffset + image * g.inputSize();
      for (int ky = 0; ky < g.kernelHeight(); ky++) {
        int row = cell(y + g.padTop() - ky * g.dilationHeight(), g.strideHeight());
        for (int kx = 0; kx < g.kernelWidth(); kx++) {
          int column = cell(x + g.padLeft() - kx * g.dilationWidth(), g.strideWidth());
          if (row >= 0 && row < g.inputHeight() && column >= 0 && column < g.inputWidth()) {
            int pixel = from + (row * g.inputWidth() + column) * g.inputChannels();
            int tap = (channel * g.kernelHeight() + ky) * g.kernelWidth() + kx;
            addTap(explainer, input, pixel, tap, channel);
          }
        }
      }
      return explainer.explain(this, channel, 0);
    }

    /// Returns the input cell that spreads to a place, -1 between the strides.
    private static int cell(int place, int stride) {
      return place % stride == 0 ? place / stride : -1;
    }

    private void addTap(LayerExplainer explainer, byte[] images, int pixel, int tap, int channel) {
      int groupInputs = geometry.inputChannels() / geometry.groups();
      int group = channel / (geometry.outputChannels() / geometry.groups());
      for (int i = 0; i < groupInputs; i++) {
        explainer.add(
            input.type().value(images[pixel + group * groupInputs + i]),
            weightParams.type().value(weights[tap * groupInputs + i]));
      }
    }

    /// Checks the description, packs the weights and returns the operator.
    ///
    /// @throws IllegalArgumentException if a part is missing or does not fit
    /// @throws io.bytelane.quant.QuantizationException `ACCUMULATOR_OVERFLOW` or
    ///     `INVALID_MULTIPLIER`
    public TransposedConv2d build() {
      check(geometry.outputChannels());
      return new TransposedConv2d(this);
    }
  }
}
