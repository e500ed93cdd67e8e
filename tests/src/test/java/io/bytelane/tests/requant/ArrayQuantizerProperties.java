package io.bytelane.tests.requant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bytelane.quant.AmaxQuantizer;
import io.bytelane.quant.ArrayQuantizer;
import io.bytelane.quant.ChannelLayout;
import io.bytelane.quant.FakeQuantizer;
import io.bytelane.quant.LevelRange;
import io.bytelane.quant.PerChannelQuantParams;
import io.bytelane.quant.QuantizationException;
import io.bytelane.quant.QuantizeRule;
import io.bytelane.quant.QuantizedType;
import io.bytelane.quant.TensorRange;
import io.bytelane.quant.ValueScan;
import io.bytelane.reference.ReferenceQuantizer;
import io.bytelane.tests.support.FloatPattern;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.PropertyDefaults;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;

/// Arrays under every rule, width and granularity against the oracle's single values: any axis, any
/// shape of parameters that broadcasts, blocks and what is left of them.
@PropertyDefaults(tries = 1000)
class ArrayQuantizerProperties {
  private static final float[] SPECIAL = {
    Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, 0f, -0f, 1e-40f, 3e38f, -3e38f
  };

  /// A tensor, and along which of its axes parameters differ.
  static final class Shape {
    private final int[] axes;
    private final boolean[] kept;

    Shape(int[] axes, boolean[] kept) {
      this.axes = axes;
      this.kept = kept;
    }

    @Override
    public String toString() {
      return Arrays.toString(axes) + " " + Arrays.toString(kept);
    }

    int[] parameterShape() {
      int[] shape = axes.clone();
      for (int d = 0; d < shape.length; d++) {
        shape[d] = kept[d] ? axes[d] : 1;
      }
      return shape;
    }

    ChannelLayout layout() {
      return ChannelLayout.broadcast(axes, parameterShape());
    }

    /// The parameter of an element, from the indices of both.
    int parameterOf(int element) {
      int[] index = new int[axes.length];
      int rest = element;
      for (int d = axes.length - 1; d >= 0; d--) {
        index[d] = rest % axes[d];
        rest /= axes[d];
      }
      int parameter = 0;
      for (int d = 0; d < axes.length; d++) {
        parameter = kept[d] ? parameter * axes[d] + index[d] : parameter;
      }
      return parameter;
    }
  }

  @Provide
  Arbitrary<Shape> shapes() {
    Arbitrary<Integer> extents =
        Arbitraries.frequencyOf(
            Tuple.of(8, Arbitraries.integers().between(1, 9)),
            Tuple.of(2, Arbitraries.of(16, 33, 70)));
    Arbitrary<Shape> small =
        Arbitraries.integers()
            .between(0, 4)
            .flatMap(
                rank ->
                    Combinators.combine(
                            extents.array(int[].class).ofSize(rank),
                            Arbitraries.of(true, false).array(boolean[].class).ofSize(rank))
                        .as(Shape::new))
            .filter(s -> s.layout().elements() <= 20_000);
    Arbitrary<Shape> blocks =
        Arbitraries.of(
            new Shape(new int[] {3, 1500}, new boolean[] {true, false}),
            new Shape(new int[] {3, 1500}, new boolean[] {false, true}),
            new Shape(new int[] {2, 700, 2}, new boolean[] {true, false, true}),
            new Shape(new int[] {1300, 3}, new boolean[] {true, false}),
            new Shape(new int[] {2500}, new boolean[] {false}),
            new Shape(new int[] {0, 4}, new boolean[] {false, true}));
    return Arbitraries.frequencyOf(Tuple.of(9, small), Tuple.of(1, blocks));
  }

  @Provide
  Arbitrary<LevelRange> ranges() {
    return Arbitraries.integers()
        .between(2, 8)
        .flatMap(
            bits ->
                Arbitraries.of(
                    LevelRange.signed(bits), LevelRange.narrow(bits), LevelRange.unsigned(bits)));
  }

  private static float[] scales(int count, Random random) {
    float[] scales = new float[count];
    for (int c = 0; c < count; c++) {
      scales[c] = random.nextBoolean() ? 0.5f : (float) Math.pow(10, random.nextDouble(-6, 4));
    }
    return scales;
  }

  /// Values around ties of their own scale, beyond the levels, and special ones.
  private static float[] values(Shape shape, float[] scales, Random random, boolean negative) {
    float[] x = new float[shape.layout().elements()];
    for (int i = 0; i < x.length; i++) {
      float tie = (random.nextInt(700) - 350) * 0.5f * scales[shape.parameterOf(i)];
      x[i] =
          switch (random.nextInt(8)) {
            case 0 -> SPECIAL[random.nextInt(SPECIAL.length)];
            case 1 -> Math.nextUp(tie);
            case 2 -> Math.nextDown(tie);
            case 3 -> random.nextFloat(-200, 200) * scales[shape.parameterOf(i)];
            default -> tie;
          };
      x[i] = negative ? x[i] : Math.abs(x[i]);
    }
    return x;
  }

  private static int level(
      QuantizeRule rule, float x, float parameter, int zeroPoint, LevelRange levels) {
    int low = levels.min();
    int high = levels.max();
    return switch (rule) {
      case DIVIDE -> ReferenceQuantizer.divide(x, parameter, zeroPoint, low, high);
      case RECIPROCAL -> ReferenceQuantizer.reciprocal(x, parameter, zeroPoint, low, high);
      case HALF_AWAY -> ReferenceQuantizer.halfAway(x, parameter, zeroPoint, low, high);
      case AMAX_MULTIPLY -> ReferenceQuantizer.amaxMultiply(x, parameter, low, high);
    };
  }

  @Property
  void levelsAndRealValuesAreTheOracles(
      @ForAll("shapes") Shape shape,
      @ForAll QuantizeRule rule,
      @ForAll("ranges") LevelRange levels,
      @ForAll boolean symmetric,
      @ForAll long seed) {
    Random random = new Random(seed);
    ChannelLayout layout = shape.layout();
    float[] scales = scales(layout.parameters(), random);
    boolean zeros = symmetric || rule == QuantizeRule.AMAX_MULTIPLY;
    int[] zeroPoints =
        random
            .ints(scales.length, levels.min(), levels.max() + 1)
            .map(z -> zeros ? 0 : z)
            .toArray();
    if (scales.length == 0) {
      return;
    }
    PerChannelQuantParams params = PerChannelQuantParams.of(scales, zeroPoints, levels.type());
    float[] x = values(shape, scales, random, true);
    ArrayQuantizer quantizer = new ArrayQuantizer(rule, levels);
    byte[] q = quantizer.quantize(x, params, layout);
    float[] real = quantizer.dequantize(q, params, layout);
    boolean fakes = rule != QuantizeRule.AMAX_MULTIPLY;
    float[] fake = fakes ? quantizer.fake(x, params, layout) : real;
    for (int i = 0; i < x.length; i++) {
      int c = shape.parameterOf(i);
      int expected = level(rule, x[i], scales[c], zeroPoints[c], levels);
      assertThat(q[i]).as("level %d of %s", i, x[i]).isEqualTo((byte) expected);
      float value = ReferenceQuantizer.dequantize(expected, scales[c], zeroPoints[c]);
      assertThat(Float.floatToRawIntBits(real[i])).isEqualTo(Float.floatToRawIntBits(value));
      assertThat(Float.floatToRawIntBits(fake[i])).isEqualTo(Float.floatToRawIntBits(value));
    }
  }

  @Property
  void maximaAreTheOracles(
      @ForAll("shapes") Shape shape,
      @ForAll QuantizeRule rule,
      @ForAll("ranges") LevelRange levels,
      @ForAll long seed) {
    Random random = new Random(seed);
    ChannelLayout layout = shape.layout();
    float[] maxima = scales(layout.parameters(), random);
    for (int c = 0; c < maxima.length; c++) {
      maxima[c] = random.nextInt(5) == 0 ? 0f : maxima[c] * levels.max();
    }
    float[] x = values(shape, scales(maxima.length, random), random, levels.isSigned());
    AmaxQuantizer quantizer = AmaxQuantizer.builder(levels, maxima).rule(rule).build();
    byte[] q = quantizer.quantize(x, layout);
    float[] fake = quantizer.fake(x, layout);
    boolean multiplies = rule == QuantizeRule.AMAX_MULTIPLY;
    for (int i = 0; i < x.length; i++) {
      float amax = maxima[shape.parameterOf(i)];
      float scale = amax == 0 ? 1f : amax / levels.max();
      int expected = amax == 0 ? 0 : level(rule, x[i], multiplies ? amax : scale, 0, levels);
      assertThat(q[i]).as("level %d of %s", i, x[i]).isEqualTo((byte) expected);
      float value = multiplies && amax != 0 ? expected / (levels.max() / amax) : expected * scale;
      assertThat(Float.floatToRawIntBits(fake[i])).isEqualTo(Float.floatToRawIntBits(value));
    }
  }

  @Property
  void preScalesMultiply(@ForAll("shapes") Shape shape, @ForAll long seed) {
    Random random = new Random(seed);
    ChannelLayout layout = shape.layout();
    float[] factors = scales(layout.parameters(), random);
    float[] x = values(shape, factors, random, true);
    float[] scaled = FakeQuantizer.preScale(x, factors, layout);
    for (int i = 0; i < x.length; i++) {
      assertThat(Float.floatToIntBits(scaled[i]))
          .isEqualTo(Float.floatToIntBits(x[i] * factors[shape.parameterOf(i)]));
    }
  }

  @Property
  void absoluteMaximaAreThoseOfEachChannel(@ForAll("shapes") Shape shape, @ForAll long seed) {
    ChannelLayout layout = shape.layout();
    float[] x = FloatPattern.UNIFORM.floats(layout.elements(), seed);
    float[] expected = new float[layout.parameters()];
    for (int i = 0; i < x.length; i++) {
      int c = shape.parameterOf(i);
      expected[c] = Math.max(expected[c], Math.abs(x[i]));
    }
    assertThat(TensorRange.absMax("x", x, layout)).containsExactly(expected);
    if (x.length > 0) {
      int bad = Math.floorMod((int) seed, x.length);
      x[bad] = seed % 2 == 0 ? Float.NaN : Float.NEGATIVE_INFINITY;
      assertThatThrownBy(() -> TensorRange.absMax("x", x, layout))
          .isInstanceOf(QuantizationException.class)
          .hasMessageStartingWith("x[" + bad + "]: ");
    }
  }

  @Property
  void scansCountAndFindExtremes(
      @ForAll @IntRange(max = 300) int length,
      @ForAll @IntRange(max = 9) int offset,
      @ForAll boolean finite,
      @ForAll long seed) {
    Random random = new Random(seed);
    float[] x = new float[offset + length + 3];
    Arrays.fill(x, Float.NaN);
    int nans = 0;
    int infinities = 0;
    int firstNan = -1;
    float min = Float.POSITIVE_INFINITY;
    float max = Float.NEGATIVE_INFINITY;
    for (int i = 0; i < length; i++) {
      float value =
          random.nextInt(9) == 0 ? -0f : random.nextFloat(-3, 0.5f * random.nextInt(1, 9) - 2.9f);
      if (!finite && random.nextInt(20) == 0) {
        value = SPECIAL[random.nextInt(3)];
      }
      x[offset + i] = value;
      if (Float.isNaN(value)) {
        firstNan = nans++ == 0 ? i : firstNan;
      } else if (Float.isInfinite(value)) {
        infinities++;
      } else {
        min = value < min ? value : min;
        max = value > max ? value : max;
      }
    }
    assertThat(ValueScan.of(x, offset, length))
        .isEqualTo(
            new ValueScan(
                length - nans - infinities, infinities, nans, firstNan, min + 0f, max + 0f));
  }

  /// All levels at all zero points, over the scales that the contract names.
  @Example
  void everyLevelReturnsFromItsRealValue() {
    int[] shape = {256, 256};
    ChannelLayout layout = ChannelLayout.perAxis(0, shape);
    byte[] q = new byte[256 * 256];
    for (int i = 0; i < q.length; i++) {
      q[i] = (byte) (i - 128);
    }
    int[] zeroPoints = IntStream.range(-128, 128).toArray();
    for (int exponent = -7; exponent <= 4; exponent++) {
      float[] scales = new float[256];
      Arrays.fill(scales, (float) Math.pow(10, exponent));
      PerChannelQuantParams params = PerChannelQuantParams.of(scales, zeroPoints, QuantizedType.S8);
      for (QuantizeRule rule :
          List.of(QuantizeRule.DIVIDE, QuantizeRule.RECIPROCAL, QuantizeRule.HALF_AWAY)) {
        ArrayQuantizer quantizer = new ArrayQuantizer(rule, LevelRange.signed(8));
        float[] x = quantizer.dequantize(q, params, layout);
        assertThat(quantizer.quantize(x, params, layout)).containsExactly(q);
      }
    }
  }
}
