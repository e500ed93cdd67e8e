package io.bytelane.tests.explain;

import static org.assertj.core.api.Assertions.assertThat;

import io.bytelane.Add;
import io.bytelane.Conv2d;
import io.bytelane.Conv2dGeometry;
import io.bytelane.DynamicFullyConnected;
import io.bytelane.DynamicFullyConnected.Granularity;
import io.bytelane.ElementwiseOperator;
import io.bytelane.Explanation;
import io.bytelane.FixedPointSum;
import io.bytelane.FullyConnected;
import io.bytelane.Mul;
import io.bytelane.Quantize;
import io.bytelane.Sub;
import io.bytelane.Workspace;
import io.bytelane.quant.ClampRange;
import io.bytelane.quant.Multipliers;
import io.bytelane.quant.PerChannelQuantParams;
import io.bytelane.quant.QuantParams;
import io.bytelane.quant.RequantScheme;
import io.bytelane.tests.conv.ConvCase;
import io.bytelane.tests.gemm.LayerCase;
import io.bytelane.tests.support.QuantParamsSamples;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/// Every explanation ends in what the operator writes, and its steps follow from each other.
class ExplanationProperties {

  @Provide
  Arbitrary<LayerCase> cases() {
    return LayerCase.any();
  }

  @Provide
  Arbitrary<ConvCase> shapes() {
    return ConvCase.any();
  }

  @Provide
  Arbitrary<QuantParams> params() {
    return QuantParamsSamples.ordinary();
  }

  @Property
  void levelsOfAFullyConnectedLayerAreExplained(
      @ForAll("cases") LayerCase layer,
      @ForAll RequantScheme scheme,
      @ForAll boolean relu,
      @ForAll boolean depthMajor,
      @ForAll @IntRange(min = 1, max = 40) int k,
      @ForAll @IntRange(min = 1, max = 9) int n,
      @ForAll @IntRange(min = 1, max = 5) int m) {
    QuantParams out = layer.output(k);
    ClampRange clamp = relu ? ClampRange.relu(out) : ClampRange.of(out.type());
    FullyConnected.Builder builder =
        fullyConnected(layer, k, n).strides(k + 2, n + 1).output(out).scheme(scheme).clamp(clamp);
    if (depthMajor) {
      builder.weightsDepthMajor();
    }
    byte[] input = layer.inputBytes(3 + m * (k + 2));
    FullyConnected fc = builder.build();
    byte[] output = new byte[m * (n + 1)];
    fc.run(input, 3, output, 0, m, Workspace.forOperators(fc));
    for (int row = 0; row < m; row++) {
      for (int o = 0; o < n; o++) {
        Explanation e = builder.explain(input, 3, row, o);
        assertLevel(e, out, clamp, output[row * (n + 1) + o]);
        assertSum(e);
      }
    }
  }

  @Property(tries = 100)
  void sumsAndRealsOfAFullyConnectedLayerAreExplained(
      @ForAll("cases") LayerCase layer,
      @ForAll @IntRange(min = 1, max = 40) int k,
      @ForAll @IntRange(min = 1, max = 9) int n) {
    FullyConnected.Builder builder = fullyConnected(layer, k, n);
    byte[] input = layer.inputBytes(k);
    FullyConnected sums = builder.outputInt32().build();
    int[] acc = new int[n];
    sums.run(input, 0, acc, 0, 1, Workspace.forOperators(sums));
    for (int o = 0; o < n; o++) {
      Explanation e = builder.explain(input, 0, 0, o);
      assertThat(e.steps().getLast().value()).isEqualTo(acc[o]);
      assertSum(e);
    }
    FullyConnected reals = builder.outputFloat().clamp(-1000f, 1000f).build();
    float[] real = new float[n];
    reals.run(input, 0, real, 0, 1, Workspace.forOperators(reals));
    for (int o = 0; o < n; o++) {
      assertThat(builder.explain(input, 0, 0, o).value("output")).isEqualTo(real[o]);
    }
  }

  @Property
  void convolutionsAreExplained(
      @ForAll("shapes") ConvCase shape, @ForAll("cases") LayerCase layer, @ForAll long seed) {
    Conv2dGeometry g = shape.geometry();
    QuantParams out = layer.output(g.depth());
    Conv2d.Builder builder =
        Conv2d.builder(g)
            .input(layer.input())
            .weights(layer.weightBytes(g.weightCount()), layer.weights(g.outputChannels()))
            .bias(layer.bias(g.outputChannels()))
            .output(out);
    Conv2d conv = builder.build();
    byte[] input = layer.inputBytes(5 + shape.batch() * g.inputSize());
    byte[] output = new byte[shape.batch() * g.outputSize()];
    conv.run(input, 5, output, 0, shape.batch(), Workspace.forOperators(conv));
    Random random = new Random(seed);
    for (int i = 0; i < 20; i++) {
      int image = random.nextInt(shape.batch());
      int y = random.nextInt(g.outputHeight());
      int x = random.nextInt(g.outputWidth());
      int channel = random.nextInt(g.outputChannels());
      Explanation e = builder.explain(input, 5, image, y, x, channel);
      int at = ((image * g.outputHeight() + y) * g.outputWidth() + x) * g.outputChannels();
      assertLevel(e, out, ClampRange.of(out.type()), output[at + channel]);
      assertSum(e);
    }
  }

  @Property
  void dynamicLayersAreExplained(
      @ForAll("cases") LayerCase layer,
      @ForAll Granularity granularity,
      @ForAll boolean withBias,
      @ForAll @IntRange(min = 1, max = 40) int k,
      @ForAll @IntRange(min = 1, max = 9) int n,
      @ForAll @IntRange(min = 1, max = 4) int m) {
    Random random = new Random(layer.seed());
    float[] input = floats(random, m * k);
    PerChannelQuantParams weights = layer.weights(n);
    DynamicFullyConnected.Builder builder =
        DynamicFullyConnected.builder(k, n)
            .weights(layer.weightBytes(k * n), weights)
            .bias(withBias ? floats(random, n) : null)
            .clamp(-50, 50)
            .granularity(granularity);
    DynamicFullyConnected fc = builder.build();
    float[] output = new float[m * n];
    fc.run(input, 0, output, 0, m, Workspace.forOperators(fc));
    for (int i = 0; i < output.length; i++) {
      Explanation e = builder.explain(input, 0, m, i / n, i % n);
      assertThat(e.value("output")).isEqualTo(output[i]);
      assertSum(e);
    }
  }

  @Property
  void elementwiseOperatorsAreExplained(
      @ForAll("params") QuantParams a,
      @ForAll("params") QuantParams b,
      @ForAll("params") QuantParams out,
      @ForAll byte x,
      @ForAll byte y) {
    ClampRange clamp = ClampRange.relu(out);
    FixedPointSum sum = FixedPointSum.ofScales(a.scale(), b.scale(), out.scale());
    List<ElementwiseOperator> operators =
        List.of(
            Add.of(a, b, out, clamp),
            Sub.of(a, b, out, clamp),
            Mul.of(a, b, out, clamp),
            Add.fixedDouble(a, b, out, clamp, sum),
            Mul.fixedDouble(
                a,
                b,
                out,
                clamp,
                Multipliers.fixedPoint(
                    RequantScheme.FIXED_DOUBLE, a.scale(), b.scale(), out.scale())));
    for (ElementwiseOperator operator : operators) {
      byte[] level = new byte[1];
      operator.run(new byte[] {x}, 0, new byte[] {y}, 0, level, 0, 1);
      assertLevel(operator.explain(x, y), out, clamp, level[0]);
    }
  }

  @Property
  void quantizationIsExplained(@ForAll("params") QuantParams params, @ForAll float value) {
    byte[] level = new byte[1];
    Quantize quantize = Quantize.of(params);
    for (float x : new float[] {value, Float.NaN, Float.NEGATIVE_INFINITY}) {
      quantize.run(new float[] {x}, 0, level, 0, 1);
      assertLevel(quantize.explain(x), params, ClampRange.of(params.type()), level[0]);
    }
  }

  private static FullyConnected.Builder fullyConnected(LayerCase layer, int k, int n) {
    return FullyConnected.builder(k, n)
        .input(layer.input())
        .weights(layer.weightBytes(k * n), layer.weights(n))
        .bias(layer.bias(n));
  }

  private static float[] floats(Random random, int length) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = 3 * (float) random.nextGaussian();
    }
    return values;
  }

  private static long number(Explanation e, String step) {
    return e.value(step).longValue();
  }

  private static void assertSum(Explanation e) {
    long sum =
        number(e, "products")
            + number(e, "input zero point")
            + number(e, "weight zero point")
            + number(e, "both zero points")
            + number(e, "bias");
    assertThat(number(e, "accumulator")).isEqualTo(sum);
  }

  private static void assertLevel(Explanation e, QuantParams out, ClampRange clamp, byte stored) {
    int level = out.type().value(stored);
    assertThat(e.value("level")).as(e.toString()).isEqualTo(level);
    assertThat(e.value("real")).isEqualTo((level - out.zeroPoint()) * out.scale());
    double unclamped = e.value("rounded").doubleValue() + out.zeroPoint();
    assertThat((double) level).isEqualTo(Math.clamp(unclamped, clamp.min(), clamp.max()));
    if (e.steps().stream().anyMatch(step -> step.name().equals("rounded: exact"))) {
      // Both fixed-point schemes stay within one of the exact product.
      double exact = e.value("rounded: exact").doubleValue();
      assertThat(Math.abs(exact - e.value("rounded").doubleValue())).isLessThanOrEqualTo(1);
    }
  }
}
