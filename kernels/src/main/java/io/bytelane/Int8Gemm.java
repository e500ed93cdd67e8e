package io.bytelane;

import io.bytelane.OutputBuilder.OutputKind;
import io.bytelane.internal.check.Checks;
import io.bytelane.internal.dispatch.KernelSet;
import io.bytelane.internal.dispatch.Kernels;
import io.bytelane.internal.gemm.GemmCall;
import io.bytelane.internal.gemm.GemmZeroPoints;
import io.bytelane.internal.gemm.OutputStage;
import io.bytelane.internal.gemm.RuntimeGemm;
import io.bytelane.internal.pack.Accumulator;
import io.bytelane.quant.FixedPointMultiplier;
import io.bytelane.quant.Multipliers;
import io.bytelane.quant.PerChannelQuantParams;
import io.bytelane.quant.QuantParams;
import io.bytelane.quant.QuantizationException;
import io.bytelane.quant.QuantizationException.Reason;
import io.bytelane.quant.RequantScheme;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.Executor;

/// An int8 matrix product of two operands that come with the call, as attention layers need it:
/// `acc[i][j] = bias[j] + sum over p of (a[i][p] - za) * (b[p][j] - zb[j])`, exact in int32, then
/// requantized, dequantized or written as it is. Immutable and thread-safe.
///
/// [GemmShape] gives sizes, strides, transposition and batch of each call, up to the sizes that the
/// operator was built for. B is packed into the workspace during the call. With int32 output this
/// is ONNX MatMulInteger, with int8 output QLinearMatMul.
///
/// Zero points are those of the description, or come with the call: `za` for each row, `zb` for
/// each column; likewise the scales of the rows of A, as a product of values that were quantized
/// row by row has them. Bias and scales of B belong to the description.
///
/// That no sum leaves int32 follows from k, the types, the zero points and the bias; a call for
/// which it does not follow is refused, unless [Builder#wrapAccumulator()] lets sums wrap.
public final class Int8Gemm implements Operator {
  private final String name;
  private final int maxN;
  private final int maxK;
  private final boolean wrap;
  private final OutputKind outputKind;
  private final QuantParams left;
  private final PerChannelQuantParams right;
  private final RequantScheme scheme;
  private final QuantParams output;
  private final float greatestRightScale;
  private final ProductBounds bounds;
  private final float[] leftScale;
  private final int[] leftZeroPoints;
  private final int[] rightZeroPoints;
  private final KernelSet kernels = Kernels.active();
  private final RuntimeGemm<?> product;
  private final WorkspaceSize workspaceSize;

  private Int8Gemm(Builder b) {
    name = b.name;
    maxN = b.maxN;
    maxK = b.maxK;
    wrap = b.wrap;
    outputKind = b.outputKind;
    left = b.input;
    right = b.weightParams;
    scheme = b.scheme;
    output = b.output;
    leftScale = new float[] {left.scale()};
    leftZeroPoints = new int[] {left.zeroPoint()};
    rightZeroPoints = b.rightZeroPoints();
    GemmZeroPoints za = new GemmZeroPoints();
    za.set(left.type(), leftZeroPoints);
    GemmZeroPoints zb = new GemmZeroPoints();
    zb.set(right.type(), rightZeroPoints);
    int nr = kernels.gemm().nr();
    int[] bias = new int[(maxN + nr - 1) / nr * nr];
    if (b.bias != null) {
      System.arraycopy(b.bias, 0, bias, 0, maxN);
    }
    LayerStages stages = new LayerStages(b, kernels.epilogue());
    boolean shifts = outputKind == OutputKind.INT8 && scheme == RequantScheme.FIXED_DOUBLE;
    FixedPointMultiplier[] shifting =
        shifts ? stages.fixedPointMultipliers() : new FixedPointMultiplier[0];
    bounds = ProductBounds.of(name, b.bias, shifting);
    if (!wrap) {
      bounds.requireInt32("maxK", maxK, za, zb);
    }
    Accumulator accumulator =
        wrap
            ? Accumulator.wrapping(bias)
            : Accumulator.bounded(
                bias,
                GemmZeroPoints.leastSum(za, zb, maxK),
                GemmZeroPoints.greatestSum(za, zb, maxK));
    int rows = RuntimeGemm.rowParameters(kernels);
    greatestRightScale = greatest(right.scales());
    product =
        switch (outputKind) {
          case INT8 ->
              product(stages.int8(accumulator, 0, maxN), stages.int8Rows(accumulator, maxN, rows));
          case INT32 -> product(stages.int32(accumulator, 0, maxN), null);
          case FLOAT32 ->
              product(
                  stages.float32(accumulator, 0, maxN),
                  stages.float32Rows(accumulator, maxN, rows));
        };
    long floats = product.scratchFloats();
    Checks.that(floats < 1 << 29, name + ": maxK", maxK, "workspace below 2^29 floats");
    workspaceSize = new WorkspaceSize(product.scratchBytes(), product.scratchInts(), (int) floats);
  }

  private <T> RuntimeGemm<T> product(OutputStage<T> stage, OutputStage<T> rowStage) {
    return new RuntimeGemm<>(kernels, left.type(), right.type(), maxK, stage, rowStage);
  }

  private static float greatest(float[] scales) {
    float greatest = 0f;
    for (float scale : scales) {
      greatest = Math.max(greatest, scale);
    }
    return greatest;
  }

  /// Returns a builder.
  ///
  /// @param maxN columns of B that a call may have, at least 1
  /// @param maxK rows of B that a call may have, at least 1
  public static Builder builder(int maxN, int maxK) {
    return new Builder(maxN, maxK);
  }

  /// Computes int8 output, with the zero points of the description.
  ///
  /// @param a left operand, from `aOffset` on
  /// @param b right operand, from `bOffset` on
  /// @param c output, from `cOffset` on
  /// @throws IndexOutOfBoundsException if a range lies outside its array
  /// @throws IllegalArgumentException if n or k exceed what the operator was built for, or the
  ///     workspace is too small
  /// @throws IllegalStateException if the operator was built for another kind of output
  public void run(
      GemmShape shape,
      byte[] a,
      int aOffset,
      byte[] b,
      int bOffset,
      byte[] c,
      int cOffset,
      Workspace w) {
    prepare(OutputKind.INT8, shape, a, aOffset, null, null, b, bOffset, null, c.length, cOffset, w);
    finish(a, aOffset, c, cOffset, w);
  }

  /// Computes the int32 sums; otherwise as the int8 form.
  public void run(
      GemmShape shape,
      byte[] a,
      int aOffset,
      byte[] b,
      int bOffset,
      int[] c,
      int cOffset,
      Workspace w) {
    prepare(
        OutputKind.INT32, shape, a, aOffset, null, null, b, bOffset, null, c.length, cOffset, w);
    finish(a, aOffset, c, cOffset, w);
  }

  /// Computes real values; otherwise as the int8 form.
  public void run(
      GemmShape shape,
      byte[] a,
      int aOffset,
      byte[] b,
      int bOffset,
      float[] c,
      int cOffset,
      Workspace w) {
    prepare(
        OutputKind.FLOAT32, shape, a, aOffset, null, null, b, bOffset, null, c.length, cOffset, w);
    finish(a, aOffset, c, cOffset, w);
  }

  /// Computes int8 output, with scales and zero points of the call, on several threads; [Workspace]
  /// says how.
  ///
  /// @param aScales one for all rows of A, one for each of its m rows, or one for each row of
  ///     each matrix of a batch; null for that of the description
  /// @param aZeroPoints one for all rows of A, one for each of its m rows, or one for each row of
  ///     each matrix of a batch; null for that of the description
  /// @param bZeroPoints likewise for the n columns of B
  /// @param executor runs up to `parallelism - 1` tasks beside the caller's thread
  /// @param parallelism number of threads, the caller's included, at least 1
  /// @throws QuantizationException `INVALID_SCALE` with the first that is not finite and above 0;
  ///     `INVALID_MULTIPLIER` if one times the greatest scale of B, divided by that of the output,
  ///     is infinite; `UNSUPPORTED` for scales with a fixed-point scheme; `INVALID_ZERO_POINT` with
  ///     the first outside its type; `ACCUMULATOR_OVERFLOW` if some operands could drive a sum
  ///     beyond int32, or beyond what a left shift of `FIXED_DOUBLE` leaves of it
  /// @throws IllegalArgumentException if `parallelism` is less than 1, or the workspace is too
  ///     small or made for fewer threads
  public void run(
      GemmShape shape,
      byte[] a,
      int aOffset,
      float[] aScales,
      int[] aZeroPoints,
      byte[] b,
      int bOffset,
      int[] bZeroPoints,
      byte[] c,
      int cOffset,
      Workspace w,
      Executor executor,
      int parallelism) {
    w.requireParallelism(executor, parallelism);
    prepare(
        OutputKind.INT8,
        shape,
        a,
        aOffset,
        aScales,
        aZeroPoints,
        b,
        bOffset,
        bZeroPoints,
        c.length,
        cOffset,
        w);
    finish(a, aOffset, c, cOffset, w, executor, parallelism);
  }

  /// Computes the int32 sums on several threads, which no scale enters; otherwise as the int8 form.
  public void run(
      GemmShape shape,
      byte[] a,
      int aOffset,
      int[] aZeroPoints,
      byte[] b,
      int bOffset,
      int[] bZeroPoints,
      int[] c,
      int cOffset,
      Workspace w,
      Executor executor,
      int parallelism) {
    w.requireParallelism(executor, parallelism);
    prepare(
        OutputKind.INT32,
        shape,
        a,
        aOffset,
        null,
        aZeroPoints,
        b,
        bOffset,
        bZeroPoints,
        c.length,
        cOffset,
        w);
    finish(a, aOffset, c, cOffset, w, executor, parallelism);
  }

  /// Computes real values on several threads; otherwise as the int8 form.
  public void run(
      GemmShape shape,
      byte[] a,
      int aOffset,
      float[] aScales,
      int[] aZeroPoints,
      byte[] b,
      int bOffset,
      int[] bZeroPoints,
      float[] c,
      int cOffset,
      Workspace w,
      Executor executor,
      int parallelism) {
    w.requireParallelism(executor, parallelism);
    prepare(
        OutputKind.FLOAT32,
        shape,
        a,
        aOffset,
        aScales,
        aZeroPoints,
        b,
        bOffset,
        bZeroPoints,
        c.length,
        cOffset,
        w);
    finish(a, aOffset, c, cOffset, w, executor, parallelism);
  }

  /// Checks everything, then leaves the call in the workspace.
  private void prepare(
      OutputKind asked,
      GemmShape g,
      byte[] a,
      int aOffset,
      float[] aScales,
      int[] aZeroPoints,
      byte[] b,
      int bOffset,
      int[] bZeroPoints,
      int outputLength,
      int outputOffset,
      Workspace w) {
    Checks.atMost("n", g.n(), maxN, "maxN");
    Checks.atMost("k", g.k(), maxK, "maxK");
    Checks.range("a", a.length, aOffset, g.lengthA());
    Checks.range("b", b.length, bOffset, g.lengthB());
    Checks.range("c", outputLength, outputOffset, g.lengthC());
    w.require(workspaceSize);
    if (asked != outputKind) {
      throw LayerCore.otherOutput(name, asked, outputKind);
    }
    GemmCall call = w.gemmCall();
    if (aScales == null) {
      call.leftScales().set(leftScale);
    } else {
      call.leftScales().set("aScales", aScales, g.m(), g.batch());
      requireMultipliers(call.leftScales().greatest());
    }
    if (aZeroPoints == null) {
      call.leftZeroPoints().set(left.type(), leftZeroPoints);
    } else {
      call.leftZeroPoints().set("aZeroPoints", left.type(), aZeroPoints, g.m(), g.batch());
    }
    if (bZeroPoints == null) {
      call.rightZeroPoints().set(right.type(), rightZeroPoints);
    } else {
      call.rightZeroPoints().set("bZeroPoints", right.type(), bZeroPoints, g.n(), g.batch());
    }
    if (!wrap) {
      bounds.requireInt32("k", g.k(), call.leftZeroPoints(), call.rightZeroPoints());
      // With those of the description the shift was proven column by column.
      if (aZeroPoints != null || bZeroPoints != null) {
        bounds.requireShiftable("k", g.k(), call.leftZeroPoints(), call.rightZeroPoints());
      }
    }
    call.set(product, g, b, bOffset);
  }

  /// Requires that scales of the call give multipliers, if the output needs some.
  private void requireMultipliers(float greatestScale) {
    if (outputKind != OutputKind.INT8) {
      return;
    }
    if (scheme != RequantScheme.FLOAT32) {
      throw QuantizationException.of(
          Reason.UNSUPPORTED, "scheme", scheme, "FLOAT32 where scales come with the call");
    }
    Multipliers.float32(greatestScale, greatestRightScale, output.scale());
  }

  private void finish(byte[] a, int aOffset, Object c, int cOffset, Workspace w) {
    try {
      w.run(w.gemmCall(), a, aOffset, c, cOffset, 1);
    } finally {
      w.gemmCall().clear();
    }
  }

  private void finish(
      byte[] a, int aOffset, Object c, int cOffset, Workspace w, Executor executor, int threads) {
    try {
      w.run(w.gemmCall(), a, aOffset, c, cOffset, 1, executor, threads);
    } finally {
      w.gemmCall().clear();
    }
  }

  @Override
  public WorkspaceSize workspaceSize() {
    return workspaceSize;
  }

  @Override
  public String kernelName() {
    return KernelNames.active(kernels.gemm().name());
  }

  /// Returns 0: both operands come with the call.
  @Override
  public long packedBytes() {
    return 0;
  }

  @Override
  public String toString() {
    return "Int8Gemm n <= " + maxN + ", k <= " + maxK + ", " + kernelName();
  }

  /// Describes a product.
  public static final class Builder extends OutputBuilder<Builder> {
    private final int maxN;
    private final int maxK;

    private Builder(int maxN, int maxK) {
      this.maxN = Checks.atLeast("maxN", maxN, 1);
      this.maxK = Checks.atLeast("maxK", maxK, 1);
      name = "gemm";
    }

    @Override
    Builder self() {
      return this;
    }

    /// Sets how A is quantized. Required. With int32 output the scale does not matter.
    public Builder left(QuantParams params) {
      input = Objects.requireNonNull(params, "left");
      return this;
    }

    /// Sets how B is quantized, with one scale and zero point for all columns. Required in this or
    /// the other form.
    public Builder right(QuantParams params) {
      float[] scales = new float[maxN];
      int[] zeroPoints = new int[maxN];
      Arrays.fill(scales, params.scale());
      Arrays.fill(zeroPoints, params.zeroPoint());
      weightParams = PerChannelQuantParams.of(scales, zeroPoints, params.type());
      return this;
    }

    /// Sets how B is quantized, column by column: `maxN` scales and zero points, of which a call
    /// with fewer columns uses the first. So it is with the `maxN` values of [#bias(int[])].
    public Builder right(PerChannelQuantParams params) {
      weightParams = Objects.requireNonNull(params, "right");
      return this;
    }

    private int[] rightZeroPoints() {
      int[] zeroPoints = new int[maxN];
      for (int j = 0; j < maxN; j++) {
        zeroPoints[j] = weightParams.zeroPoint(j);
      }
      boolean same = Arrays.stream(zeroPoints).allMatch(z -> z == zeroPoints[0]);
      return same ? new int[] {zeroPoints[0]} : zeroPoints;
    }

    /// Explains one output of a call with scales and zero points of the description.
    ///
    /// @param shape sizes and strides of the call
    /// @param a left operand, from `aOffset` on
    /// @param b right operand, from `bOffset` on
    /// @param matrix which product of the batch
    /// @param row row of C
    /// @param column column of C
    /// @return the way from the products to the output; see [Explanation]
    /// @throws IllegalArgumentException if a part is missing or does not fit
    /// @throws IndexOutOfBoundsException if the output does not exist
    public Explanation explain(
        GemmShape shape,
        byte[] a,
        int aOffset,
        byte[] b,
        int bOffset,
        int matrix,
        int row,
        int column) {
      check();
      Checks.that(shape.n() <= maxN, "n", shape.n(), "<= maxN = " + maxN);
      Checks.that(shape.k() <= maxK, "k", shape.k(), "<= maxK = " + maxK);
      Checks.index("matrix", matrix, shape.batch());
      Checks.index("row", row, shape.m());
      Checks.index("column", column, shape.n());
      Checks.range("a", a.length, aOffset, shape.lengthA());
      Checks.range("b", b.length, bOffset, shape.lengthB());
      LayerExplainer explainer =
          new LayerExplainer(
              new ExplanationSteps(
                  name + ", matrix " + matrix + ", row " + row + ", column " + column));
      int fromA = aOffset + matrix * shape.strideA() + row * shape.lda();
      int fromB = bOffset + matrix * shape.strideB();
      for (int p = 0; p < shape.k(); p++) {
        int at = shape.rightTransposed() ? column * shape.ldb() + p : p * shape.ldb() + column;
        explainer.add(input.type().value(a[fromA + p]), weightParams.type().value(b[fromB + at]));
      }
      return explainer.explain(this, column, shape.k());
    }

    /// Checks the description and returns the operator.
    ///
    /// @throws IllegalArgumentException if a part is missing or does not fit
    /// @throws QuantizationException `ACCUMULATOR_OVERFLOW` if sums over `maxK` could leave int32;
    ///     `INVALID_MULTIPLIER`
    public Int8Gemm build() {
      check();
      return new Int8Gemm(this);
    }

    private void check() {
      Checks.that(input != null, name + ": left", null, "set by left(QuantParams)");
      Checks.that(weightParams != null, name + ": right", null, "set by right(...)");
      Checks.length(name + ": right", weightParams.channels(), maxN);
      checkOutput(maxN);
    }
  }
}
