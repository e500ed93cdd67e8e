package io.bytelane;

import io.bytelane.OutputBuilder.OutputKind;
import io.bytelane.internal.check.Checks;
import io.bytelane.internal.dispatch.KernelSet;
import io.bytelane.internal.gemm.MatrixRoute;
import io.bytelane.internal.gemm.Route;
import io.bytelane.internal.gemm.StageFactory;
import io.bytelane.internal.pack.LayerData;
import io.bytelane.internal.pack.WeightMatrix;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.Executor;

/// An int8 fully connected layer: `acc[r][o] = sum over i of (x[r][i] - zx) * (w[o][i] - zw[o]) +
/// bias[o]`, exact in int32, then requantized, dequantized or written as it is. Immutable and
/// thread-safe.
///
/// Input: int8, `rows x inFeatures`, row-major. Weights: int8, `[outFeatures][inFeatures]`. Output:
/// `rows x outFeatures`, row-major. Rows may be further apart than their length
/// ([Builder#strides(int, int)]). Results do not depend on the number of rows of a call.
///
/// Weights that could drive a sum beyond int32 are refused when the layer is built.
public final class FullyConnected implements Operator {
  private final int inFeatures;
  private final int outFeatures;
  private final int inputStride;
  private final int outputStride;
  private final LayerCore core;
  private final WorkspaceSize workspaceSize;
  private final SegmentStaging segments;

  private FullyConnected(Builder builder) {
    inFeatures = builder.inFeatures;
    outFeatures = builder.outFeatures;
    inputStride = builder.inputStride;
    outputStride = builder.outputStride;
    WeightMatrix matrix = builder.weightMatrix();
    LayerData layer = builder.layerData();
    core =
        new LayerCore(
            builder,
            new LayerCore.Lowering() {
              @Override
              public <T> Route<byte[], T> lower(KernelSet kernels, StageFactory<T> stages) {
                return MatrixRoute.ofMatrix(
                    layer, matrix, kernels, stages, inputStride, outputStride);
              }
            });
    workspaceSize = core.workspaceSize();
    segments =
        new SegmentStaging(
            OutputKind.INT8,
            inFeatures,
            inputStride,
            core.outputKind(),
            outFeatures,
            outputStride,
            workspaceSize);
  }

  /// Returns a builder.
  ///
  /// @param inFeatures values of an input row, at least 1: what a description fixes is not empty (a
  ///     layer without weights is the constant of its bias); what comes with a call may be
  /// @param outFeatures values of an output row, at least 1
  public static Builder builder(int inFeatures, int outFeatures) {
    return new Builder(inFeatures, outFeatures);
  }

  /// Computes int8 output.
  ///
  /// @param rows number of rows, at least 0
  /// @throws IndexOutOfBoundsException if a range lies outside its array
  /// @throws IllegalArgumentException if the workspace is too small
  /// @throws IllegalStateException if the layer was built for another kind of output
  public void run(
      byte[] input, int inputOffset, byte[] output, int outputOffset, int rows, Workspace w) {
    check(input.length, inputOffset, output.length, outputOffset, rows, w);
    w.run(core.int8(), input, inputOffset, output, outputOffset, rows);
  }

  /// Computes int32 accumulators; otherwise as the int8 form.
  public void run(
      byte[] input, int inputOffset, int[] output, int outputOffset, int rows, Workspace w) {
    check(input.length, inputOffset, output.length, outputOffset, rows, w);
    w.run(core.int32(), input, inputOffset, output, outputOffset, rows);
  }

  /// Computes real values; otherwise as the int8 form.
  public void run(
      byte[] input, int inputOffset, float[] output, int outputOffset, int rows, Workspace w) {
    check(input.length, inputOffset, output.length, outputOffset, rows, w);
    w.run(core.float32(), input, inputOffset, output, outputOffset, rows);
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
      int rows,
      Workspace w,
      Executor executor,
      int parallelism) {
    check(input.length, inputOffset, output.length, outputOffset, rows, w);
    w.run(core.int8(), input, inputOffset, output, outputOffset, rows, executor, parallelism);
  }

  /// Computes int32 accumulators on several threads; otherwise as the int8 form.
  public void run(
      byte[] input,
      int inputOffset,
      int[] output,
      int outputOffset,
      int rows,
      Workspace w,
      Executor executor,
      int parallelism) {
    check(input.length, inputOffset, output.length, outputOffset, rows, w);
    w.run(core.int32(), input, inputOffset, output, outputOffset, rows, executor, parallelism);
  }

  /// Computes real values on several threads; otherwise as the int8 form.
  public void run(
      byte[] input,
      int inputOffset,
      float[] output,
      int outputOffset,
      int rows,
      Workspace w,
      Executor executor,
      int parallelism) {
    check(input.length, inputOffset, output.length, outputOffset, rows, w);
    w.run(core.float32(), input, inputOffset, output, outputOffset, rows, executor, parallelism);
  }

  /// Computes on memory segments, off the heap, mapped or of the heap, with the kind of output that
  /// the layer was built for; the bits are those of the array form. Blocks of rows are copied to
  /// the workspace and back, so nothing is allocated, and what lies between output rows is not
  /// touched. Values of four bytes have the byte order of the machine; no alignment is asked for.
  ///
  /// @param inputOffset first byte of the input in its segment
  /// @param outputOffset first byte of the output in its segment, which must not overlap the input
  /// @param rows number of rows, at least 0
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
      int rows,
      Workspace w) {
    Checks.atLeast("rows", rows, 0);
    segments.check(input, inputOffset, output, outputOffset, rows, w);
    segments.run(core, input, inputOffset, output, outputOffset, rows, w);
  }

  private void check(
      int inputLength, int inputOffset, int outputLength, int outputOffset, int rows, Workspace w) {
    Checks.atLeast("rows", rows, 0);
    Checks.range("input", inputLength, inputOffset, Checks.strided(rows, inputStride, inFeatures));
    Checks.range(
        "output", outputLength, outputOffset, Checks.strided(rows, outputStride, outFeatures));
    w.require(workspaceSize);
  }

  /// Returns the values of an input row.
  public int inFeatures() {
    return inFeatures;
  }

  /// Returns the values of an output row.
  public int outFeatures() {
    return outFeatures;
  }

  @Override
  public WorkspaceSize workspaceSize() {
    return workspaceSize;
  }

  /// Returns the scratch memory that a call of `run` on memory segments needs.
  ///
  /// @throws IllegalArgumentException if no array can hold it: one row and its output then take
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
    return "FullyConnected " + inFeatures + " -> " + outFeatures + ", " + kernelName();
  }

  /// Describes a fully connected layer.
  public static final class Builder extends QuantizedLayerBuilder<Builder> {
    private final int inFeatures;
    private final int outFeatures;
    private int inputStride;
    private int outputStride;
    private boolean depthMajor;

    private Builder(int inFeatures, int outFeatures) {
      this.inFeatures = Checks.atLeast("inFeatures", inFeatures, 1);
      this.outFeatures = Checks.atLeast("outFeatures", outFeatures, 1);
      inputStride = inFeatures;
      outputStride = outFeatures;
    }

    @Override
    Builder self() {
      return this;
    }

    @Override
    long weightCount() {
      return (long) inFeatures * outFeatures;
    }

    /// Declares the weights to lie as `[inFeatures][outFeatures]`, as the right operand of a matrix
    /// product does.
    public Builder weightsDepthMajor() {
      depthMajor = true;
      return this;
    }

    /// Sets the distance of rows in elements. Default: rows are consecutive.
    ///
    /// @param input at least `inFeatures`
    /// @param output at least `outFeatures`
    public Builder strides(int input, int output) {
      inputStride = Checks.atLeast("inputStride", input, inFeatures);
      outputStride = Checks.atLeast("outputStride", output, outFeatures);
      return this;
    }

    /// Explains one output of the layer that is described, as it stands for `build`.
    ///
    /// @param input array that holds the input rows
    /// @param inputOffset first element of row 0
    /// @param row the row, at least 0
    /// @param outFeature the output of the row
    /// @return the way from the products to the output; see [Explanation]
    /// @throws IllegalArgumentException if a part is missing or does not fit
    /// @throws IndexOutOfBoundsException if row or output do not exist
    public Explanation explain(byte[] input, int inputOffset, int row, int outFeature) {
      check(outFeatures);
      Checks.atLeast("row", row, 0);
      Checks.index("outFeature", outFeature, outFeatures);
      long first = (long) row * inputStride;
      Checks.range("input", input.length, inputOffset, first + inFeatures);
      LayerExplainer explainer =
          new LayerExplainer(
              new ExplanationSteps(name + ", row " + row + ", output " + outFeature));
      WeightMatrix matrix = weightMatrix();
      for (int i = 0; i < inFeatures; i++) {
        explainer.add(
            this.input.type().value(input[inputOffset + (int) first + i]),
            weightParams.type().value(weights[matrix.index(outFeature, i)]));
      }
      return explainer.explain(this, outFeature, inFeatures);
    }

    private WeightMatrix weightMatrix() {
      return depthMajor
          ? WeightMatrix.depthMajor(outFeatures, inFeatures)
          : WeightMatrix.channelMajor(0, outFeatures, inFeatures);
    }

    /// Checks the description, packs the weights and returns the operator.
    ///
    /// @throws IllegalArgumentException if a part is missing or does not fit
    /// @throws io.bytelane.quant.QuantizationException `ACCUMULATOR_OVERFLOW` or
    ///     `INVALID_MULTIPLIER`
    public FullyConnected build() {
      check(outFeatures);
      return new FullyConnected(this);
    }
  }
}
