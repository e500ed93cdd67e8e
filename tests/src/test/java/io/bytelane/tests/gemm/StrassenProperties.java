package io.bytelane.tests.gemm;

import static org.assertj.core.api.Assertions.assertThat;

import io.bytelane.FullyConnected;
import io.bytelane.Workspace;
import io.bytelane.quant.ClampRange;
import io.bytelane.quant.PerChannelQuantParams;
import io.bytelane.quant.QuantParams;
import io.bytelane.quant.QuantizedType;
import io.bytelane.quant.RequantScheme;
import io.bytelane.reference.ReferenceGemm;
import io.bytelane.reference.ReferenceMatrix;
import io.bytelane.reference.ReferenceRequantize;
import io.bytelane.tests.support.GuardedBytes;
import io.bytelane.tests.support.GuardedFloats;
import io.bytelane.tests.support.GuardedInts;
import io.bytelane.tests.support.Shapes;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/// Products that are large enough for seven multiplications of blocks instead of eight, against
/// the oracle.
class StrassenProperties {
  private static final QuantizedType S8 = QuantizedType.S8;
  private static final String ROUTE = "strassen_";

  @Provide
  Arbitrary<LayerCase> cases() {
    return LayerCase.any();
  }

  /// The smallest; odd rows, panels and channels; blocks of rows of two sizes; one to three pairs
  /// of depth blocks, not all of one size, with sums in float lanes and in int32; two column
  /// blocks.
  @Provide
  Arbitrary<Shapes.Gemm> shapes() {
    return Arbitraries.of(
        new Shapes.Gemm(64, 128, 256),
        new Shapes.Gemm(65, 161, 258),
        new Shapes.Gemm(98, 145, 510),
        new Shapes.Gemm(75, 199, 512),
        new Shapes.Gemm(290, 131, 262),
        new Shapes.Gemm(66, 136, 514),
        new Shapes.Gemm(81, 225, 1024),
        new Shapes.Gemm(70, 133, 1030),
        new Shapes.Gemm(67, 180, 1538),
        new Shapes.Gemm(64, 1090, 260),
        new Shapes.Gemm(65, 1065, 600));
  }

  @Property(tries = 40)
  void int32OutputIsExact(
      @ForAll("shapes") Shapes.Gemm shape,
      @ForAll("cases") LayerCase layer,
      @ForAll boolean depthMajor,
      @ForAll @IntRange(max = 15) int shift) {
    MatrixProblem p = new MatrixProblem(shape, layer, depthMajor);
    FullyConnected fc = p.builder.outputInt32().build();
    assertThat(fc.kernelName()).startsWith(ROUTE);
    GuardedBytes input = GuardedBytes.copyOf(p.input, shift);
    GuardedInts output = GuardedInts.of(p.outputLength(), shift);
    Workspace workspace = Workspace.forOperators(fc);
    fc.run(input.array(), input.offset(), output.array(), output.offset(), p.m, workspace);
    output.assertGapsIntact(p.m, p.n, p.ldc);
    assertThat(dense(output.content(), p)).isEqualTo(p.expected);
  }

  private static int[] dense(int[] strided, MatrixProblem p) {
    int[] dense = new int[p.expected.length];
    Arrays.setAll(dense, i -> strided[p.at(i)]);
    return dense;
  }

  @Property(tries = 40)
  void int8OutputIsExact(
      @ForAll("shapes") Shapes.Gemm shape,
      @ForAll("cases") LayerCase layer,
      @ForAll @IntRange(max = 15) int shift) {
    MatrixProblem p = new MatrixProblem(shape, layer, false);
    QuantParams out = layer.output(shape.k());
    ClampRange clamp = ClampRange.of(out.type());
    FullyConnected fc = p.builder.output(out).build();
    GuardedBytes output = GuardedBytes.of(p.outputLength(), shift);
    fc.run(p.input, 0, output.array(), output.offset(), p.m, Workspace.forOperators(fc));
    output.assertGapsIntact(p.m, p.n, p.ldc);
    byte[] content = output.content();
    for (int i = 0; i < p.expected.length; i++) {
      if (content[p.at(i)] != p.level(i, out, clamp)) {
        assertThat(content[p.at(i)]).as("output %d", i).isEqualTo(p.level(i, out, clamp));
      }
    }
  }

  @Property(tries = 10)
  void fixedPointOutputIsExact(
      @ForAll("shapes") Shapes.Gemm shape,
      @ForAll("cases") LayerCase layer,
      @ForAll boolean doubleRounding) {
    MatrixProblem p = new MatrixProblem(shape, layer, false);
    QuantParams out = layer.output(shape.k());
    RequantScheme scheme = doubleRounding ? RequantScheme.FIXED_DOUBLE : RequantScheme.FIXED_SINGLE;
    FullyConnected fc = p.builder.output(out).scheme(scheme).build();
    byte[] content = new byte[p.outputLength()];
    fc.run(p.input, 0, content, 0, p.m, Workspace.forOperators(fc));
    for (int i = 0; i < p.expected.length; i++) {
      byte want = p.fixedPointLevel(i, out, doubleRounding);
      if (content[p.at(i)] != want) {
        assertThat(content[p.at(i)]).as("output %d", i).isEqualTo(want);
      }
    }
  }

  @Property(tries = 10)
  void floatOutputIsOneProduct(
      @ForAll("shapes") Shapes.Gemm shape, @ForAll("cases") LayerCase layer) {
    MatrixProblem p = new MatrixProblem(shape, layer, false);
    FullyConnected fc = p.builder.outputFloat().build();
    GuardedFloats output = GuardedFloats.of(p.outputLength());
    fc.run(p.input, 0, output.array(), output.offset(), p.m, Workspace.forOperators(fc));
    output.assertGapsIntact(p.m, p.n, p.ldc);
    float[] content = output.content();
    float[] clamp = MatrixProblem.CLAMPS[0];
    for (int i = 0; i < p.expected.length; i++) {
      float want = p.real(i, clamp[0], clamp[1]);
      if (content[p.at(i)] != want) {
        assertThat(content[p.at(i)]).as("output %d", i).isEqualTo(want);
      }
    }
  }

  /// Each quadrant of either operand near one end of its range: what float lanes hold on the way
  /// comes close to 2^24, and reaches it where all bytes are the smallest. Beyond, odd sums get
  /// lost.
  @Property(tries = 100)
  void largestSumsAreExact(
      @ForAll @IntRange(max = 255) int signs, @ForAll boolean twoPairs, @ForAll long seed) {
    int m = 64;
    int n = 128;
    int k = twoPairs ? 1024 : 512;
    byte[] left = new byte[m * k];
    byte[] right = new byte[n * k];
    Random random = new Random(seed);
    boolean ends = random.nextInt(4) == 0;
    for (int i = 0; i < left.length; i++) {
      left[i] = nearTheEnd(signs >> quadrant(i / k, m, i % k), ends, random);
    }
    for (int i = 0; i < right.length; i++) {
      right[i] = nearTheEnd(signs >> (4 + quadrant(i / k, n, i % k)), ends, random);
    }
    FullyConnected fc = builder(k, n, right).output(new QuantParams(1 << 17, 0, S8)).build();
    FullyConnected toInt32 = builder(k, n, right).outputInt32().build();
    Workspace workspace = Workspace.forOperators(fc, toInt32);
    int[] sums = new int[m * n];
    toInt32.run(left, 0, sums, 0, m, workspace);
    int[] expected =
        ReferenceGemm.accumulators(
            m,
            n,
            k,
            ReferenceMatrix.rowMajor(left, 0, k, false),
            0,
            ReferenceMatrix.columnMajor(right, 0, k, false),
            new int[1],
            null);
    assertThat(sums).isEqualTo(expected);
    byte[] levels = new byte[m * n];
    fc.run(left, 0, levels, 0, m, workspace);
    byte[] expectedLevels = new byte[m * n];
    for (int i = 0; i < expected.length; i++) {
      expectedLevels[i] =
          (byte) ReferenceRequantize.float32(expected[i], 0x1p-17f, 0, S8.min(), S8.max());
    }
    assertThat(levels).isEqualTo(expectedLevels);
  }

  private static int quadrant(int row, int rows, int step) {
    return (2 * row / rows * 2) + (step / 256 % 2);
  }

  /// A value in `[125, 127]`, or in `[-128, -126]`; `ends`: 127 or -128.
  private static byte nearTheEnd(int sign, boolean ends, Random random) {
    int value = ends ? 127 : 125 + random.nextInt(3);
    return (byte) ((sign & 1) == 0 ? value : ~value);
  }

  /// Rows take the plain loops when they come alone.
  @Property(tries = 12)
  void rowsAreIndependent(@ForAll("shapes") Shapes.Gemm shape, @ForAll("cases") LayerCase layer) {
    MatrixProblem p = new MatrixProblem(shape, layer, false);
    FullyConnected fc = p.builder.outputInt32().build();
    Workspace workspace = Workspace.forOperators(fc);
    int[] together = new int[p.outputLength()];
    fc.run(p.input, 0, together, 0, p.m, workspace);
    int[] apart = new int[p.outputLength()];
    for (int row = 0; row < p.m; row++) {
      fc.run(p.input, row * p.lda, apart, row * p.ldc, 1, workspace);
    }
    assertThat(apart).isEqualTo(together);
  }

  /// What is too narrow, too shallow or of odd depth keeps the plain loops.
  @Example
  void smallProductsTakeEightMultiplications() {
    assertThat(name(256, 127)).doesNotStartWith(ROUTE);
    assertThat(name(254, 512)).doesNotStartWith(ROUTE);
    assertThat(name(513, 512)).doesNotStartWith(ROUTE);
    assertThat(name(256, 128)).startsWith(ROUTE);
  }

  private static String name(int depth, int channels) {
    byte[] weights = new byte[depth * channels];
    return builder(depth, channels, weights).outputInt32().build().kernelName();
  }

  private static FullyConnected.Builder builder(int depth, int channels, byte[] weights) {
    QuantParams one = new QuantParams(1f, 0, S8);
    return FullyConnected.builder(depth, channels)
        .input(one)
        .weights(weights, PerChannelQuantParams.perTensor(one, channels));
  }
}
