package io.bytelane;

import io.bytelane.OutputBuilder.OutputKind;
import io.bytelane.internal.check.Checks;
import io.bytelane.internal.dispatch.KernelSet;
import io.bytelane.internal.dispatch.Kernels;
import io.bytelane.internal.gemm.DynamicRoute;
import io.bytelane.internal.kernel.QuantizeKernel;
import io.bytelane.internal.pack.Accumulator;
import io.bytelane.internal.pack.PackedWeights;
import io.bytelane.internal.pack.WeightMatrix;
import io.bytelane.quant.DynamicQuantizer;
import io.bytelane.quant.LevelRange;
import io.bytelane.quant.PerChannelQuantParams;
import io.bytelane.quant.QuantParams;
import io.bytelane.quant.QuantizationException;
import io.bytelane.quant.QuantizationException.Reason;
import io.bytelane.quant.QuantizedType;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.Executor;

/// A dynamically quantized fully connected layer: float32 in and out, int8 weights. Each call
/// quantizes its input to u8 by the range it finds, multiplies exactly in int32, and converts back:
/// `y[r][o] = fl32(float(acc) * fl32(sx * sw[o])) + bias[o]`. Immutable and thread-safe.
///
/// Range rule (ONNX DynamicQuantizeLinear): `lo = min(0, min)`, `hi = max(0, max)`,
/// `sx = fl32(fl32(hi - lo) / 255)`, `zx = rint(clamp(fl32(0 - fl32(lo / sx)), 0, 255))`; an input
/// of zeros has scale 1 and zero point 0.
public final class DynamicFullyConnected implements Operator {
  /// What shares a scale and a zero point.
  public enum Granularity {
    /// Each input row: a row's result does not depend on the rows beside it. The default.
    PER_ROW,
    /// All rows of a call, as ONNX DynamicQuantizeLinear does.
    PER_TENSOR
  }

  private static final LevelRange LEVELS = LevelRange.of(QuantizedType.U8);

  private final int inFeatures;
  private final int outFeatures;
  private final Granularity granularity;
  private final QuantizeKernel quantizer;
  private final DynamicRoute route;
  private final WorkspaceSize workspaceSize;
  private final SegmentStaging segments;

  private DynamicFullyConnected(Builder b) {
    inFeatures = b.inFeatures;
    outFeatures = b.outFeatures;
    granularity = b.granularity;
    KernelSet kernels = Kernels.active();
    quantizer = kernels.elements().quantize();
    WeightMatrix matrix = b.weightMatrix();
    PackedWeights packed =
        PackedWeights.pack(b.weights, matrix, b.params.type(), kernels.gemm().nr());
    int padded = packed.layout().paddedChannels();
    float[] scales = new float[padded];
    for (int c = 0; c < outFeatures; c++) {
      scales[c] = b.params.scale(c);
    }
    route =
        new DynamicRoute(
            kernels,
            packed,
            Accumulator.forAnyInput(b.name, packed, b.params),
            scales,
            b.bias == null ? new float[padded] : Arrays.copyOf(b.bias, padded),
            b.min,
            b.max,
            granularity == Granularity.PER_TENSOR);
    workspaceSize = WorkspaceSize.of(route);
    segments =
        new SegmentStaging(
            OutputKind.FLOAT32,
            inFeatures,
            inFeatures,
            OutputKind.FLOAT32,
            outFeatures,
            outFeatures,
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

  /// Computes the layer on consecutive rows.
  ///
  /// @param rows number of rows, at least 0
  /// @throws QuantizationException `NON_FINITE_DATA` naming the first row that holds NaN or an
  ///     infinity; nothing is written then
  /// @throws IndexOutOfBoundsException if a range lies outside its array
  /// @throws IllegalArgumentException if the workspace is too small
  public void run(
      float[] input, int inputOffset, float[] output, int outputOffset, int rows, Workspace w) {
    check(input.length, inputOffset, output.length, outputOffset, rows, w);
    examine(input, inputOffset, rows, w, 1);
    w.run(route, input, inputOffset, output, outputOffset, rows);
  }

  /// Computes the layer on several threads; [Workspace] says how. Finiteness, and the range of
  /// `PER_TENSOR`, are found on the caller's thread alone.
  ///
  /// @param executor runs up to `parallelism - 1` tasks beside the caller's thread
  /// @param parallelism number of threads, the caller's included, at least 1
  /// @throws IllegalArgumentException if `parallelism` is less than 1, or the workspace is too
  ///     small or made for fewer threads
  public void run(
      float[] input,
      int inputOffset,
      float[] output,
      int outputOffset,
      int rows,
      Workspace w,
      Executor executor,
      int parallelism) {
    check(input.length, inputOffset, output.length, outputOffset, rows, w);
    w.requireParallelism(executor, parallelism);
    examine(input, inputOffset, rows, w, parallelism);
    w.run(route, input, inputOffset, output, outputOffset, rows, executor, parallelism);
  }

  /// Computes the layer on consecutive rows in memory segments, off the heap, mapped or of the
  /// heap; the bits are those of the array form. Blocks of rows are copied to the workspace and
  /// back, the input twice: once for finiteness and range, once for the products. Values have the
  /// byte order of the machine; no alignment is asked for.
  ///
  /// @param inputOffset first byte of the input in its segment
  /// @param outputOffset first byte of the output in its segment, which must not overlap the input
  /// @param rows number of rows, at least 0
  /// @param w a workspace of at least [#segmentWorkspaceSize]
  /// @throws QuantizationException `NON_FINITE_DATA` naming the first row that holds NaN or an
  ///     infinity; nothing is written then
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
    for (int row = 0; row < rows; row += segments.block()) {
      int count = Math.min(segments.block(), rows - row);
      segments.load(input, inputOffset, row, count, w);
      if (!isFinite(w, row == 0, count)) {
        throw notFinite(w.floats(), segments.inputAt(), row, count);
      }
    }
    for (int row = 0; row < rows; row += segments.block()) {
      int count = Math.min(segments.block(), rows - row);
      segments.load(input, inputOffset, row, count, w);
      w.run(route, w.floats(), segments.inputAt(), w.floats(), segments.outputAt(), count);
      segments.store(output, outputOffset, row, count, w);
    }
  }

  /// Returns whether a block in the workspace is finite, and notes its part of a common range.
  private boolean isFinite(Workspace w, boolean first, int rows) {
    if (granularity != Granularity.PER_TENSOR) {
      return quantizer.isFinite(w.floats(), segments.inputAt(), rows * inFeatures);
    }
    return first
        ? route.findRange(w.floats(), segments.inputAt(), rows, w.lane(0))
        : route.widenRange(w.floats(), segments.inputAt(), rows, w.lane(0));
  }

  private void check(
      int inputLength, int inputOffset, int outputLength, int outputOffset, int rows, Workspace w) {
    Checks.atLeast("rows", rows, 0);
    Checks.range("input", inputLength, inputOffset, (long) rows * inFeatures);
    Checks.range("output", outputLength, outputOffset, (long) rows * outFeatures);
    w.require(workspaceSize);
  }

  /// Refuses input that is not finite and leaves the range of a whole tensor to each thread.
  private void examine(float[] input, int inputOffset, int rows, Workspace w, int threads) {
    boolean perTensor = granularity == Granularity.PER_TENSOR;
    boolean finite =
        perTensor
            ? route.findRange(input, inputOffset, rows, w.lane(0))
            : quantizer.isFinite(input, inputOffset, rows * inFeatures);
    if (!finite) {
      throw notFinite(input, inputOffset, 0, rows);
    }
    for (int thread = 1; perTensor && thread < threads; thread++) {
      route.copyRange(w.lane(0), w.lane(thread));
    }
  }

  /// Names the first row of a block that is not finite; the block starts with row `first`.
  private QuantizationException notFinite(float[] input, int inputOffset, int first, int rows) {
    int row = 0;
    while (row < rows - 1
        && quantizer.isFinite(input, inputOffset + row * inFeatures, inFeatures)) {
      row++;
    }
    return new QuantizationException(
        Reason.NON_FINITE_DATA,
        Checks.message("input: row " + (first + row), "NaN or infinite", "finite values"),
        first + row,
        1);
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
    return KernelNames.active(route.name());
  }

  @Override
  public long packedBytes() {
    return route.packedBytes();
  }

  @Override
  public String toString() {
    return "DynamicFullyConnected " + inFeatures + " -> " + outFeatures + ", " + kernelName();
  }

  /// Describes a dynamically quantized layer.
  public static final class Builder {
    private final int inFeatures;
    private final int outFeatures;
    private String name = "layer";
    private byte[] weights;
    private PerChannelQuantParams params;
    private float[] bias;
    private boolean depthMajor;
    private Granularity granularity = Granularity.PER_ROW;
    private float min = Float.NEGATIVE_INFINITY;
    private float max = Float.POSITIVE_INFINITY;

    private Builder(int inFeatures, int outFeatures) {
      this.inFeatures = Checks.atLeast("inFeatures", inFeatures, 1);
      this.outFeatures = Checks.atLeast("outFeatures", outFeatures, 1);
    }

    /// Names the layer in error messages. Default: `layer`.
    public Builder name(String layerName) {
      name = Objects.requireNonNull(layerName, "name");
      return this;
    }

    /// Sets the weights `[outFeatures][inFeatures]` and how they are quantized. Required.
    public Builder weights(byte[] values, PerChannelQuantParams quantization) {
      weights = Objects.requireNonNull(values, "weights");
      params = Objects.requireNonNull(quantization, "weightParams");
      return this;
    }

    /// Sets weights that lie in a memory segment, a mapped file for instance; otherwise as the
    /// array form. They are copied here, so the segment may be closed after `build`.
    ///
    /// @param values exactly as many bytes as the layer has weights
    /// @throws IllegalArgumentException if the size is another one
    public Builder weights(MemorySegment values, PerChannelQuantParams quantization) {
      return weights(
          PackedLevels.copy(name, values, (long) inFeatures * outFeatures), quantization);
    }

    /// Sets weights of 4 or 2 bits that are stored two or four to a byte, as
    /// [FullyConnected.Builder#packedWeights] takes them.
    ///
    /// @param packed the bytes, exactly as many as the weights need; not kept
    /// @param bits 4 or 2
    /// @param quantization their quantization, zero points within the bits
    /// @throws IllegalArgumentException if the length is another one
    public Builder packedWeights(byte[] packed, int bits, PerChannelQuantParams quantization) {
      long count = (long) inFeatures * outFeatures;
      return weights(
          PackedLevels.unpack(name, packed, count, bits, quantization.type()), quantization);
    }

    /// Declares the weights to lie as `[inFeatures][outFeatures]`.
    public Builder weightsDepthMajor() {
      depthMajor = true;
      return this;
    }

    /// Sets the real bias, one value for each output channel. Default, and null: no bias.
    public Builder bias(float[] values) {
      bias = values;
      return this;
    }

    /// Sets what shares a scale. Default: each row.
    public Builder granularity(Granularity value) {
      granularity = Objects.requireNonNull(value, "granularity");
      return this;
    }

    /// Clamps the output, as a fused activation does. Default: no clamp.
    public Builder clamp(float low, float high) {
      Checks.that(low <= high, "min", low, "<= max = " + high);
      min = low;
      max = high;
      return this;
    }

    /// Explains one output of a call with the layer that is described.
    ///
    /// @param input array that holds the rows of the call
    /// @param inputOffset first element of row 0
    /// @param rows number of rows of the call; they share one range if the layer is `PER_TENSOR`
    /// @param row the row, in [0, rows)
    /// @param outFeature the output of the row
    /// @return the way from the range of the input to the output; see [Explanation]
    /// @throws IllegalArgumentException if a part is missing or does not fit
    /// @throws QuantizationException `NON_FINITE_DATA` if a value of the range is NaN or infinite
    /// @throws IndexOutOfBoundsException if row or output do not exist
    public Explanation explain(float[] input, int inputOffset, int rows, int row, int outFeature) {
      check();
      Checks.index("row", row, rows);
      Checks.index("outFeature", outFeature, outFeatures);
      Checks.range("input", input.length, inputOffset, (long) rows * inFeatures);
      int first = inputOffset + row * inFeatures;
      QuantParams x =
          granularity == Granularity.PER_ROW
              ? DynamicQuantizer.choose(input, first, inFeatures, row, LEVELS)
              : DynamicQuantizer.choose(input, inputOffset, rows * inFeatures, row, LEVELS);
      ExplanationSteps steps =
          new ExplanationSteps(name + ", row " + row + ", output " + outFeature);
      String range = granularity == Granularity.PER_ROW ? "range of the row" : "range of all rows";
      steps.add("input scale", range + ", widened to hold 0, / 255", x.scale());
      steps.add("input level of 0", "-(least value) / scale, rounded", x.zeroPoint());
      LayerExplainer explainer = new LayerExplainer(steps);
      WeightMatrix matrix = weightMatrix();
      for (int i = 0; i < inFeatures; i++) {
        explainer.add(
            x.quantize(input[first + i]),
            params.type().value(weights[matrix.index(outFeature, i)]));
      }
      int acc = explainer.accumulator(x.zeroPoint(), params.zeroPoint(outFeature), 0, inFeatures);
      float product = explainer.product(acc, x.scale(), params, outFeature);
      float real = bias == null ? 0 : bias[outFeature];
      explainer.output(steps.add("with bias", "+ " + real, product + real), min, max);
      return steps.done();
    }

    private WeightMatrix weightMatrix() {
      return depthMajor
          ? WeightMatrix.depthMajor(outFeatures, inFeatures)
          : WeightMatrix.channelMajor(0, outFeatures, inFeatures);
    }

    /// Checks the description, packs the weights and returns the operator.
    ///
    /// @throws IllegalArgumentException if a part is missing or does not fit
    /// @throws QuantizationException `ACCUMULATOR_OVERFLOW` if some input could drive a sum beyond
    ///     int32
    public DynamicFullyConnected build() {
      check();
      return new DynamicFullyConnected(this);
    }

    private void check() {
      Checks.that(weights != null, name + ": weights", null, "set by weights(...)");
      Checks.length(name + ": weights", weights.length, (long) inFeatures * outFeatures);
      Checks.length(name + ": weightParams", params.channels(), outFeatures);
      if (bias != null) {
        Checks.length(name + ": bias", bias.length, outFeatures);
      }
    }
  }
}
