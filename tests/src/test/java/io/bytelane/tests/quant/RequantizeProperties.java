package io.bytelane.tests.quant;

import static org.assertj.core.api.Assertions.assertThat;

import io.bytelane.quant.ClampRange;
import io.bytelane.quant.FixedPointMultiplier;
import io.bytelane.quant.Multipliers;
import io.bytelane.quant.PerChannelQuantParams;
import io.bytelane.quant.QuantParams;
import io.bytelane.quant.QuantizedType;
import io.bytelane.quant.RequantScheme;
import io.bytelane.quant.Requantizer;
import io.bytelane.reference.ReferenceRequantize;
import java.math.BigDecimal;
import java.math.RoundingMode;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Scale;

class RequantizeProperties {

  /// The whole of int32, small numbers, and numbers near its ends.
  @Provide
  Arbitrary<Integer> accumulators() {
    return Arbitraries.oneOf(
        Arbitraries.integers(),
        Arbitraries.integers().between(-70000, 70000),
        Arbitraries.integers().between(Integer.MIN_VALUE, Integer.MIN_VALUE + 9),
        Arbitraries.integers().between(Integer.MAX_VALUE - 9, Integer.MAX_VALUE));
  }

  @Provide
  Arbitrary<Float> multipliers() {
    return Arbitraries.oneOf(
        Floats.scales(),
        Arbitraries.of(0f, Float.MIN_VALUE, Float.MAX_VALUE, 0.5f, 1f, 3f),
        Floats.between(1e-9f, 0.01f));
  }

  @Provide
  Arbitrary<Float> parts() {
    return Floats.between(1e-4f, 1);
  }

  @Provide
  Arbitrary<Integer> mantissas() {
    return Arbitraries.oneOf(
        Arbitraries.integers().between(1 << 30, Integer.MAX_VALUE),
        Arbitraries.of(0, 1 << 30, Integer.MAX_VALUE, (1 << 30) + 1));
  }

  private static ClampRange clamp(QuantizedType type, boolean relu, int zeroPoint) {
    return relu ? ClampRange.relu(new QuantParams(1, zeroPoint, type)) : ClampRange.of(type);
  }

  private static int zeroPoint(QuantizedType type, int seed) {
    return type.min() + Math.floorMod(seed, 256);
  }

  @Property(tries = 3000)
  void float32IsTheOracles(
      @ForAll("accumulators") int acc,
      @ForAll("multipliers") float m,
      @ForAll QuantizedType type,
      @ForAll boolean relu,
      @ForAll int seed) {
    int z = zeroPoint(type, seed);
    ClampRange clamp = clamp(type, relu, z);
    assertThat(Requantizer.float32(acc, m, z, clamp))
        .isEqualTo(ReferenceRequantize.float32(acc, m, z, clamp.min(), clamp.max()));
  }

  @Property(tries = 3000)
  void fixedPointIsExact(
      @ForAll("accumulators") int acc,
      @ForAll("mantissas") int m0,
      @ForAll @IntRange(min = -31, max = 30) int shift,
      @ForAll QuantizedType type,
      @ForAll int seed) {
    int z = zeroPoint(type, seed);
    ClampRange clamp = ClampRange.of(type);
    FixedPointMultiplier m = new FixedPointMultiplier(m0, shift);
    BigDecimal once = ExactRequantize.once(acc, m0, shift);
    assertThat(m.applySingle(acc)).isEqualTo(once.longValueExact());
    assertThat(Requantizer.fixedSingle(acc, m, z, clamp))
        .isEqualTo(ExactRequantize.place(once, z, clamp.min(), clamp.max()));
    if (m.leftShiftFits(acc, acc)) {
      BigDecimal twice = ExactRequantize.twice(acc, m0, shift);
      assertThat(m.applyDouble(acc)).isEqualTo(twice.intValueExact());
      assertThat(Requantizer.fixedDouble(acc, m, z, clamp))
          .isEqualTo(ExactRequantize.place(twice, z, clamp.min(), clamp.max()));
    }
  }

  @Property(tries = 1000)
  void leftShiftFitsExactlyWhenTheProductIsInt32(
      @ForAll("accumulators") int low,
      @ForAll("accumulators") int high,
      @ForAll @IntRange(min = -31, max = 30) int shift) {
    int left = Math.max(shift, 0);
    boolean lowFits = (long) low << left == (int) ((long) low << left);
    boolean highFits = (long) high << left == (int) ((long) high << left);
    assertThat(new FixedPointMultiplier(1 << 30, shift).leftShiftFits(low, high))
        .isEqualTo(lowFits && highFits);
  }

  @Property(tries = 2000)
  void decompositionKeeps31Bits(
      @ForAll @DoubleRange(min = -40, max = 29.99) @Scale(9) double log2) {
    double real = Math.pow(2, log2);
    FixedPointMultiplier m = FixedPointMultiplier.of(real);
    FixedPointMultiplier negated = FixedPointMultiplier.of(-real);
    assertThat(negated).isEqualTo(new FixedPointMultiplier(-m.multiplier(), m.shift()));
    assertThat(FixedPointMultiplier.saturating(real)).isEqualTo(m);
    if (m.multiplier() == 0) {
      assertThat(m.shift()).isZero();
      assertThat(real).isLessThan(0x1p-32);
      return;
    }
    assertThat(m.multiplier()).isBetween(1 << 30, Integer.MAX_VALUE);
    // |M0 - M * 2^(31 - shift)| <= 1/2, ties away from zero, all in exact decimals.
    BigDecimal scaled =
        new BigDecimal(real).multiply(new BigDecimal(Math.scalb(1.0, 31 - m.shift())));
    assertThat(scaled.setScale(0, RoundingMode.HALF_UP))
        .isEqualByComparingTo(BigDecimal.valueOf(m.multiplier()));
    assertThat(m.real()).isEqualTo(m.multiplier() * Math.pow(2, m.shift() - 31));
  }

  @Property(tries = 1000)
  void channelsHaveTheirOwnMultiplier(
      @ForAll("parts") float in, @ForAll("parts") float w, @ForAll("parts") float out) {
    QuantParams input = new QuantParams(in, 3, QuantizedType.U8);
    QuantParams output = QuantParams.symmetric(out);
    PerChannelQuantParams weights = PerChannelQuantParams.symmetric(w, 2 * w);
    float[] m = Multipliers.float32(input, weights, output);
    assertThat(m)
        .containsExactly(
            ReferenceRequantize.multiplier(in, w, out),
            ReferenceRequantize.multiplier(in, 2 * w, out));
    assertThat(m[0]).isEqualTo(Multipliers.float32(in, w, out));
    double real = (double) in * w / out;
    for (RequantScheme scheme :
        new RequantScheme[] {RequantScheme.FIXED_DOUBLE, RequantScheme.FIXED_SINGLE}) {
      assertThat(Multipliers.fixedPoint(scheme, input, weights, output))
          .containsExactly(
              FixedPointMultiplier.of(real), FixedPointMultiplier.saturating(2 * real));
    }
  }
}
