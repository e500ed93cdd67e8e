package io.bytelane.tests.quant;

import static org.assertj.core.api.Assertions.assertThat;

import io.bytelane.quant.FakeQuantizer;
import io.bytelane.quant.LevelRange;
import io.bytelane.quant.QuantParams;
import io.bytelane.quant.QuantizeRule;
import io.bytelane.quant.QuantizedType;
import io.bytelane.quant.StepQuantizer;
import io.bytelane.reference.ReferenceAmax;
import io.bytelane.reference.ReferenceQuantizer;
import java.math.BigDecimal;
import java.math.RoundingMode;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class ScalarQuantizeProperties {

  @Provide
  Arbitrary<Float> values() {
    return Arbitraries.oneOf(Floats.any(), Floats.nearTies());
  }

  @Provide
  Arbitrary<Float> scales() {
    return Arbitraries.oneOf(Floats.scales(), Arbitraries.of(1f, 0.5f, 0.1f, 1f / 255));
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

  private static int zeroPoint(LevelRange levels, int seed) {
    return levels.min() + Math.floorMod(seed, levels.steps() + 1);
  }

  @Property(tries = 3000)
  void eachRuleIsTheOracles(
      @ForAll("values") float x,
      @ForAll("scales") float scale,
      @ForAll("ranges") LevelRange levels,
      @ForAll int seed) {
    int z = zeroPoint(levels, seed);
    int low = levels.min();
    int high = levels.max();
    int divided = ReferenceQuantizer.divide(x, scale, z, low, high);
    assertThat(QuantizeRule.DIVIDE.level(x, scale, z, levels)).isEqualTo(divided);
    assertThat(QuantParams.quantize(x, scale, z, low, high)).isEqualTo(divided);
    assertThat(QuantizeRule.HALF_AWAY.level(x, scale, z, levels))
        .isEqualTo(ReferenceQuantizer.halfAway(x, scale, z, low, high));
    QuantParams params = new QuantParams(scale, z, levels.type());
    assertThat(FakeQuantizer.affine(x, params, levels))
        .isEqualTo(ReferenceQuantizer.fake(x, scale, z, low, high));
    if (1 / scale < Float.POSITIVE_INFINITY) {
      float factor = QuantizeRule.RECIPROCAL.factor(scale, levels);
      assertThat(QuantizeRule.RECIPROCAL.level(x, factor, z, levels))
          .isEqualTo(ReferenceQuantizer.reciprocal(x, scale, z, low, high));
    }
    float amaxFactor = QuantizeRule.AMAX_MULTIPLY.factor(scale, levels);
    assertThat(QuantizeRule.AMAX_MULTIPLY.level(x, amaxFactor, 0, levels))
        .isEqualTo(ReferenceQuantizer.amaxMultiply(x, scale, low, high));
  }

  @Property(tries = 1000)
  void dequantizedLevelsReturn(
      @ForAll QuantizedType type, @ForAll @IntRange(min = -24, max = 13) int exponent) {
    float scale = (float) Math.pow(2, exponent) * 1.1f;
    for (int z = type.min(); z <= type.max(); z += 17) {
      QuantParams params = new QuantParams(scale, z, type);
      for (int q = type.min(); q <= type.max(); q++) {
        assertThat(params.dequantize(q)).isEqualTo(ReferenceQuantizer.dequantize(q, scale, z));
        assertThat(params.quantize(params.dequantize(q))).isEqualTo(q);
      }
    }
  }

  @Property(tries = 1000)
  void stepsRoundTheFloatQuotient(
      @ForAll("values") float w, @ForAll("scales") float step, @ForAll boolean halfAway) {
    StepQuantizer quantizer = new StepQuantizer(step, -8, 7, halfAway);
    float ratio = w / step;
    int want;
    if (Float.isNaN(ratio)) {
      want = 0;
    } else if (Float.isInfinite(ratio)) {
      want = ratio > 0 ? 7 : -8;
    } else {
      RoundingMode mode = halfAway ? RoundingMode.HALF_UP : RoundingMode.HALF_EVEN;
      want = ExactRequantize.place(new BigDecimal(ratio).setScale(0, mode), 0, -8, 7);
    }
    assertThat(quantizer.level(w)).isEqualTo(want);
    assertThat(quantizer.value(want)).isEqualTo(want * step);
  }

  @Property(tries = 1000)
  void nvidiaAffineIsTheOracles(
      @ForAll("values") float x,
      @ForAll @IntRange(min = -1000, max = 999) int low,
      @ForAll @IntRange(min = 1, max = 1000) int extent,
      @ForAll @IntRange(min = 2, max = 8) int bits) {
    float min = low / 7f;
    float max = min + extent / 7f;
    float want = Float.isNaN(x) ? 0 : ReferenceAmax.affineFake(x, min, max, bits);
    if (Float.isNaN(x)) {
      // NaN stands for level of 0, saturated to the range, which need not hold 0.
      want = ReferenceAmax.affineFake(0, min, max, bits);
    }
    assertThat(FakeQuantizer.nvidiaAffine(new float[] {x}, min, max, bits)).containsExactly(want);
  }
}
