package io.bytelane.tests.conv;

import static org.assertj.core.api.Assertions.assertThat;

import io.bytelane.Conv2d;
import io.bytelane.Conv2dGeometry;
import io.bytelane.Workspace;
import io.bytelane.quant.PerChannelQuantParams;
import io.bytelane.quant.QuantParams;
import io.bytelane.quant.QuantizedType;
import io.bytelane.reference.ReferenceConv2d;
import io.bytelane.reference.ReferenceRequantize;
import io.bytelane.reference.ReferenceTensor;
import io.bytelane.reference.ReferenceWindow;
import io.bytelane.tests.gemm.LayerCase;
import io.bytelane.tests.support.GuardedBytes;
import io.bytelane.tests.support.GuardedInts;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/// The convolution against the oracle: windows, groups, batches, types and zero points.
class Conv2dProperties {

  @Provide
  Arbitrary<ConvCase> shapes() {
    return ConvCase.any();
  }

  @Provide
  Arbitrary<ConvCase> threeByThree() {
    return ConvCase.threeByThree();
  }

  @Provide
  Arbitrary<ConvCase> large() {
    return ConvCase.large();
  }

  @Provide
  Arbitrary<LayerCase> cases() {
    return LayerCase.any();
  }

  /// One problem: a builder that lacks only the output, and the accumulators of the oracle.
  private static final class Problem {
    final Conv2dGeometry geometry;
    final byte[] input;
    final PerChannelQuantParams weightParams;
    final Conv2d.Builder builder;
    final int[] expected;

    Problem(ConvCase shape, LayerCase layer) {
      geometry = shape.geometry();
      input = layer.inputBytes(shape.batch() * geometry.inputSize());
      byte[] weights = layer.weightBytes(geometry.weightCount());
      int[] bias = layer.bias(shape.outputChannels());
      weightParams = layer.weights(shape.outputChannels());
      builder =
          Conv2d.builder(geometry).input(layer.input()).weights(weights, weightParams).bias(bias);
      int zero = layer.input().zeroPoint();
      int[] weightZeros = LayerCase.zeroPoints(weightParams);
      expected =
          ReferenceConv2d.accumulators(
              shape.window(),
              shape.batch(),
              shape.inputChannels(),
              shape.outputChannels(),
              shape.groups(),
              layer.inputType().isSigned()
                  ? ReferenceTensor.s8(input, zero)
                  : ReferenceTensor.u8(input, zero),
              layer.weightType().isSigned()
                  ? ReferenceTensor.s8(weights, weightZeros)
                  : ReferenceTensor.u8(weights, weightZeros),
              bias);
    }
  }

  @Property
  void int32OutputIsExact(
      @ForAll("shapes") ConvCase shape,
      @ForAll("cases") LayerCase layer,
      @ForAll @IntRange(max = 15) int shift) {
    Problem p = new Problem(shape, layer);
    Conv2d conv = p.builder.outputInt32().build();
    GuardedBytes input = GuardedBytes.copyOf(p.input, shift);
    GuardedInts output = GuardedInts.of(p.expected.length, shift);
    conv.run(
        input.array(),
        input.offset(),
        output.array(),
        output.offset(),
        shape.batch(),
        Workspace.forOperators(conv));
    output.assertGuardsIntact();
    assertThat(output.content()).isEqualTo(p.expected);
  }

  @Property(tries = 100)
  void threeByThreeIsExact(
      @ForAll("threeByThree") ConvCase shape, @ForAll("cases") LayerCase layer) {
    Problem p = new Problem(shape, layer);
    Conv2d conv = p.builder.outputInt32().build();
    GuardedInts output = GuardedInts.of(p.expected.length);
    conv.run(
        p.input, 0, output.array(), output.offset(), shape.batch(), Workspace.forOperators(conv));
    output.assertGuardsIntact();
    assertThat(output.content()).isEqualTo(p.expected);
  }

  @Property(tries = 16)
  void largeProductsAreExact(@ForAll("large") ConvCase shape, @ForAll("cases") LayerCase layer) {
    Problem p = new Problem(shape, layer);
    Conv2d conv = p.builder.outputInt32().build();
    assertThat(conv.kernelName()).contains("strassen_");
    GuardedInts output = GuardedInts.of(p.expected.length);
    conv.run(
        p.input, 0, output.array(), output.offset(), shape.batch(), Workspace.forOperators(conv));
    output.assertGuardsIntact();
    assertThat(output.content()).isEqualTo(p.expected);
  }

  @Property
  void int8OutputIsExact(@ForAll("shapes") ConvCase shape, @ForAll("cases") LayerCase layer) {
    Problem p = new Problem(shape, layer);
    QuantParams out = layer.output(p.geometry.depth());
    Conv2d conv = p.builder.output(out).build();
    GuardedBytes output = GuardedBytes.of(p.expected.length);
    conv.run(
        p.input, 0, output.array(), output.offset(), shape.batch(), Workspace.forOperators(conv));
    output.assertGuardsIntact();
    float[] multipliers = new float[shape.outputChannels()];
    for (int o = 0; o < multipliers.length; o++) {
      multipliers[o] =
          ReferenceRequantize.multiplier(
              layer.input().scale(), p.weightParams.scale(o), out.scale());
    }
    assertThat(output.content())
        .isEqualTo(
            ReferenceRequantize.float32(
                p.expected,
                multipliers.length,
                multipliers,
                out.zeroPoint(),
                out.type().min(),
                out.type().max()));
  }

  /// Operands near the ends of their range and of one sign: sums far beyond what float lanes hold.
  @Property(tries = 12)
  void largeSumsAreExact(
      @ForAll("threeByThree") ConvCase shape,
      @ForAll @IntRange(min = 1, max = 9) int depthwiseKernel,
      @ForAll boolean negativeInput,
      @ForAll boolean negativeWeights,
      @ForAll long seed) {
    ConvCase any = depthwiseKernel < 4 ? depthwise(depthwiseKernel) : shape;
    Conv2dGeometry g = any.geometry();
    byte[] input = nearTheEnd(any.batch() * g.inputSize(), negativeInput, seed);
    byte[] weights = nearTheEnd(g.weightCount(), negativeWeights, seed + 1);
    float[] scales = new float[any.outputChannels()];
    Arrays.fill(scales, 1f);
    int[] zeros = new int[scales.length];
    Conv2d conv =
        Conv2d.builder(g)
            .input(new QuantParams(1f, 0, QuantizedType.S8))
            .weights(weights, PerChannelQuantParams.of(scales, zeros, QuantizedType.S8))
            .outputInt32()
            .build();
    int[] output = new int[any.batch() * g.outputSize()];
    conv.run(input, 0, output, 0, any.batch(), Workspace.forOperators(conv));
    assertThat(output)
        .isEqualTo(
            ReferenceConv2d.accumulators(
                any.window(),
                any.batch(),
                any.inputChannels(),
                any.outputChannels(),
                any.groups(),
                ReferenceTensor.s8(input, 0),
                ReferenceTensor.s8(weights, zeros),
                new int[scales.length]));
  }

  /// 289 taps of 2^14 and more than 2^22 in sum.
  private static ConvCase depthwise(int channels) {
    ReferenceWindow window = new ReferenceWindow(20, 19, 17, 17, 1, 1, 1, 1, 0, 0, 0, 0, false);
    return new ConvCase(window, 1, 11 * channels, 1, 1);
  }

  /// Values in `[125, 127]`, or in `[-128, -126]`.
  private static byte[] nearTheEnd(int length, boolean negative, long seed) {
    byte[] values = new byte[length];
    Random random = new Random(seed);
    for (int i = 0; i < length; i++) {
      int value = 125 + random.nextInt(3);
      values[i] = (byte) (negative ? ~value : value);
    }
    return values;
  }

  /// An image's result must not depend on the images beside it.
  @Property(tries = 50)
  void imagesAreIndependent(@ForAll("shapes") ConvCase shape, @ForAll("cases") LayerCase layer) {
    Problem p = new Problem(shape, layer);
    Conv2d conv = p.builder.outputInt32().build();
    Workspace workspace = Workspace.forOperators(conv);
    int[] apart = new int[p.expected.length];
    for (int b = 0; b < shape.batch(); b++) {
      conv.run(
          p.input, b * p.geometry.inputSize(), apart, b * p.geometry.outputSize(), 1, workspace);
    }
    assertThat(apart).isEqualTo(p.expected);
  }
}
