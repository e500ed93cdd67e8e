package io.bytelane.tests.conv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bytelane.FloatTransposedConv2d;
import io.bytelane.TransposedConv2d;
import io.bytelane.TransposedConv2dGeometry;
import io.bytelane.Workspace;
import io.bytelane.quant.FixedPointMultiplier;
import io.bytelane.quant.Multipliers;
import io.bytelane.quant.PerChannelQuantParams;
import io.bytelane.quant.QuantParams;
import io.bytelane.quant.QuantizedType;
import io.bytelane.quant.RequantScheme;
import io.bytelane.reference.ReferenceRequantize;
import io.bytelane.reference.ReferenceTensor;
import io.bytelane.reference.ReferenceTransposedConv2d;
import io.bytelane.tests.gemm.FloatFill;
import io.bytelane.tests.gemm.LayerCase;
import io.bytelane.tests.support.GuardedBytes;
import io.bytelane.tests.support.GuardedFloats;
import io.bytelane.tests.support.GuardedInts;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/// The transposed convolution and its twin against the oracle, which adds every input cell to the
/// output cell by cell.
class TransposedConv2dProperties {
  @Provide
  Arbitrary<TransposedCase> shapes() {
    return TransposedCase.any();
  }

  @Provide
  Arbitrary<LayerCase> cases() {
    return LayerCase.any();
  }

  /// One problem: a builder that lacks only the output, and the accumulators of the oracle.
  private static final class Problem {
    final TransposedConv2dGeometry geometry;
    final byte[] input;
    final PerChannelQuantParams weightParams;
    final TransposedConv2d.Builder builder;
    final int[] expected;

    Problem(TransposedCase shape, LayerCase layer) {
      geometry = shape.geometry();
      input = layer.inputBytes(shape.batch() * geometry.inputSize());
      byte[] weights = layer.weightBytes(geometry.weightCount());
      int[] bias = layer.bias(geometry.outputChannels());
      weightParams = layer.weights(geometry.outputChannels());
      builder =
          TransposedConv2d.builder(geometry)
              .input(layer.input())
              .weights(weights, weightParams)
              .bias(bias);
      int zero = layer.input().zeroPoint();
      byte[] cells = shape.forWindow(input, (byte) zero);
      int[] weightZeros = LayerCase.zeroPoints(weightParams);
      expected =
          ReferenceTransposedConv2d.accumulators(
              shape.window(),
              shape.batch(),
              geometry.inputChannels(),
              geometry.outputChannels(),
              geometry.groups(),
              layer.inputType().isSigned()
                  ? ReferenceTensor.s8(cells, zero)
                  : ReferenceTensor.u8(cells, zero),
              layer.weightType().isSigned()
                  ? ReferenceTensor.s8(weights, weightZeros)
                  : ReferenceTensor.u8(weights, weightZeros),
              bias);
    }
  }

  @Property(tries = 500)
  void int32OutputIsExact(
      @ForAll("shapes") TransposedCase shape, @ForAll("cases") LayerCase layer) {
    Problem p = new Problem(shape, layer);
    TransposedConv2d conv = p.builder.outputInt32().build();
    GuardedBytes input = GuardedBytes.copyOf(p.input, 3);
    GuardedInts output = GuardedInts.of(shape.outputSize(), 1);
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

  @Property(tries = 200)
  void int8OutputIsExactByEveryScheme(
      @ForAll("shapes") TransposedCase shape,
      @ForAll("cases") LayerCase layer,
      @ForAll RequantScheme scheme) {
    Problem p = new Problem(shape, layer);
    QuantParams out = layer.output(20);
    TransposedConv2d conv = p.builder.output(out).scheme(scheme).build();
    GuardedBytes output = GuardedBytes.of(shape.outputSize());
    conv.run(
        p.input, 0, output.array(), output.offset(), shape.batch(), Workspace.forOperators(conv));
    output.assertGuardsIntact();
    assertThat(output.content()).isEqualTo(requantized(p, layer.input(), out, scheme));
  }

  private static byte[] requantized(
      Problem p, QuantParams input, QuantParams out, RequantScheme scheme) {
    int channels = p.geometry.outputChannels();
    int low = out.type().min();
    int high = out.type().max();
    if (scheme == RequantScheme.FLOAT32) {
      float[] m = new float[channels];
      for (int o = 0; o < channels; o++) {
        m[o] = ReferenceRequantize.multiplier(input.scale(), p.weightParams.scale(o), out.scale());
      }
      return ReferenceRequantize.float32(p.expected, channels, m, out.zeroPoint(), low, high);
    }
    FixedPointMultiplier[] all = Multipliers.fixedPoint(scheme, input, p.weightParams, out);
    byte[] q = new byte[p.expected.length];
    for (int i = 0; i < q.length; i++) {
      int m0 = all[i % channels].multiplier();
      int shift = all[i % channels].shift();
      q[i] =
          (byte)
              (scheme == RequantScheme.FIXED_DOUBLE
                  ? ReferenceRequantize.fixedDouble(
                      p.expected[i], m0, shift, out.zeroPoint(), low, high)
                  : ReferenceRequantize.fixedSingle(
                      p.expected[i], m0, shift, out.zeroPoint(), low, high));
    }
    return q;
  }

  /// An image's result must not depend on the images beside it.
  @Property(tries = 50)
  void imagesAreIndependent(
      @ForAll("shapes") TransposedCase shape, @ForAll("cases") LayerCase layer) {
    Problem p = new Problem(shape, layer);
    TransposedConv2d conv = p.builder.outputInt32().build();
    Workspace workspace = Workspace.forOperators(conv);
    int[] apart = new int[p.expected.length];
    for (int b = 0; b < shape.batch(); b++) {
      conv.run(
          p.input, b * p.geometry.inputSize(), apart, b * p.geometry.outputSize(), 1, workspace);
    }
    assertThat(apart).isEqualTo(p.expected);
  }

  @Property(tries = 200)
  void twinIsWithinTheRoundingOfItsSums(@ForAll("shapes") TransposedCase shape, @ForAll long seed) {
    TransposedConv2dGeometry g = shape.geometry();
    float[] input = FloatFill.gaussian(shape.batch() * g.inputSize(), seed);
    float[] weights = FloatFill.gaussian(g.weightCount(), seed + 1);
    float[] bias = FloatFill.gaussian(g.outputChannels(), seed + 2);
    FloatTransposedConv2d conv =
        FloatTransposedConv2d.builder(g).weights(weights).bias(bias).clamp(-3f, 50f).build();
    GuardedFloats output = GuardedFloats.of(shape.outputSize());
    conv.run(
        input, 0, output.array(), output.offset(), shape.batch(), Workspace.forOperators(conv));
    output.assertGuardsIntact();
    float[] expected = reference(shape, input, weights, bias);
    float[] bound =
        reference(
            shape,
            FloatFill.absolute(input),
            FloatFill.absolute(weights),
            FloatFill.absolute(bias));
    float[] content = output.content();
    int products = g.kernelHeight() * g.kernelWidth() * (g.inputChannels() / g.groups());
    for (int i = 0; i < expected.length; i++) {
      double tolerance = FloatFill.tolerance(products, bound[i]);
      double wanted = Math.clamp(expected[i], -3f, 50f);
      assertThat((double) content[i])
          .as("output %d", i)
          .isBetween(wanted - tolerance, wanted + tolerance);
    }
  }

  private static float[] reference(
      TransposedCase shape, float[] input, float[] weights, float[] bias) {
    TransposedConv2dGeometry g = shape.geometry();
    int rows = shape.window().outputHeight();
    int columns = shape.window().outputWidth();
    float[] cells = new float[shape.batch() * rows * columns * g.inputChannels()];
    int line = g.inputWidth() * g.inputChannels();
    for (int i = 0; i < shape.batch() * g.inputHeight(); i++) {
      int to = (i / g.inputHeight() * rows + i % g.inputHeight()) * columns * g.inputChannels();
      System.arraycopy(input, i * line, cells, to, line);
    }
    return ReferenceTransposedConv2d.real(
        shape.window(),
        shape.batch(),
        g.inputChannels(),
        g.outputChannels(),
        g.groups(),
        cells,
        weights,
        bias);
  }

  /// Cells that no tap reaches hold the bias, whatever the input.
  @Example
  void cellsBetweenTheTapsHoldTheBias() {
    TransposedConv2dGeometry g =
        TransposedConv2dGeometry.builder(1, 2, 1, 1).stride(1, 3).outputPadding(0, 1).build();
    FloatTransposedConv2d conv =
        FloatTransposedConv2d.builder(g).weights(new float[] {2}).bias(new float[] {5}).build();
    float[] out = new float[5];
    conv.run(new float[] {Float.POSITIVE_INFINITY, 1}, 0, out, 0, 1, Workspace.forOperators(conv));
    assertThat(out).containsExactly(Float.POSITIVE_INFINITY, 5, 5, 7, 5);
  }

  @Example
  void whatDoesNotFitIsRefused() {
    assertThatThrownBy(() -> TransposedConv2dGeometry.builder(2, 2, 3, 2).groups(2).build())
        .hasMessage("groups: 2 (expected: divides inputChannels 3)");
    assertThatThrownBy(() -> TransposedConv2dGeometry.builder(2, 2, 1, 1).pads(1, 0, 1, 0).build())
        .hasMessage("outputHeight: 0 (expected: >= 1)");
    TransposedConv2dGeometry g =
        TransposedConv2dGeometry.builder(2, 2, 1, 1).kernel(2, 2).stride(2, 2).build();
    QuantParams unit = new QuantParams(1f, 0, QuantizedType.S8);
    TransposedConv2d.Builder layer =
        TransposedConv2d.builder(g).name("up").input(unit).output(unit);
    assertThatThrownBy(
            () -> layer.weights(new byte[3], PerChannelQuantParams.symmetric(1f)).build())
        .hasMessage("up: weights.length: 3 (expected: 4)");
    TransposedConv2d conv = layer.weights(new byte[4], PerChannelQuantParams.symmetric(1f)).build();
    byte[] out = new byte[16];
    assertThatThrownBy(() -> conv.run(new byte[4], 0, out, 1, 1, Workspace.forOperators(conv)))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessage("output.length: 16 (expected: >= outputOffset + 16 = 17)");
  }
}
