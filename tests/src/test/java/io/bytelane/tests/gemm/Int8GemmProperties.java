package io.bytelane.tests.gemm;

import static org.assertj.core.api.Assertions.assertThat;

import io.bytelane.GemmShape;
import io.bytelane.Int8Gemm;
import io.bytelane.Workspace;
import io.bytelane.quant.QuantParams;
import io.bytelane.quant.QuantizedType;
import io.bytelane.quant.RequantScheme;
import io.bytelane.reference.ReferenceMultiplier;
import io.bytelane.reference.ReferenceRequantize;
import io.bytelane.tests.support.GuardedBytes;
import io.bytelane.tests.support.GuardedFloats;
import io.bytelane.tests.support.GuardedInts;
import io.bytelane.tests.support.Shapes;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;

/// Products of two operands against the oracle: sizes from 0, strides, transposition, batches,
/// types, biases, scales and zero points of every kind.
class Int8GemmProperties {

  @Provide
  Arbitrary<LayerCase> cases() {
    return LayerCase.any();
  }

  @Provide
  Arbitrary<Shapes.Gemm> shapes() {
    Arbitrary<Shapes.Gemm> blocked =
        Arbitraries.of(
            new Shapes.Gemm(2, 33, 1500),
            new Shapes.Gemm(150, 17, 20),
            new Shapes.Gemm(3, 300, 33),
            new Shapes.Gemm(1, 40, 2100));
    return Arbitraries.frequencyOf(Tuple.of(9, Shapes.gemms()), Tuple.of(1, blocked));
  }

  @Property(tries = 300)
  void int32OutputIsExact(
      @ForAll("shapes") Shapes.Gemm sizes,
      @ForAll("cases") LayerCase layer,
      @ForAll boolean transposed,
      @ForAll @IntRange(min = 1, max = 3) int batch,
      @ForAll boolean sideBySide,
      @ForAll Int8GemmProblem.Params params,
      @ForAll @IntRange(max = 15) int shift) {
    Int8GemmProblem p = new Int8GemmProblem(sizes, layer, transposed, batch, sideBySide, params);
    Int8Gemm gemm = p.builder().outputInt32().build();
    GuardedBytes a = GuardedBytes.copyOf(p.a, shift);
    GuardedInts c = GuardedInts.of(Math.toIntExact(p.shape.lengthC()), shift);
    int[] expected = c.content();
    List<int[]> sums = p.matrices(p::sums);
    p.forEach((matrix, place, column, i) -> expected[place] = sums.get(matrix)[i]);
    gemm.run(
        p.shape,
        a.array(),
        a.offset(),
        p.leftZeroPoints,
        p.b,
        0,
        p.rightZeroPoints,
        c.array(),
        c.offset(),
        Workspace.forOperators(gemm),
        Runnable::run,
        1);
    c.assertGuardsIntact();
    assertThat(c.content()).isEqualTo(expected);
  }

  /// Scales of the call are for scheme `FLOAT32`.
  @Property(tries = 300)
  void int8OutputIsExact(
      @ForAll("shapes") Shapes.Gemm sizes,
      @ForAll("cases") LayerCase layer,
      @ForAll boolean transposed,
      @ForAll @IntRange(min = 1, max = 2) int batch,
      @ForAll Int8GemmProblem.Params params) {
    Int8GemmProblem p = new Int8GemmProblem(sizes, layer, transposed, batch, true, params);
    QuantParams out = layer.output(Math.max(1, sizes.k()));
    Int8Gemm gemm = p.builder().output(out).build();
    GuardedBytes c = GuardedBytes.of(Math.toIntExact(p.shape.lengthC()));
    byte[] expected = c.content();
    List<byte[]> levels = p.matrices(matrix -> p.levels(matrix, out));
    p.forEach((matrix, place, column, i) -> expected[place] = levels.get(matrix)[i]);
    gemm.run(
        p.shape,
        p.a,
        0,
        p.leftScales,
        p.leftZeroPoints,
        p.b,
        0,
        p.rightZeroPoints,
        c.array(),
        c.offset(),
        Workspace.forOperators(gemm),
        Runnable::run,
        1);
    c.assertGuardsIntact();
    assertThat(c.content()).isEqualTo(expected);
  }

  @Property(tries = 150)
  void everySchemeIsExact(
      @ForAll("shapes") Shapes.Gemm sizes,
      @ForAll("cases") LayerCase layer,
      @ForAll boolean transposed,
      @ForAll RequantScheme scheme) {
    Int8GemmProblem p =
        new Int8GemmProblem(sizes, layer, transposed, 1, false, Int8GemmProblem.Params.DESCRIBED);
    QuantParams out = layer.output(Math.max(1, sizes.k()));
    Int8Gemm gemm = p.builder().output(out).scheme(scheme).build();
    GuardedBytes c = GuardedBytes.of(Math.toIntExact(p.shape.lengthC()));
    byte[] expected = c.content();
    int[] sums = p.sums(0);
    p.forEach(
        (matrix, place, column, i) ->
            expected[place] = (byte) level(p, out, scheme, sums[i], column));
    gemm.run(p.shape, p.a, 0, p.b, 0, c.array(), c.offset(), Workspace.forOperators(gemm));
    c.assertGuardsIntact();
    assertThat(c.content()).isEqualTo(expected);
  }

  private static int level(
      Int8GemmProblem p, QuantParams out, RequantScheme scheme, int sum, int column) {
    float scale = p.right.scale(column);
    int low = out.type().min();
    int high = out.type().max();
    if (scheme == RequantScheme.FLOAT32) {
      float m = ReferenceRequantize.multiplier(p.left.scale(), scale, out.scale());
      return ReferenceRequantize.float32(sum, m, out.zeroPoint(), low, high);
    }
    ReferenceMultiplier m = ReferenceMultiplier.of((double) p.left.scale() * scale / out.scale());
    return scheme == RequantScheme.FIXED_DOUBLE
        ? ReferenceRequantize.fixedDouble(sum, m.m0(), m.shift(), out.zeroPoint(), low, high)
        : ReferenceRequantize.fixedSingle(sum, m.m0(), m.shift(), out.zeroPoint(), low, high);
  }

  @Property(tries = 150)
  void floatOutputIsOneProduct(
      @ForAll("shapes") Shapes.Gemm sizes,
      @ForAll("cases") LayerCase layer,
      @ForAll @IntRange(min = 1, max = 2) int batch,
      @ForAll Int8GemmProblem.Params params,
      @ForAll boolean clamped) {
    Int8GemmProblem p = new Int8GemmProblem(sizes, layer, true, batch, true, params);
    float low = clamped ? -7f : Float.NEGATIVE_INFINITY;
    float high = clamped ? 100f : Float.POSITIVE_INFINITY;
    Int8Gemm gemm = p.builder().outputFloat().clamp(low, high).build();
    GuardedFloats c = GuardedFloats.of(Math.toIntExact(p.shape.lengthC()));
    float[] expected = c.content();
    List<float[]> reals = p.matrices(p::reals);
    p.forEach(
        (matrix, place, column, i) ->
            expected[place] = Math.min(Math.max(reals.get(matrix)[i], low), high));
    gemm.run(
        p.shape,
        p.a,
        0,
        p.leftScales,
        p.leftZeroPoints,
        p.b,
        0,
        p.rightZeroPoints,
        c.array(),
        c.offset(),
        Workspace.forOperators(gemm),
        Runnable::run,
        1);
    c.assertGuardsIntact();
    assertThat(c.content()).isEqualTo(expected);
  }

  /// 41 * fl32(1 / 82) is less than a half, 41 / 82 is not: the scales are multiplied first, then
  /// divided. A sum of 3 lies between 1 and 2.
  @Example
  void theMultiplierIsRoundedInOrder() {
    int n = 45;
    byte[] a = {3};
    byte[] b = new byte[n];
    Arrays.fill(b, (byte) 1);
    for (float row : new float[] {41f, 1f}) {
      Int8Gemm gemm =
          Int8Gemm.builder(n, 1)
              .left(QuantParams.symmetric(1f))
              .right(QuantParams.symmetric(41f / row))
              .output(QuantParams.symmetric(82f))
              .build();
      byte[] c = new byte[n];
      float[] scales = {row};
      Workspace w = Workspace.forOperators(gemm);
      gemm.run(GemmShape.of(1, n, 1), a, 0, scales, null, b, 0, null, c, 0, w, Runnable::run, 1);
      assertThat(c).containsOnly(2);
    }
  }

  /// Scales of a call do not stay for the next one, which takes those of the description.
  @Example
  void scalesAreForgotten() {
    QuantParams s8 = QuantParams.symmetric(1f);
    Int8Gemm gemm = Int8Gemm.builder(1, 1).left(s8).right(s8).outputFloat().build();
    Workspace w = Workspace.forOperators(gemm);
    float[] c = new float[1];
    byte[] three = {3};
    GemmShape shape = GemmShape.of(1, 1, 1);
    float[] half = {0.5f};
    gemm.run(shape, three, 0, half, null, three, 0, null, c, 0, w, Runnable::run, 1);
    assertThat(c).containsExactly(4.5f);
    gemm.run(shape, three, 0, three, 0, c, 0, w);
    assertThat(c).containsExactly(9f);
  }

  /// Divided calls give the bits of undivided ones: between matrices, panels and rows.
  @Property(tries = 30)
  void threadsDoNotShow(
      @ForAll("cases") LayerCase layer,
      @ForAll boolean transposed,
      @ForAll @IntRange(min = 2, max = 6) int parallelism,
      @ForAll @IntRange(min = 1, max = 4) int batch) {
    Shapes.Gemm sizes = batch == 1 ? new Shapes.Gemm(1300, 70, 100) : new Shapes.Gemm(90, 300, 200);
    Int8GemmProblem p =
        new Int8GemmProblem(
            sizes, layer, transposed, batch, true, Int8GemmProblem.Params.PER_MATRIX);
    Int8Gemm gemm = p.builder().output(layer.output(sizes.k())).build();
    byte[] alone = new byte[Math.toIntExact(p.shape.lengthC())];
    byte[] divided = alone.clone();
    Workspace w = Workspace.forOperators(parallelism, gemm);
    run(gemm, p, alone, w, 1);
    run(gemm, p, divided, w, parallelism);
    assertThat(divided).isEqualTo(alone);
  }

  private static void run(Int8Gemm gemm, Int8GemmProblem p, byte[] c, Workspace w, int threads) {
    try (ExecutorService pool = Executors.newFixedThreadPool(2)) {
      gemm.run(
          p.shape,
          p.a,
          0,
          p.leftScales,
          p.leftZeroPoints,
          p.b,
          0,
          p.rightZeroPoints,
          c,
          0,
          w,
          pool,
          threads);
    }
  }

  /// Beyond int32 sums wrap where that was asked for.
  @Example
  void sumsWrapWhereAsked() {
    int k = 131_072;
    QuantParams s8 = QuantParams.symmetric(1f);
    Int8Gemm gemm =
        Int8Gemm.builder(1, k).left(s8).right(s8).wrapAccumulator().outputInt32().build();
    byte[] least = new byte[k];
    Arrays.fill(least, (byte) -128);
    int[] c = new int[1];
    gemm.run(GemmShape.of(1, 1, k), least, 0, least, 0, c, 0, Workspace.forOperators(gemm));
    assertThat(c[0]).isEqualTo(Integer.MIN_VALUE);
  }

  /// ONNX MatMulInteger's own example: u8 with zero points 12 and 0.
  @Example
  void theExampleOfMatMulInteger() {
    QuantParams left = new QuantParams(1f, 12, QuantizedType.U8);
    QuantParams right = new QuantParams(1f, 0, QuantizedType.U8);
    Int8Gemm gemm = Int8Gemm.builder(2, 3).left(left).right(right).outputInt32().build();
    byte[] a = {11, 7, 3, 10, 6, 2, 9, 5, 1, 8, 4, 0};
    byte[] b = {1, 4, 2, 5, 3, 6};
    int[] c = new int[8];
    gemm.run(GemmShape.of(4, 2, 3), a, 0, b, 0, c, 0, Workspace.forOperators(gemm));
    assertThat(c).containsExactly(-38, -83, -44, -98, -50, -113, -56, -128);
  }
}
