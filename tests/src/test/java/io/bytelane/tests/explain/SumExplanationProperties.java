package io.bytelane.tests.explain;

import static org.assertj.core.api.Assertions.assertThat;

import io.bytelane.AveragePool2d;
import io.bytelane.Explanation;
import io.bytelane.GemmShape;
import io.bytelane.Int8Gemm;
import io.bytelane.Pool2dGeometry;
import io.bytelane.TransposedConv2d;
import io.bytelane.TransposedConv2dGeometry;
import io.bytelane.Workspace;
import io.bytelane.quant.ClampRange;
import io.bytelane.quant.PerChannelQuantParams;
import io.bytelane.quant.QuantParams;
import io.bytelane.quant.RequantScheme;
import io.bytelane.tests.conv.TransposedCase;
import io.bytelane.tests.gemm.LayerCase;
import java.util.Random;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/// Explanations of transposed convolutions, of products of two operands and of average pools end in
/// what the operator writes.
class SumExplanationProperties {

  @Provide
  Arbitrary<LayerCase> cases() {
    return LayerCase.any();
  }

  @Provide
  Arbitrary<TransposedCase> transposed() {
    return TransposedCase.any();
  }

  @Property(tries = 200)
  void transposedConvolutionsAreExplained(
      @ForAll("transposed") TransposedCase shape,
      @ForAll("cases") LayerCase layer,
      @ForAll RequantScheme scheme) {
    TransposedConv2dGeometry g = shape.geometry();
    QuantParams out = layer.output(20);
    TransposedConv2d.Builder builder =
        TransposedConv2d.builder(g)
            .input(layer.input())
            .weights(layer.weightBytes(g.weightCount()), layer.weights(g.outputChannels()))
            .bias(layer.bias(g.outputChannels()))
            .scheme(scheme)
            .output(out);
    TransposedConv2d conv = builder.build();
    byte[] input = layer.inputBytes(2 + shape.batch() * g.inputSize());
    byte[] output = new byte[shape.batch() * g.outputSize()];
    conv.run(input, 2, output, 0, shape.batch(), Workspace.forOperators(conv));
    Random random = new Random(layer.seed());
    for (int i = 0; i < 20; i++) {
      int image = random.nextInt(shape.batch());
      int y = random.nextInt(g.outputHeight());
      int x = random.nextInt(g.outputWidth());
      int channel = random.nextInt(g.outputChannels());
      int at = ((image * g.outputHeight() + y) * g.outputWidth() + x) * g.outputChannels();
      assertLevel(builder.explain(input, 2, image, y, x, channel), out, output[at + channel]);
    }
  }

  @Property(tries = 300)
  void productsOfTwoOperandsAreExplained(
      @ForAll("cases") LayerCase layer,
      @ForAll boolean transposed,
      @ForAll @IntRange(min = 1, max = 4) int m,
      @ForAll @IntRange(min = 1, max = 9) int n,
      @ForAll @IntRange(max = 40) int k) {
    GemmShape shape =
        (transposed ? GemmShape.ofTransposed(m, n, k) : GemmShape.of(m, n, k))
            .withBatch(2, m * k, n * k, m * n);
    QuantParams out = layer.output(k + 1);
    PerChannelQuantParams right = layer.weights(n + 1);
    Int8Gemm.Builder builder =
        Int8Gemm.builder(n + 1, k + 1)
            .left(layer.input())
            .right(right)
            .bias(layer.bias(n + 1))
            .output(out);
    Int8Gemm gemm = builder.build();
    byte[] a = layer.inputBytes(2 * m * k + 1);
    byte[] b = layer.weightBytes(2 * n * k + 2);
    byte[] c = new byte[2 * m * n];
    gemm.run(shape, a, 1, b, 2, c, 0, Workspace.forOperators(gemm));
    for (int i = 0; i < c.length; i++) {
      int matrix = i / (m * n);
      assertLevel(builder.explain(shape, a, 1, b, 2, matrix, i / n % m, i % n), out, c[i]);
    }
  }

  @Property(tries = 300)
  void averagesAreExplained(
      @ForAll("cases") LayerCase layer,
      @ForAll boolean rescaled,
      @ForAll boolean countIncludePad,
      @ForAll boolean tflite,
      @ForAll @IntRange(min = 1, max = 3) int kernel,
      @ForAll @IntRange(min = 1, max = 3) int stride) {
    int pad = kernel / 2;
    Pool2dGeometry g =
        Pool2dGeometry.builder(5, 6, 3, kernel, kernel)
            .stride(stride, stride)
            .pads(pad, pad, pad, pad)
            .build();
    boolean halfAway = tflite && !rescaled && !countIncludePad;
    QuantParams out = rescaled ? layer.output(9) : layer.input();
    AveragePool2d pool =
        AveragePool2d.builder(g, layer.input())
            .output(out)
            .countIncludePad(countIncludePad)
            .rounding(
                halfAway
                    ? AveragePool2d.Rounding.TFLITE_HALF_AWAY
                    : AveragePool2d.Rounding.HALF_EVEN)
            .build();
    byte[] in = layer.inputBytes(1 + 2 * g.inputSize());
    byte[] levels = new byte[2 * g.outputSize()];
    pool.run(in, 1, levels, 0, 2, Workspace.forOperators(pool));
    for (int i = 0; i < levels.length; i++) {
      int pixel = i / 3;
      int x = pixel % g.outputWidth();
      int y = pixel / g.outputWidth() % g.outputHeight();
      Explanation e = pool.explain(in, 1, i / g.outputSize(), y, x, i % 3);
      assertThat(e.value("level")).as(e.toString()).isEqualTo(out.type().value(levels[i]));
    }
  }

  private static void assertLevel(Explanation e, QuantParams out, byte stored) {
    int level = out.type().value(stored);
    ClampRange clamp = ClampRange.of(out.type());
    assertThat(e.value("level")).as(e.toString()).isEqualTo(level);
    assertThat(e.value("real")).isEqualTo((level - out.zeroPoint()) * out.scale());
    double unclamped = e.value("rounded").doubleValue() + out.zeroPoint();
    assertThat((double) level).isEqualTo(Math.clamp(unclamped, clamp.min(), clamp.max()));
    long sum =
        e.value("products").longValue()
            + e.value("input zero point").longValue()
            + e.value("weight zero point").longValue()
            + e.value("both zero points").longValue()
            + e.value("bias").longValue();
    assertThat(e.value("accumulator").longValue()).isEqualTo(sum);
  }
}
