package io.bytelane.tests.depthwise;

import static org.assertj.core.api.Assertions.assertThat;

import io.bytelane.Conv2dGeometry;
import io.bytelane.internal.conv.FloatDepthwise;
import io.bytelane.internal.conv.Int8Depthwise;
import io.bytelane.internal.dispatch.KernelSet;
import io.bytelane.internal.dispatch.Kernels;
import io.bytelane.internal.gemm.Int32Stage;
import io.bytelane.internal.kernel.DepthwiseKernel;
import io.bytelane.internal.pack.Accumulator;
import io.bytelane.internal.pack.DepthwiseWeights;
import io.bytelane.internal.pack.PackedWeights;
import io.bytelane.internal.pack.SignFlip;
import io.bytelane.internal.pack.WeightMatrix;
import io.bytelane.quant.PerChannelQuantParams;
import io.bytelane.quant.QuantParams;
import io.bytelane.quant.QuantizedType;
import io.bytelane.reference.ReferenceDepthwiseConv2d;
import io.bytelane.reference.ReferenceFloat;
import io.bytelane.reference.ReferenceTensor;
import io.bytelane.reference.ReferenceWindow;
import io.bytelane.tests.support.BytePattern;
import io.bytelane.tests.support.FloatPattern;
import io.bytelane.tests.support.GuardedFloats;
import io.bytelane.tests.support.GuardedInts;
import io.bytelane.tests.support.Shapes;
import io.bytelane.tests.support.Windows;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class DepthwiseProperties {
  private final KernelSet kernels = Kernels.active();

  @Property
  void accumulatorsEqualTheReference(
      @ForAll("windows") ReferenceWindow window,
      @ForAll("channels") int channels,
      @ForAll @IntRange(min = 1, max = 3) int multiplier,
      @ForAll boolean unsignedInput,
      @ForAll boolean unsignedWeights,
      @ForAll boolean zeroPoints,
      @ForAll BytePattern pattern,
      @ForAll @IntRange(max = 2) int batch,
      @ForAll long seed) {
    Conv2dGeometry geometry = geometry(window, channels, multiplier);
    Random random = new Random(seed);
    int outputs = channels * multiplier;
    byte[] x = pattern.bytes(batch * geometry.inputSize(), unsignedInput, seed);
    byte[] w = BytePattern.EXTREMES.bytes(geometry.weightCount(), unsignedWeights, seed + 1);
    QuantizedType weightType = unsignedWeights ? QuantizedType.U8 : QuantizedType.S8;
    int[] weightZeroPoints = new int[outputs];
    for (int o = 0; o < outputs; o++) {
      weightZeroPoints[o] = zeroPoints ? weightType.min() + random.nextInt(256) : 0;
    }
    int[] bias = random.ints(outputs, -100000, 100000).toArray();
    QuantizedType inputType = unsignedInput ? QuantizedType.U8 : QuantizedType.S8;
    QuantParams input = new QuantParams(0.1f, inputType.min() + random.nextInt(256), inputType);
    float[] scales = new float[outputs];
    Arrays.fill(scales, 0.1f);

    GuardedInts out = GuardedInts.of(batch * geometry.outputSize());
    PackedWeights packed =
        PackedWeights.pack(
            w,
            WeightMatrix.channelMajor(0, outputs, geometry.depth()),
            weightType,
            kernels.gemm().nr());
    Accumulator acc =
        Accumulator.fold(
            "layer",
            packed,
            0,
            PerChannelQuantParams.of(scales, weightZeroPoints, weightType),
            input,
            bias,
            false);
    Int8Depthwise<int[]> driver =
        new Int8Depthwise<>(
            kernels,
            geometry,
            SignFlip.mask(inputType),
            SignFlip.zeroPoint(input.zeroPoint(), inputType),
            DepthwiseWeights.ofPacked(packed, acc.weightZeroPoints()),
            new Int32Stage(
                kernels.epilogue(), acc.raised(DepthwiseKernel.MAGIC_BITS).foldedBias()));
    driver.run(
        x,
        0,
        0,
        batch * driver.outputHeight(),
        0,
        driver.panels(),
        out.array(),
        out.offset(),
        dirty(driver.floats()),
        new int[driver.ints()]);

    byte[] hwo = new byte[w.length];
    int taps = geometry.depth();
    for (int o = 0; o < outputs; o++) {
      for (int t = 0; t < taps; t++) {
        hwo[t * outputs + o] = w[o * taps + t];
      }
    }
    assertThat(out.content())
        .containsExactly(
            ReferenceDepthwiseConv2d.accumulators(
                window,
                batch,
                channels,
                multiplier,
                tensor(unsignedInput, x, input.zeroPoint()),
                tensor(unsignedWeights, hwo, weightZeroPoints),
                bias));
    out.assertGuardsIntact();
  }

  /// Rows so long that they are cut into blocks, images so high that they are cut into bands, and
  /// kernels so large that their sums are cut.
  @Property(tries = 60)
  void largeImagesEqualTheReference(
      @ForAll("largeWindows") ReferenceWindow window,
      @ForAll("channels") int channels,
      @ForAll BytePattern pattern,
      @ForAll long seed) {
    accumulatorsEqualTheReference(window, channels, 1, true, true, true, pattern, 1, seed);
  }

  /// Small integers, of which every sum is exact in float32.
  @Property
  void floatsEqualTheReference(
      @ForAll("windows") ReferenceWindow window,
      @ForAll("channels") int channels,
      @ForAll @IntRange(min = 1, max = 3) int multiplier,
      @ForAll @IntRange(max = 2) int batch,
      @ForAll long seed) {
    Conv2dGeometry geometry = geometry(window, channels, multiplier);
    int outputs = channels * multiplier;
    float[] x = FloatPattern.INTEGERS.floats(batch * geometry.inputSize(), seed);
    float[] w = FloatPattern.INTEGERS.floats(geometry.weightCount(), seed + 1);
    float[] bias = FloatPattern.INTEGERS.floats(outputs, seed + 2);
    int nr = kernels.elements().depthwise().nr();
    DepthwiseWeights packed = DepthwiseWeights.ofFloats(w, outputs, geometry.depth(), nr);
    float[] paddedBias = Arrays.copyOf(bias, packed.panels() * nr);
    FloatDepthwise driver =
        new FloatDepthwise(kernels, geometry, packed, paddedBias, -40f, Float.POSITIVE_INFINITY);
    GuardedFloats out = GuardedFloats.of(batch * geometry.outputSize());
    driver.run(
        x,
        0,
        0,
        batch * driver.outputHeight(),
        0,
        driver.panels(),
        out.array(),
        out.offset(),
        dirty(driver.floats()),
        new int[driver.ints()]);
    float[] expected =
        ReferenceFloat.conv2d(window, batch, channels, outputs, channels, x, w, bias);
    for (int i = 0; i < expected.length; i++) {
      expected[i] = Math.max(expected[i], -40f);
    }
    assertThat(out.content()).containsExactly(expected);
    out.assertGuardsIntact();
  }

  @Provide
  Arbitrary<ReferenceWindow> windows() {
    return Windows.convolutions();
  }

  @Provide
  Arbitrary<ReferenceWindow> largeWindows() {
    Arbitrary<ReferenceWindow> wide =
        Combinators.combine(
                Arbitraries.integers().between(1, 4),
                Arbitraries.integers().between(5, 150),
                Arbitraries.of(1, 3, 5),
                Arbitraries.of(1, 2, 3))
            .as((h, w, k, s) -> new ReferenceWindow(h, w, 1, k, 1, s, 1, 1, 0, k / 2, 0, 1, false));
    Arbitrary<ReferenceWindow> high =
        Combinators.combine(
                Arbitraries.integers().between(9, 30),
                Arbitraries.integers().between(1, 6),
                Arbitraries.of(1, 2))
            .as((h, w, s) -> new ReferenceWindow(h, w, 3, 1, s, 1, 1, 1, 1, 0, 1, 0, false));
    Arbitrary<ReferenceWindow> manyTaps =
        Combinators.combine(Arbitraries.of(12, 13), Arbitraries.of(11, 15))
            .as((h, w) -> new ReferenceWindow(h, w, 12, 11, 1, 1, 1, 1, 0, 0, 0, 0, false));
    return Arbitraries.oneOf(wide, high, manyTaps);
  }

  @Provide
  Arbitrary<Integer> channels() {
    return Shapes.channels();
  }

  private static Conv2dGeometry geometry(ReferenceWindow w, int channels, int multiplier) {
    return Conv2dGeometry.builder(w.inputHeight(), w.inputWidth(), channels, channels * multiplier)
        .kernel(w.kernelHeight(), w.kernelWidth())
        .stride(w.strideHeight(), w.strideWidth())
        .dilation(w.dilationHeight(), w.dilationWidth())
        .pads(w.padTop(), w.padLeft(), w.padBottom(), w.padRight())
        .groups(channels)
        .build();
  }

  private static ReferenceTensor tensor(boolean unsigned, byte[] data, int... zeroPoint) {
    return unsigned ? ReferenceTensor.u8(data, zeroPoint) : ReferenceTensor.s8(data, zeroPoint);
  }

  private static float[] dirty(int length) {
    float[] scratch = new float[length];
    Arrays.fill(scratch, Float.NaN);
    return scratch;
  }
}
