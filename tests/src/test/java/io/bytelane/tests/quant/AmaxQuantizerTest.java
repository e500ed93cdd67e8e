package io.bytelane.tests.quant;

import static org.assertj.core.api.Assertions.assertThat;

import io.bytelane.quant.AmaxQuantizer;
import io.bytelane.quant.ArrayQuantizer;
import io.bytelane.quant.ChannelLayout;
import io.bytelane.quant.LevelRange;
import io.bytelane.quant.PerChannelQuantParams;
import io.bytelane.quant.QuantizeRule;
import io.bytelane.quant.QuantizedType;
import io.bytelane.quant.ScaleFloor;
import io.bytelane.reference.ReferenceAmax;
import io.bytelane.reference.ReferenceQuantizer;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class AmaxQuantizerTest {

  @Provide
  Arbitrary<Float> maxima() {
    return Floats.between(1e-9f, 10);
  }

  @Provide
  Arbitrary<float[]> tensors() {
    return Arbitraries.oneOf(Floats.any(), Floats.nearTies()).array(float[].class).ofSize(12);
  }

  @Property(tries = 1000)
  void multiplyingRuleIsTheOracles(
      @ForAll("tensors") float[] x,
      @ForAll("maxima") float amax,
      @ForAll @IntRange(min = 2, max = 8) int bits,
      @ForAll boolean narrow,
      @ForAll boolean floor) {
    LevelRange levels = narrow ? LevelRange.narrow(bits) : LevelRange.signed(bits);
    AmaxQuantizer quantizer =
        AmaxQuantizer.builder(levels, amax)
            .rule(QuantizeRule.AMAX_MULTIPLY)
            .floor(floor ? ScaleFloor.NVIDIA_2_POW_MINUS_24 : ScaleFloor.DEFAULT)
            .build();
    ChannelLayout layout = ChannelLayout.perTensor(12);
    int[] want = ReferenceAmax.quantize(x, amax, bits, false, narrow, floor);
    assertThat(AcceptanceTable.levels(quantizer.quantize(x, layout), true)).isEqualTo(want);
    if (!floor) {
      float[] y = quantizer.fake(x, layout);
      for (int i = 0; i < x.length; i++) {
        assertThat(y[i] + 0f)
            .isEqualTo(ReferenceAmax.fake(x[i], amax, levels.min(), levels.max()) + 0f);
      }
    }
  }

  @Test
  void dividingRuleMultipliesBackByItsScale() {
    float[] x = {0, 0.3f, 0.5f, 3f};
    AmaxQuantizer quantizer = AmaxQuantizer.builder(LevelRange.unsigned(4), 1.5f).build();
    ChannelLayout layout = ChannelLayout.perTensor(4);
    assertThat(quantizer.scale(0)).isEqualTo(0.1f);
    assertThat(quantizer.quantize(x, layout)).containsExactly(0, 3, 5, 15);
    assertThat(quantizer.fake(x, layout)).containsExactly(0, 3 * 0.1f, 5 * 0.1f, 15 * 0.1f);
  }

  @Test
  void factorOnTheMaximumActsAtUseOnly() {
    float[] amax = {1f};
    AmaxQuantizer.Builder builder = AmaxQuantizer.builder(LevelRange.narrow(8), amax).scaleAmax(2);
    assertThat(builder.build().scale(0)).isEqualTo(2f / 127);
    assertThat(builder.build().scale(0)).isEqualTo(2f / 127);
    assertThat(amax).containsExactly(1f);
  }

  @Test
  void deadChannelsGiveZeroAndScaleOne() {
    AmaxQuantizer quantizer = AmaxQuantizer.builder(LevelRange.narrow(8), 0f, 1f).build();
    ChannelLayout layout = ChannelLayout.perAxis(0, 2, 1);
    assertThat(quantizer.scale(0)).isEqualTo(1);
    assertThat(quantizer.multiplier(0)).isEqualTo(1);
    assertThat(quantizer.multiplier(1)).isEqualTo(127);
    assertThat(quantizer.quantize(new float[] {5, 5}, layout)).containsExactly(0, 127);
    assertThat(quantizer.fake(new float[] {5, 5}, layout)).containsExactly(0, 127 * (1f / 127));
  }

  @Test
  void unsignedLevelsTravelAsRawBytes() {
    AmaxQuantizer quantizer = AmaxQuantizer.builder(LevelRange.unsigned(8), 255f).build();
    byte[] q = quantizer.quantize(new float[] {200, -0f}, ChannelLayout.perTensor(2));
    assertThat(q).containsExactly((byte) 200, 0);
    assertThat(quantizer.fake(new float[] {200, 0}, ChannelLayout.perTensor(2)))
        .containsExactly(200, 0);
  }

  @Test
  void maximaOfAnyBroadcastShape() {
    // Shape [2, 1, 2] over [2, 3, 2]: one maximum per first and last index.
    ChannelLayout layout = ChannelLayout.broadcast(new int[] {2, 3, 2}, new int[] {2, 1, 2});
    float[] amax = {1, 2, 4, 8};
    float[] x = new float[12];
    for (int i = 0; i < 12; i++) {
      x[i] = amax[i / 6 * 2 + i % 2];
    }
    byte[] q = AmaxQuantizer.builder(LevelRange.narrow(8), amax).build().quantize(x, layout);
    assertThat(q).containsOnly(127);
  }

  @Property(tries = 1000)
  void arraysAreQuantizedChannelByChannel(
      @ForAll("tensors") float[] x,
      @ForAll @IntRange(min = -3, max = 2) int axis,
      @ForAll QuantizeRule rule,
      @ForAll boolean signed) {
    if (rule == QuantizeRule.AMAX_MULTIPLY) {
      return;
    }
    int[] shape = {2, 3, 2};
    int channels = shape[Math.floorMod(axis, 3)];
    ChannelLayout layout = ChannelLayout.perAxis(axis, shape);
    LevelRange levels = signed ? LevelRange.signed(8) : LevelRange.unsigned(8);
    float[] scales = new float[channels];
    int[] zeroPoints = new int[channels];
    for (int c = 0; c < channels; c++) {
      scales[c] = 0.25f * (c + 1);
      zeroPoints[c] = 5 * c;
    }
    PerChannelQuantParams params =
        PerChannelQuantParams.of(scales, zeroPoints, signed ? QuantizedType.S8 : QuantizedType.U8);
    ArrayQuantizer quantizer = new ArrayQuantizer(rule, levels);
    byte[] q = quantizer.quantize(x, params, layout);
    float[] y = quantizer.fake(x, params, layout);
    for (int i = 0; i < x.length; i++) {
      int[] index = {i / 6, i / 2 % 3, i % 2};
      int c = index[Math.floorMod(axis, 3)];
      int want =
          switch (rule) {
            case DIVIDE -> divide(x[i], scales[c], zeroPoints[c], levels);
            case RECIPROCAL ->
                ReferenceQuantizer.reciprocal(
                    x[i], scales[c], zeroPoints[c], levels.min(), levels.max());
            case HALF_AWAY ->
                ReferenceQuantizer.halfAway(
                    x[i], scales[c], zeroPoints[c], levels.min(), levels.max());
            case AMAX_MULTIPLY -> throw new AssertionError();
          };
      assertThat(signed ? q[i] : q[i] & 0xFF).isEqualTo(want);
      assertThat(y[i]).isEqualTo(ReferenceQuantizer.dequantize(want, scales[c], zeroPoints[c]));
    }
  }

  private static int divide(float x, float scale, int zeroPoint, LevelRange levels) {
    return ReferenceQuantizer.divide(x, scale, zeroPoint, levels.min(), levels.max());
  }
}
