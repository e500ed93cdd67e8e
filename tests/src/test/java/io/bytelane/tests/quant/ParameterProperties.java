package io.bytelane.tests.quant;

import static org.assertj.core.api.Assertions.assertThat;

import io.bytelane.quant.BiasQuantizer;
import io.bytelane.quant.DynamicQuantizer;
import io.bytelane.quant.LevelRange;
import io.bytelane.quant.QuantParams;
import io.bytelane.quant.QuantizedBias;
import io.bytelane.quant.QuantizedType;
import io.bytelane.quant.ScaleChooser;
import io.bytelane.quant.ScaleFloor;
import io.bytelane.quant.SymmetricConvention;
import io.bytelane.reference.ReferenceBias;
import io.bytelane.reference.ReferenceDynamic;
import io.bytelane.reference.ReferenceFbgemmParams;
import io.bytelane.reference.ReferenceQuantParams;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParameterProperties {

  @Provide
  Arbitrary<Float> ends() {
    return Arbitraries.oneOf(
        Floats.finite(),
        Arbitraries.floats().between(-100, 100).ofScale(6),
        Arbitraries.of(0f, -0f, 1e-6f, -1e-6f, Float.MIN_VALUE, Float.MAX_VALUE, -Float.MAX_VALUE));
  }

  @Provide
  Arbitrary<Float> magnitudes() {
    return ends().map(Math::abs);
  }

  @Provide
  Arbitrary<Float> scales() {
    return Floats.between(1e-9f, 10f);
  }

  private static void assertSame(QuantParams got, ReferenceQuantParams want) {
    assertThat(got.scale()).isEqualTo(want.scale());
    assertThat(got.zeroPoint()).isEqualTo(want.zeroPoint());
  }

  private static LevelRange levels(QuantizedType type, int bits) {
    return type.isSigned() ? LevelRange.signed(bits) : LevelRange.unsigned(bits);
  }

  @Property(tries = 3000)
  void affineIsTheOracles(
      @ForAll("ends") float a,
      @ForAll("ends") float b,
      @ForAll QuantizedType type,
      @ForAll @IntRange(min = 2, max = 8) int bits) {
    float min = Math.min(a, b);
    float max = Math.max(a, b);
    LevelRange levels = levels(type, bits);
    int low = levels.min();
    int high = levels.max();
    QuantParams chosen = ScaleChooser.affine(min, max, levels);
    assertSame(chosen, ReferenceQuantParams.affine(min, max, low, high));
    assertThat(chosen.type()).isEqualTo(levels.type());
    assertThat(chosen.quantize(0f)).isEqualTo(chosen.zeroPoint());
    if (max - Math.min(min, 0) < Float.MAX_VALUE) {
      assertSame(
          ScaleChooser.affine(min, max, levels, ScaleFloor.PYTORCH_EPS),
          ReferenceQuantParams.pytorchAffine(min, max, low, high));
      assertSame(
          ScaleChooser.affine(min, max, levels, ScaleFloor.FBGEMM),
          ReferenceFbgemmParams.choose(min, max, low, high));
    }
  }

  @Property(tries = 2000)
  void symmetricIsTheOracles(
      @ForAll("magnitudes") float absMax, @ForAll @IntRange(min = 2, max = 8) int bits) {
    for (SymmetricConvention convention : SymmetricConvention.values()) {
      LevelRange levels = convention.levels(bits);
      float divisor =
          convention == SymmetricConvention.FULL_127_5
              ? ((1 << bits) - 1) / 2f
              : (1 << (bits - 1)) - 1;
      assertThat(ScaleChooser.symmetric(absMax, levels, convention))
          .isEqualTo(ReferenceQuantParams.symmetric(absMax, divisor));
    }
    for (LevelRange levels : new LevelRange[] {LevelRange.signed(8), LevelRange.unsigned(8)}) {
      assertSame(
          ScaleChooser.symmetricParams(
              absMax, levels, SymmetricConvention.FULL_127_5, ScaleFloor.PYTORCH_EPS),
          ReferenceQuantParams.pytorchSymmetric(-absMax, absMax, levels.min(), levels.max()));
    }
  }

  @Property(tries = 1000)
  void namedFloorsHold(@ForAll("magnitudes") float absMax) {
    float scale = absMax / 127;
    assertThat(symmetric(absMax, ScaleFloor.PYTORCH_EPS)).isEqualTo(Math.max(scale, 0x1p-23f));
    assertThat(symmetric(absMax, ScaleFloor.MIT_5E_7)).isEqualTo(Math.max(absMax, 5e-7f) / 127);
    assertThat(symmetric(absMax, ScaleFloor.NVIDIA_2_POW_MINUS_24))
        .isEqualTo(absMax <= 0x1p-24f ? 1 : scale);
    boolean replaced = scale == 0 || Float.isInfinite(1 / scale);
    assertThat(symmetric(absMax, ScaleFloor.FBGEMM))
        .isEqualTo(replaced ? 0.1f : Math.max(scale, 6.1e-5f));
  }

  private static float symmetric(float absMax, ScaleFloor floor) {
    return ScaleChooser.symmetric(
        absMax, LevelRange.narrow(8), SymmetricConvention.NARROW_127, floor);
  }

  @Property(tries = 2000)
  void biasNeitherSaturatesNorVanishesUnderABiasAwareScale(
      @ForAll("magnitudes") float absMax,
      @ForAll("scales") float inputScale,
      @ForAll("scales") float bias) {
    float weightScale =
        ScaleChooser.biasAware(
            absMax, LevelRange.narrow(8), SymmetricConvention.NARROW_127, bias, inputScale);
    assertThat(weightScale)
        .isEqualTo(ReferenceQuantParams.biasAware(absMax, 127, bias, inputScale));
    if (inputScale * weightScale < Float.POSITIVE_INFINITY) {
      QuantizedBias q =
          BiasQuantizer.quantize(new float[] {bias}, inputScale, new float[] {weightScale});
      assertThat(q.saturatedChannels()).isEmpty();
    }
  }

  @Property(tries = 2000)
  void biasIsTheOracles(
      @ForAll("ends") float bias, @ForAll("scales") float in, @ForAll("scales") float weight) {
    float scale = ReferenceBias.scale(in, weight);
    if (scale == 0) {
      return;
    }
    QuantizedBias q = BiasQuantizer.quantize(new float[] {0, bias}, in, new float[] {1, weight});
    assertThat(q.scales()).containsExactly(in, scale);
    assertThat(q.levels()).containsExactly(0, ReferenceBias.quantize(bias, scale));
    boolean saturates = ReferenceBias.saturates(bias, scale);
    assertThat(q.saturatedChannels()).isEqualTo(saturates ? new int[] {1} : new int[0]);
  }

  @Property(tries = 1000)
  void zeroPointTermIsFoldedIntoTheBias(
      @ForAll @IntRange(min = -1000000, max = 1000000) int level,
      @ForAll @IntRange(min = -128, max = 255) int zeroPoint,
      @ForAll byte w0,
      @ForAll byte w1) {
    QuantizedBias q = BiasQuantizer.quantize(new float[] {level}, 1, new float[] {1});
    assertThat(q.withInputZeroPoint(zeroPoint, new int[] {w0 + w1}))
        .containsExactly((int) ReferenceBias.folded(level, zeroPoint, new int[] {w0, w1}, 0));
  }

  @Property(tries = 2000)
  void dynamicIsTheOracles(@ForAll("ends") float a, @ForAll("ends") float b, @ForAll boolean u8) {
    float[] x = {Float.NaN, a, b, Float.NaN};
    LevelRange levels = LevelRange.of(u8 ? QuantizedType.U8 : QuantizedType.S8);
    QuantParams params = DynamicQuantizer.choose(x, 1, 2, 7, levels);
    ReferenceQuantParams want = ReferenceDynamic.parameters(x, 1, 2, u8, 7);
    assertThat(params.scale()).isEqualTo(want.scale());
    assertThat(params.zeroPoint()).isEqualTo(want.zeroPoint());
  }

  /// Where the range has no extent the rule of section 1.3 holds for both types: scale 1, zero
  /// point at the lowest level.
  @ParameterizedTest
  @CsvSource({"0, U8, 0", "0, S8, -128", "-0.0, S8, -128", "1.4e-45, S8, -128", "1e-43, U8, 0"})
  void dataWithoutExtentHasTheLowestLevelForZero(float x, QuantizedType type, int zeroPoint) {
    float[] row = {0, x, 0};
    QuantParams params = DynamicQuantizer.choose(row, 0, 3, 0, LevelRange.of(type));
    assertThat(params).isEqualTo(new QuantParams(1f, zeroPoint, type));
    assertThat(params.quantize(x)).isEqualTo(zeroPoint);
    ReferenceQuantParams oracle = ReferenceDynamic.parameters(row, 0, 3, !type.isSigned(), 0);
    assertThat(oracle).isEqualTo(new ReferenceQuantParams(1f, zeroPoint));
    QuantParams affine = ScaleChooser.affine(Math.min(0, x), Math.max(0, x), LevelRange.of(type));
    assertThat(params).isEqualTo(affine);
  }
}
