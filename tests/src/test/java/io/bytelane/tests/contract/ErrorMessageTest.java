package io.bytelane.tests.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bytelane.Conv2d;
import io.bytelane.Conv2dGeometry;
import io.bytelane.FloatGemm;
import io.bytelane.FullyConnected;
import io.bytelane.GemmShape;
import io.bytelane.Int8Gemm;
import io.bytelane.Quantize;
import io.bytelane.Workspace;
import io.bytelane.WorkspaceSize;
import io.bytelane.quant.ClampRange;
import io.bytelane.quant.PerChannelQuantParams;
import io.bytelane.quant.QuantParams;
import io.bytelane.quant.QuantizationException;
import io.bytelane.quant.QuantizationException.Reason;
import io.bytelane.quant.QuantizedType;
import io.bytelane.quant.RequantScheme;
import java.util.Arrays;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The words of errors: `name: value (expected: rule)`, and nothing written before them.
@Tag("cold")
class ErrorMessageTest {
  private static final QuantParams LEVELS = new QuantParams(0.5f, 0, QuantizedType.S8);
  private static final PerChannelQuantParams TWO = PerChannelQuantParams.symmetric(1f, 1f);
  private static final FullyConnected LAYER = layer().build();
  private static final Workspace WORKSPACE = Workspace.forOperators(LAYER);
  private static final byte MARK = 99;

  private static FullyConnected.Builder layer() {
    return FullyConnected.builder(3, 2)
        .name("fc")
        .input(LEVELS)
        .weights(new byte[6], TWO)
        .output(LEVELS);
  }

  @Test
  void whatALayerLacks() {
    FullyConnected.Builder bare = FullyConnected.builder(3, 2).name("fc");
    refused(bare::build, "fc: input: null (expected: set by input(QuantParams))");
    bare.input(LEVELS);
    refused(bare::build, "fc: weights: null (expected: set by weights(...))");
    bare.weights(new byte[6], TWO);
    refused(bare::build, "fc: output: null (expected: set by output, outputInt32 or outputFloat)");
    refused(
        () -> FloatGemm.builder(3, 2).name("head").build(),
        "head: weights: null (expected: set by weights(...))");
  }

  @Test
  void lengthsOfAFullyConnectedLayer() {
    refused(() -> FullyConnected.builder(0, 2), "inFeatures: 0 (expected: >= 1)");
    refused(() -> FullyConnected.builder(3, -1), "outFeatures: -1 (expected: >= 1)");
    refused(() -> layer().weights(new byte[5], TWO).build(), "fc: weights.length: 5 (expected: 6)");
    refused(
        () -> layer().weights(new byte[6], PerChannelQuantParams.symmetric(1f, 1f, 1f)).build(),
        "fc: weightParams.length: 3 (expected: 2)");
    refused(() -> layer().bias(new int[3]).build(), "fc: bias.length: 3 (expected: 2)");
    refused(() -> layer().strides(2, 2), "inputStride: 2 (expected: >= 3)");
    refused(() -> layer().strides(3, 1), "outputStride: 1 (expected: >= 2)");
    refused(() -> layer().clamp(2f, 1f), "min: 2.0 (expected: <= max = 1.0)");
    refused(
        () -> layer().outputInt32().clamp(new ClampRange(0, 5)).build(),
        "fc: clamp: " + new ClampRange(0, 5) + " (expected: within the type of the int8 output)");
  }

  @Test
  void anAccumulatorThatCouldOverflow() {
    int k = 200_000;
    byte[] weights = new byte[2 * k];
    Arrays.fill(weights, k, 2 * k, (byte) 127);
    assertThatThrownBy(
            () ->
                FullyConnected.builder(k, 2)
                    .name("wide")
                    .input(LEVELS)
                    .weights(weights, TWO)
                    .output(LEVELS)
                    .build())
        .isInstanceOfSatisfying(
            QuantizationException.class,
            e -> assertThat(e.reason()).isEqualTo(Reason.ACCUMULATOR_OVERFLOW))
        .hasMessage(
            "wide: channel 1: accumulator: [-3251200000, 3225800000] at K = 200000"
                + " (expected: within int32)");
  }

  @Test
  void rulesOfAGeometry() {
    refused(() -> Conv2dGeometry.builder(0, 4, 3, 2).build(), "inputHeight: 0 (expected: >= 1)");
    refused(
        () -> Conv2dGeometry.builder(4, 4, 3, 2).kernel(1, 0).build(),
        "kernelWidth: 0 (expected: >= 1)");
    refused(
        () -> Conv2dGeometry.builder(4, 4, 3, 2).stride(0, 1).build(),
        "strideHeight: 0 (expected: >= 1)");
    refused(
        () -> Conv2dGeometry.builder(4, 4, 3, 2).pads(0, -1, 0, 0).build(),
        "padLeft: -1 (expected: >= 0)");
    refused(
        () -> Conv2dGeometry.builder(4, 4, 3, 2).groups(2).build(),
        "groups: 2 (expected: divides inputChannels 3)");
    refused(
        () -> Conv2dGeometry.builder(4, 4, 4, 3).groups(2).build(),
        "groups: 2 (expected: divides outputChannels 3)");
    refused(
        () -> Conv2dGeometry.builder(2, 4, 1, 1).kernel(3, 3).build(),
        "outputHeight: 0 (expected: >= 1)");
  }

  @Test
  void lengthsOfAConvolution() {
    Conv2dGeometry g = Conv2dGeometry.builder(4, 4, 3, 2).kernel(2, 2).build();
    refused(
        () ->
            Conv2d.builder(g)
                .name("conv")
                .input(LEVELS)
                .weights(new byte[23], TWO)
                .output(LEVELS)
                .build(),
        "conv: weights.length: 23 (expected: 24)");
  }

  @Test
  void rangesOfARun() {
    outOfBounds(6, -1, 4, 0, "inputOffset: -1 (expected: >= 0)");
    outOfBounds(5, 0, 4, 0, "input.length: 5 (expected: >= inputOffset + 6 = 6)");
    outOfBounds(6, 0, 4, -2, "outputOffset: -2 (expected: >= 0)");
    outOfBounds(6, 0, 4, 1, "output.length: 4 (expected: >= outputOffset + 4 = 5)");
    byte[] out = marked(4);
    refused(() -> LAYER.run(new byte[6], 0, out, 0, -1, WORKSPACE), "rows: -1 (expected: >= 0)");
    assertThat(out).containsOnly(MARK);
  }

  /// Runs two rows of 3 features into two rows of 2.
  private static void outOfBounds(
      int inputLength, int inputOffset, int outputLength, int outputOffset, String message) {
    byte[] in = new byte[inputLength];
    byte[] out = marked(outputLength);
    assertThatThrownBy(() -> LAYER.run(in, inputOffset, out, outputOffset, 2, WORKSPACE))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessage(message);
    assertThat(out).containsOnly(MARK);
  }

  @Test
  void lengthOfAnElementwiseRun() {
    byte[] out = marked(3);
    assertThatThrownBy(() -> Quantize.of(LEVELS).run(new float[4], 0, out, 0, 4))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessage("output.length: 3 (expected: >= outputOffset + 4 = 4)");
    assertThat(out).containsOnly(MARK);
  }

  @Test
  void aWorkspaceThatIsTooSmall() {
    WorkspaceSize size = LAYER.workspaceSize();
    byte[] out = marked(4);
    refused(
        () -> LAYER.run(new byte[6], 0, out, 0, 2, Workspace.of(WorkspaceSize.NONE)),
        size.bytes() > 0
            ? "workspace.bytes: 0 (expected: >= " + size.bytes() + ")"
            : "workspace.ints: 0 (expected: >= " + size.ints() + ")");
    assertThat(out).containsOnly(MARK);
  }

  @Test
  void anOutputOfAnotherKind() {
    int[] out = {MARK, MARK, MARK, MARK};
    assertThatThrownBy(() -> LAYER.run(new byte[6], 0, out, 0, 2, WORKSPACE))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("fc: output array: INT32 (expected: INT8, as the layer was built)");
    assertThat(out).containsOnly(MARK);
  }

  @Test
  void aCallOnSeveralThreads() {
    byte[] in = new byte[6];
    byte[] out = marked(4);
    refused(
        () -> LAYER.run(in, 0, out, 0, 2, WORKSPACE, Runnable::run, 0),
        "parallelism: 0 (expected: >= 1)");
    refused(
        () -> LAYER.run(in, 0, out, 0, 2, WORKSPACE, Runnable::run, 3),
        "workspace.parallelism: 1 (expected: >= 3)");
    refused(() -> Workspace.forOperators(0, LAYER), "parallelism: 0 (expected: >= 1)");
    assertThatThrownBy(() -> LAYER.run(in, 0, out, 0, 2, WORKSPACE, null, 1))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("executor");
    assertThat(out).containsOnly(MARK);
  }

  @Test
  void shapesOfAProduct() {
    refused(() -> GemmShape.of(-1, 2, 3), "m: -1 (expected: >= 0)");
    refused(() -> GemmShape.of(1, 2, 3).withRowStrides(2, 2, 2), "lda: 2 (expected: >= 3)");
    refused(
        () -> GemmShape.ofTransposed(1, 2, 3).withRowStrides(3, 2, 2), "ldb: 2 (expected: >= 3)");
    refused(
        () -> GemmShape.of(3, 2, 3).withBatch(2, 9, 6, 5),
        "strideC: 5 (expected: matrices of C do not overlap: >= (m - 1) * ldc + n, or side by side"
            + " within ldc)");
  }

  @Test
  void aProductOfTwoOperands() {
    Int8Gemm.Builder builder = Int8Gemm.builder(2, 40_000).left(LEVELS).right(LEVELS);
    refused(
        builder::build, "gemm: output: null (expected: set by output, outputInt32 or outputFloat)");
    Int8Gemm gemm = builder.outputInt32().build();
    Workspace w = Workspace.forOperators(gemm);
    int[] out = {MARK, MARK, MARK, MARK};
    byte[] ab = new byte[6];
    GemmShape shape = GemmShape.of(2, 2, 3);
    refused(
        () -> gemm.run(GemmShape.of(2, 3, 2), ab, 0, ab, 0, out, 0, w),
        "n: 3 (expected: <= maxN = 2)");
    assertThatThrownBy(() -> gemm.run(shape, ab, 1, ab, 0, out, 0, w))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessage("a.length: 6 (expected: >= aOffset + 6 = 7)");
    assertThatThrownBy(() -> gemm.run(shape, ab, 0, ab, 0, new byte[4], 0, w))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("gemm: output array: INT8 (expected: INT32, as the layer was built)");
    refused(
        () -> gemm.run(shape, ab, 0, new int[3], ab, 0, null, out, 0, w, Runnable::run, 1),
        "aZeroPoints.length: 3 (expected: 1, 2 or 2)");
    int[] outside = {0, 128};
    assertThatThrownBy(
            () -> gemm.run(shape, ab, 0, null, ab, 0, outside, out, 0, w, Runnable::run, 1))
        .isInstanceOfSatisfying(
            QuantizationException.class,
            e -> assertThat(e.reason()).isEqualTo(Reason.INVALID_ZERO_POINT));
    byte[] deep = new byte[80_000];
    int[] least = {-128};
    assertThatThrownBy(
            () ->
                gemm.run(
                    GemmShape.of(1, 2, 40_000),
                    deep,
                    0,
                    least,
                    deep,
                    0,
                    least,
                    out,
                    0,
                    w,
                    Runnable::run,
                    1))
        .isInstanceOf(QuantizationException.class)
        .hasMessage("gemm: accumulator: [0, 2601000000] at k = 40000 (expected: within int32)");
    assertThat(out).containsOnly(MARK);
  }

  @Test
  void scalesOfTheRowsOfAProduct() {
    QuantParams tiny = QuantParams.symmetric(1e-30f);
    Int8Gemm gemm = Int8Gemm.builder(2, 3).left(LEVELS).right(LEVELS).output(tiny).build();
    refusedScales(
        gemm,
        new float[3],
        IllegalArgumentException.class,
        "aScales.length: 3 (expected: 1, 2 or 2)");
    refusedScales(
        gemm,
        new float[] {1f, 0f},
        QuantizationException.class,
        "aScales[1]: 0.0 (expected: finite and > 0)");
    refusedScales(
        gemm,
        new float[] {Float.NaN},
        QuantizationException.class,
        "aScales[0]: NaN (expected: finite and > 0)");
    refusedScales(
        gemm,
        new float[] {1f, 1e9f},
        QuantizationException.class,
        "multiplier: Infinity (expected: finite and >= 0)");
    refusedScales(
        Int8Gemm.builder(2, 3)
            .left(LEVELS)
            .right(LEVELS)
            .output(LEVELS)
            .scheme(RequantScheme.FIXED_DOUBLE)
            .build(),
        new float[] {1f},
        QuantizationException.class,
        "scheme: FIXED_DOUBLE (expected: FLOAT32 where scales come with the call)");
  }

  private static void refusedScales(
      Int8Gemm gemm, float[] scales, Class<? extends Throwable> type, String message) {
    byte[] out = marked(4);
    byte[] ab = new byte[6];
    Workspace w = Workspace.forOperators(gemm);
    GemmShape shape = GemmShape.of(2, 2, 3);
    assertThatThrownBy(
            () -> gemm.run(shape, ab, 0, scales, null, ab, 0, null, out, 0, w, Runnable::run, 1))
        .isInstanceOf(type)
        .hasMessage(message);
    assertThat(out).containsOnly(MARK);
  }

  @Test
  void theBiasOfAProduct() {
    Int8Gemm.Builder builder = Int8Gemm.builder(2, 1).left(LEVELS).right(LEVELS).outputInt32();
    refused(() -> builder.bias(new int[3]).build(), "gemm: bias.length: 3 (expected: 2)");
    assertThatThrownBy(() -> builder.bias(new int[] {0, Integer.MAX_VALUE - 16_383}).build())
        .isInstanceOf(QuantizationException.class)
        .hasMessage("gemm: accumulator: [-16256, 2147483648] at maxK = 1 (expected: within int32)");
    builder.bias(new int[] {0, Integer.MAX_VALUE - 16_384}).build();
  }

  @Test
  void aProductWhoseSumsCouldOverflow() {
    assertThatThrownBy(
            () -> Int8Gemm.builder(1, 200_000).left(LEVELS).right(LEVELS).outputInt32().build())
        .isInstanceOf(QuantizationException.class)
        .hasMessage(
            "gemm: accumulator: [-3251200000, 3276800000] at maxK = 200000"
                + " (expected: within int32)");
  }

  private static byte[] marked(int length) {
    byte[] out = new byte[length];
    Arrays.fill(out, MARK);
    return out;
  }

  private static void refused(ThrowingCallable call, String message) {
    assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
  }
}
