package io.bytelane.tests.parallel;

import static org.assertj.core.api.Assertions.assertThat;

import io.bytelane.Conv2d;
import io.bytelane.Conv2dGeometry;
import io.bytelane.DynamicFullyConnected;
import io.bytelane.DynamicFullyConnected.Granularity;
import io.bytelane.FloatConv2d;
import io.bytelane.FloatGemm;
import io.bytelane.FullyConnected;
import io.bytelane.Workspace;
import io.bytelane.tests.gemm.FloatFill;
import io.bytelane.tests.gemm.LayerCase;
import io.bytelane.tests.support.GuardedBytes;
import io.bytelane.tests.support.GuardedFloats;
import io.bytelane.tests.support.GuardedInts;
import io.bytelane.tests.support.Shapes;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/// A call on several threads gives the bits of the call on one, whatever the number of threads, the
/// executor and the shape. Shapes are large enough to be divided: many rows, few rows and many
/// columns, one row, few columns.
class DivisionDeterminismProperties {

  @Provide
  Arbitrary<LayerCase> cases() {
    return LayerCase.any();
  }

  @Provide
  Arbitrary<Shapes.Gemm> products() {
    return Arbitraries.of(
        new Shapes.Gemm(1, 2100, 4100),
        new Shapes.Gemm(2, 1031, 4200),
        new Shapes.Gemm(9, 1030, 1000),
        new Shapes.Gemm(64, 130, 1131),
        new Shapes.Gemm(130, 300, 257),
        new Shapes.Gemm(300, 310, 300),
        new Shapes.Gemm(290, 1100, 260),
        new Shapes.Gemm(513, 257, 130),
        new Shapes.Gemm(2000, 40, 130));
  }

  /// One geometry for each route: Winograd with many tiles and with few, patches, groups,
  /// pointwise, depthwise of one and of two output channels per input channel.
  @Provide
  Arbitrary<Conv2dGeometry> convolutions() {
    return Arbitraries.of(
        Conv2dGeometry.builder(45, 44, 32, 33).kernel(3, 3).pads(1, 1, 1, 1).build(),
        Conv2dGeometry.builder(17, 16, 100, 130).kernel(3, 3).pads(1, 0, 0, 1).build(),
        Conv2dGeometry.builder(91, 64, 9, 20).kernel(5, 3).stride(2, 1).pads(2, 1, 1, 0).build(),
        Conv2dGeometry.builder(40, 40, 32, 34).kernel(3, 3).groups(2).build(),
        Conv2dGeometry.builder(80, 60, 40, 50).kernel(1, 1).build(),
        Conv2dGeometry.builder(100, 90, 40, 40).kernel(3, 3).pads(1, 1, 1, 1).groups(40).build(),
        Conv2dGeometry.builder(93, 90, 20, 40).kernel(5, 5).stride(2, 1).groups(20).build());
  }

  @Property(tries = 60)
  void fullyConnectedToInt8(
      @ForAll("products") Shapes.Gemm shape,
      @ForAll("cases") LayerCase layer,
      @ForAll @IntRange(min = 1, max = 8) int parallelism,
      @ForAll Pools pool) {
    int m = shape.m();
    int n = shape.n();
    int k = shape.k();
    int ldc = Shapes.primeAbove(n);
    FullyConnected fc =
        FullyConnected.builder(k, n)
            .input(layer.input())
            .weights(layer.weightBytes(n * k), layer.weights(n))
            .strides(k, ldc)
            .output(layer.output(k))
            .build();
    byte[] input = layer.inputBytes(m * k);
    byte[] alone = GuardedBytes.of((m - 1) * ldc + n).array();
    fc.run(input, 0, alone, GuardedBytes.MARGIN, m, Workspace.forOperators(fc));
    Workspace workspace = Workspace.forOperators(parallelism, fc);
    GuardedBytes divided = GuardedBytes.of((m - 1) * ldc + n);
    pool.use(
        e -> fc.run(input, 0, divided.array(), divided.offset(), m, workspace, e, parallelism));
    divided.assertGapsIntact(m, n, ldc);
    assertThat(divided.array()).isEqualTo(alone);
  }

  @Property(tries = 30)
  void fullyConnectedToInt32AndFloat(
      @ForAll("products") Shapes.Gemm shape,
      @ForAll("cases") LayerCase layer,
      @ForAll @IntRange(min = 1, max = 8) int parallelism,
      @ForAll Pools pool) {
    int m = shape.m();
    int n = shape.n();
    int k = shape.k();
    FullyConnected.Builder builder =
        FullyConnected.builder(k, n)
            .input(layer.input())
            .weights(layer.weightBytes(n * k), layer.weights(n));
    FullyConnected toInt32 = builder.outputInt32().build();
    FullyConnected toFloat = builder.outputFloat().build();
    byte[] input = layer.inputBytes(m * k);
    Workspace workspace = Workspace.forOperators(parallelism, toInt32, toFloat);
    int[] ints = new int[m * n];
    toInt32.run(input, 0, ints, 0, m, workspace);
    float[] floats = new float[m * n];
    toFloat.run(input, 0, floats, 0, m, workspace);
    GuardedInts dividedInts = GuardedInts.of(m * n);
    GuardedFloats dividedFloats = GuardedFloats.of(m * n);
    pool.use(
        e -> {
          toInt32.run(
              input, 0, dividedInts.array(), dividedInts.offset(), m, workspace, e, parallelism);
          toFloat.run(
              input,
              0,
              dividedFloats.array(),
              dividedFloats.offset(),
              m,
              workspace,
              e,
              parallelism);
        });
    dividedInts.assertGuardsIntact();
    dividedFloats.assertGuardsIntact();
    assertThat(dividedInts.content()).isEqualTo(ints);
    assertThat(dividedFloats.content()).isEqualTo(floats);
  }

  @Property(tries = 40)
  void dynamicFullyConnected(
      @ForAll("products") Shapes.Gemm shape,
      @ForAll("cases") LayerCase layer,
      @ForAll Granularity granularity,
      @ForAll @IntRange(min = 1, max = 8) int parallelism,
      @ForAll Pools pool) {
    int m = shape.m();
    int n = shape.n();
    int k = shape.k();
    DynamicFullyConnected fc =
        DynamicFullyConnected.builder(k, n)
            .weights(layer.weightBytes(n * k), layer.weights(n))
            .granularity(granularity)
            .build();
    float[] input = FloatFill.gaussian(m * k, layer.seed());
    float[] alone = new float[m * n];
    fc.run(input, 0, alone, 0, m, Workspace.forOperators(fc));
    Workspace workspace = Workspace.forOperators(parallelism, fc);
    GuardedFloats divided = GuardedFloats.of(m * n);
    pool.use(
        e -> fc.run(input, 0, divided.array(), divided.offset(), m, workspace, e, parallelism));
    divided.assertGuardsIntact();
    assertThat(divided.content()).isEqualTo(alone);
  }

  @Property(tries = 40)
  void floatGemm(
      @ForAll("products") Shapes.Gemm shape,
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 8) int parallelism,
      @ForAll Pools pool) {
    int m = shape.m();
    int n = shape.n();
    int k = shape.k();
    FloatGemm gemm = FloatGemm.builder(k, n).weights(FloatFill.gaussian(n * k, seed)).build();
    float[] input = FloatFill.gaussian(m * k, seed + 1);
    float[] alone = new float[m * n];
    gemm.run(input, 0, alone, 0, m, Workspace.forOperators(gemm));
    Workspace workspace = Workspace.forOperators(parallelism, gemm);
    GuardedFloats divided = GuardedFloats.of(m * n);
    pool.use(
        e -> gemm.run(input, 0, divided.array(), divided.offset(), m, workspace, e, parallelism));
    divided.assertGuardsIntact();
    assertThat(divided.content()).isEqualTo(alone);
  }

  @Property(tries = 60)
  void conv2d(
      @ForAll("convolutions") Conv2dGeometry g,
      @ForAll("cases") LayerCase layer,
      @ForAll @IntRange(min = 1, max = 3) int batch,
      @ForAll @IntRange(min = 1, max = 8) int parallelism,
      @ForAll Pools pool) {
    Conv2d conv =
        Conv2d.builder(g)
            .input(layer.input())
            .weights(layer.weightBytes(g.weightCount()), layer.weights(g.outputChannels()))
            .output(layer.output(g.depth()))
            .build();
    byte[] input = layer.inputBytes(batch * g.inputSize());
    byte[] alone = new byte[batch * g.outputSize()];
    conv.run(input, 0, alone, 0, batch, Workspace.forOperators(conv));
    Workspace workspace = Workspace.forOperators(parallelism, conv);
    GuardedBytes divided = GuardedBytes.of(alone.length);
    pool.use(
        e ->
            conv.run(
                input, 0, divided.array(), divided.offset(), batch, workspace, e, parallelism));
    divided.assertGuardsIntact();
    assertThat(divided.content()).isEqualTo(alone);
  }

  @Property(tries = 40)
  void floatConv2d(
      @ForAll("convolutions") Conv2dGeometry g,
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 3) int batch,
      @ForAll @IntRange(min = 1, max = 8) int parallelism,
      @ForAll Pools pool) {
    FloatConv2d conv =
        FloatConv2d.builder(g).weights(FloatFill.gaussian(g.weightCount(), seed)).build();
    float[] input = FloatFill.gaussian(batch * g.inputSize(), seed + 1);
    float[] alone = new float[batch * g.outputSize()];
    conv.run(input, 0, alone, 0, batch, Workspace.forOperators(conv));
    Workspace workspace = Workspace.forOperators(parallelism, conv);
    GuardedFloats divided = GuardedFloats.of(alone.length);
    pool.use(
        e ->
            conv.run(
                input, 0, divided.array(), divided.offset(), batch, workspace, e, parallelism));
    divided.assertGuardsIntact();
    assertThat(divided.content()).isEqualTo(alone);
  }
}
