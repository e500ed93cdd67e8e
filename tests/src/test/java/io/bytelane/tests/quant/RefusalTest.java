package io.bytelane.tests.quant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.bytelane.quant.AmaxQuantizer;
import io.bytelane.quant.ArrayQuantizer;
import io.bytelane.quant.BiasQuantizer;
import io.bytelane.quant.ChannelLayout;
import io.bytelane.quant.ClampRange;
import io.bytelane.quant.DynamicQuantizer;
import io.bytelane.quant.FakeQuantizer;
import io.bytelane.quant.FixedPointMultiplier;
import io.bytelane.quant.LevelRange;
import io.bytelane.quant.Multipliers;
import io.bytelane.quant.PerChannelQuantParams;
import io.bytelane.quant.QuantParams;
import io.bytelane.quant.QuantizationException;
import io.bytelane.quant.QuantizationException.Reason;
import io.bytelane.quant.QuantizeRule;
import io.bytelane.quant.QuantizedBias;
import io.bytelane.quant.QuantizedType;
import io.bytelane.quant.RequantScheme;
import io.bytelane.quant.ScaleChooser;
import io.bytelane.quant.ScaleFloor;
import io.bytelane.quant.StepQuantizer;
import io.bytelane.quant.SubBytePacking;
import io.bytelane.quant.SymmetricConvention;
import io.bytelane.quant.TensorRange;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/// Every refusal, by its reason, index and literal message.
class RefusalTest {

  private static final LevelRange S8 = LevelRange.of(QuantizedType.S8);
  private static final float[] BAD_SCALES = {
    0, -0f, -1, Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY
  };

  private static QuantizationException refused(Reason reason, ThrowingCallable call) {
    QuantizationException e = catchThrowableOfType(QuantizationException.class, call);
    assertThat(e).isNotNull();
    assertThat(e.reason()).isEqualTo(reason);
    return e;
  }

  private static void refused(Reason reason, String message, ThrowingCallable call) {
    QuantizationException e = refused(reason, call);
    assertThat(e).hasMessage(message);
    assertThat(e.index()).isEqualTo(-1);
    assertThat(e.count()).isEqualTo(1);
  }

  private static void refusedAt(long index, Reason reason, String message, ThrowingCallable call) {
    QuantizationException e = refused(reason, call);
    assertThat(e).hasMessage(message);
    assertThat(e.index()).isEqualTo(index);
  }

  private static void illegal(String message, ThrowingCallable call) {
    assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(call).withMessage(message);
  }

  @Test
  void scales() {
    for (float scale : BAD_SCALES) {
      String rule = scale + " (expected: finite and > 0)";
      refused(Reason.INVALID_SCALE, "scale: " + rule, () -> QuantParams.symmetric(scale));
      refused(Reason.INVALID_SCALE, "scale: " + rule, () -> QuantizeRule.DIVIDE.factor(scale, S8));
      refused(Reason.INVALID_SCALE, "step: " + rule, () -> StepQuantizer.ofBits(scale, 4));
      refused(
          Reason.INVALID_SCALE,
          "scaleAmax: " + rule,
          () -> AmaxQuantizer.builder(S8, 1).scaleAmax(scale));
      refusedAt(
          1,
          Reason.INVALID_SCALE,
          "scales[1]: " + rule,
          () -> PerChannelQuantParams.symmetric(1, scale));
      refusedAt(
          1,
          Reason.INVALID_SCALE,
          "factors[1]: " + rule,
          () ->
              FakeQuantizer.preScale(
                  new float[2], new float[] {1, scale}, ChannelLayout.perAxis(0, 2)));
    }
    refused(
        Reason.INVALID_SCALE,
        "scale: 1.0E-40 (expected: finite reciprocal, > 2.938736e-39)",
        () -> QuantizeRule.RECIPROCAL.factor(1e-40f, S8));
    assertThat(1 / 2.938736e-39f).isInfinite();
    assertThat(1 / Math.nextUp(2.938736e-39f)).isFinite();
  }

  @Test
  void zeroPoints() {
    refused(
        Reason.INVALID_ZERO_POINT,
        "zeroPoint: 128 (expected: in [-128, 127] for S8)",
        () -> new QuantParams(1, 128, QuantizedType.S8));
    refused(
        Reason.INVALID_ZERO_POINT,
        "zeroPoint: -1 (expected: in [0, 255] for U8)",
        () -> new QuantParams(1, -1, QuantizedType.U8));
    refusedAt(
        1,
        Reason.INVALID_ZERO_POINT,
        "zeroPoints[1]: -129 (expected: in [-128, 127] for S8)",
        () -> PerChannelQuantParams.of(new float[] {1, 1}, new int[] {0, -129}, QuantizedType.S8));
    for (int z : new int[] {-9, 8}) {
      refusedAt(
          0,
          Reason.INVALID_ZERO_POINT,
          "zeroPoints[0]: " + z + " (expected: in [-8, 7])",
          () ->
              ArrayQuantizer.of(LevelRange.signed(4))
                  .quantize(
                      new float[1],
                      PerChannelQuantParams.of(new float[] {1}, new int[] {z}, QuantizedType.S8),
                      ChannelLayout.perTensor(1)));
    }
  }

  @Test
  void ranges() {
    refused(Reason.INVALID_RANGE, "min: 3 (expected: <= max = 2)", () -> new ClampRange(3, 2));
    QuantParams params = QuantParams.symmetric(1);
    refused(
        Reason.INVALID_RANGE,
        "low: 1.0 (expected: <= high = 0.0)",
        () -> ClampRange.clip(1, 0, params));
    refused(Reason.INVALID_RANGE, () -> ClampRange.clip(Float.NaN, 0, params));
    for (int bits : new int[] {1, 9}) {
      refused(
          Reason.INVALID_RANGE,
          "bits: " + bits + " (expected: in [2, 8])",
          () -> LevelRange.signed(bits));
    }
    refused(
        Reason.INVALID_RANGE,
        "levels: [5, 5] (expected: min < max, within [-128, 127] or [0, 255])",
        () -> new LevelRange(5, 5));
    refused(Reason.INVALID_RANGE, () -> new LevelRange(-1, 128));
    refused(Reason.INVALID_RANGE, () -> new LevelRange(-129, 0));
    refused(Reason.INVALID_RANGE, () -> new LevelRange(0, 256));
    refused(
        Reason.INVALID_RANGE,
        "low: 2 (expected: < high = 2)",
        () -> new StepQuantizer(1, 2, 2, false));
    refused(
        Reason.INVALID_RANGE,
        "bits: 3 (expected: 4 or 2)",
        () -> SubBytePacking.packedLength(1, 3));
    refusedAt(
        1,
        Reason.INVALID_RANGE,
        "levels[1]: 8 (expected: in [-8, 7])",
        () -> SubBytePacking.pack(new byte[] {7, 8}, 4, QuantizedType.S8));
    refused(Reason.INVALID_RANGE, () -> SubBytePacking.pack(new byte[] {-9}, 4, QuantizedType.S8));
    refused(Reason.INVALID_RANGE, () -> SubBytePacking.pack(new byte[] {16}, 4, QuantizedType.U8));
  }

  @Test
  void rangesOfValues() {
    float[][] bad = {
      {1, 0},
      {Float.NaN, 1},
      {0, Float.NaN},
      {Float.NEGATIVE_INFINITY, 0},
      {0, Float.POSITIVE_INFINITY}
    };
    for (float[] range : bad) {
      String message = "min: " + range[0] + " (expected: finite, <= max = " + range[1] + ")";
      refused(Reason.INVALID_RANGE, message, () -> ScaleChooser.affine(range[0], range[1], S8));
      refused(
          Reason.INVALID_RANGE,
          message,
          () -> ScaleChooser.withoutWidening(range[0], range[1], S8));
    }
    assertThat(ScaleChooser.withoutWidening(2, 2, S8))
        .isEqualTo(new ScaleChooser.DoubleParams(1, -128));
    for (float absMax : new float[] {-1, Float.NaN, Float.POSITIVE_INFINITY}) {
      String rule = absMax + " (expected: finite and >= 0)";
      refused(
          Reason.INVALID_RANGE,
          "absMax: " + rule,
          () -> ScaleChooser.symmetric(absMax, S8, SymmetricConvention.NARROW_127));
      refused(
          Reason.INVALID_RANGE,
          "absMax: " + rule,
          () -> ScaleChooser.biasAware(absMax, S8, SymmetricConvention.FULL_127, 0, 1));
      refused(
          Reason.INVALID_RANGE,
          "amax: " + rule,
          () -> QuantizeRule.AMAX_MULTIPLY.factor(absMax, S8));
      refusedAt(
          1,
          Reason.INVALID_RANGE,
          "amax[1]: " + rule,
          () -> AmaxQuantizer.builder(S8, 1, absMax).build());
    }
    refused(
        Reason.INVALID_RANGE,
        "max: 1.0 (expected: finite, with a finite step above min = 1.0)",
        () -> FakeQuantizer.nvidiaAffine(new float[0], 1, 1, 8));
    refused(
        Reason.INVALID_RANGE,
        () -> FakeQuantizer.nvidiaAffine(new float[0], -3e38f, Float.POSITIVE_INFINITY, 8));
  }

  @Test
  void multipliers() {
    String rule = " (expected: finite and >= 0)";
    refused(
        Reason.INVALID_MULTIPLIER,
        "multiplier: Infinity" + rule,
        () -> Multipliers.float32(3e38f, 3e38f, 1));
    refused(
        Reason.INVALID_MULTIPLIER, "multiplier: -1.0" + rule, () -> Multipliers.float32(1, -1, 1));
    assertThat(Multipliers.float32(1e-30f, 1e-30f, 1)).isZero();
    refusedAt(
        1,
        Reason.INVALID_MULTIPLIER,
        "multiplier[1]: Infinity" + rule,
        () ->
            Multipliers.float32(
                QuantParams.symmetric(3e38f),
                PerChannelQuantParams.symmetric(1, 3e38f),
                QuantParams.symmetric(1)));
    refused(
        Reason.INVALID_MULTIPLIER,
        "multiplier: NaN (expected: finite)",
        () -> FixedPointMultiplier.of(Double.NaN));
    refused(
        Reason.INVALID_MULTIPLIER,
        "multiplier: 1.073741824E9 (expected: magnitude below 2^30)",
        () -> FixedPointMultiplier.of(0x1p30));
    refused(Reason.INVALID_MULTIPLIER, () -> FixedPointMultiplier.of(0x1p30 - 0.25));
    for (double real : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY}) {
      refused(
          Reason.INVALID_MULTIPLIER,
          "multiplier: " + real + rule,
          () -> FixedPointMultiplier.saturating(real));
    }
    FixedPointMultiplier largest = new FixedPointMultiplier(Integer.MAX_VALUE, 30);
    assertThat(FixedPointMultiplier.saturating(0x1p30)).isEqualTo(largest);
    assertThat(FixedPointMultiplier.saturating(0x1p30 - 0.25)).isEqualTo(largest);
    assertThat(FixedPointMultiplier.saturating(0x1p30 - 0.26)).isEqualTo(largest);
    assertThat(FixedPointMultiplier.saturating(0x1p30 - 0.76).multiplier())
        .isEqualTo(Integer.MAX_VALUE - 1);
    for (int shift : new int[] {-32, 31}) {
      refused(
          Reason.INVALID_MULTIPLIER,
          "shift: " + shift + " (expected: in [-31, 30])",
          () -> new FixedPointMultiplier(1 << 30, shift));
    }
    refused(
        Reason.UNSUPPORTED,
        "scheme: FLOAT32 (expected: FIXED_DOUBLE or FIXED_SINGLE)",
        () -> Multipliers.fixedPoint(RequantScheme.FLOAT32, 1, 1, 1));
  }

  @Test
  void floorsThatNeedAnAbsoluteMaximum() {
    for (ScaleFloor floor :
        new ScaleFloor[] {ScaleFloor.MIT_5E_7, ScaleFloor.NVIDIA_2_POW_MINUS_24}) {
      refused(
          Reason.UNSUPPORTED,
          "floor: " + floor + " (expected: DEFAULT, PYTORCH_EPS or FBGEMM for a range)",
          () -> ScaleChooser.affine(0, 1, S8, floor));
    }
    refused(
        Reason.UNSUPPORTED,
        "rule: AMAX_MULTIPLY (expected: DIVIDE, RECIPROCAL or HALF_AWAY; AmaxQuantizer.fake"
            + " otherwise)",
        () ->
            new ArrayQuantizer(QuantizeRule.AMAX_MULTIPLY, S8)
                .fake(
                    new float[1], PerChannelQuantParams.symmetric(1), ChannelLayout.perTensor(1)));
  }

  @Test
  void biases() {
    float[] one = {1};
    illegal(
        "bias.length: 1 (expected: number of channels = 2)",
        () -> BiasQuantizer.quantize(one, 1, new float[2]));
    refusedAt(
        1,
        Reason.NON_FINITE_DATA,
        "bias[1]: NaN (expected: finite)",
        () -> BiasQuantizer.quantize(new float[] {0, Float.NaN}, 1, new float[] {1, 1}));
    refusedAt(
        0,
        Reason.INVALID_SCALE,
        "biasScale[0]: 0.0 (expected: finite and > 0 for bias 1.0)",
        () -> BiasQuantizer.quantize(one, 1e-30f, new float[] {1e-30f}));
    refused(
        Reason.INVALID_SCALE,
        () -> BiasQuantizer.quantize(new float[1], 3e38f, new float[] {3e38f}));
    QuantizedBias dead = BiasQuantizer.quantize(new float[1], 1e-30f, new float[] {1e-30f});
    assertThat(dead.levels()).containsExactly(0);
    assertThat(dead.saturatedChannels()).isEmpty();
    QuantizedBias full =
        BiasQuantizer.quantize(new float[] {-3e9f, 3e9f, 0}, 1, new float[] {1, 1, 1});
    assertThat(full.levels()).containsExactly(Integer.MIN_VALUE, Integer.MAX_VALUE, 0);
    assertThat(full.saturatedChannels()).containsExactly(0, 1);
    refusedAt(
        0,
        Reason.ACCUMULATOR_OVERFLOW,
        "folded bias[0]: -2147483649 (expected: in [-2147483648, 2147483647])",
        () -> full.withInputZeroPoint(1, new int[] {1, 0, 0}));
    illegal("weightSums.length: 1 (expected: 3)", () -> full.withInputZeroPoint(1, new int[1]));
    refused(
        Reason.NON_FINITE_DATA,
        "bias: NaN (expected: finite)",
        () -> ScaleChooser.biasAware(1, S8, SymmetricConvention.FULL_127, Float.NaN, 1));
    refused(
        Reason.INVALID_SCALE,
        "bias: 1.0E38 (expected: |bias| / (inputScale * 2^30) finite)",
        () -> ScaleChooser.biasAware(0, S8, SymmetricConvention.FULL_127, 1e38f, 1e-20f));
    refused(
        Reason.INVALID_SCALE,
        "inputScale: 0.0 (expected: finite and > 0)",
        () -> ScaleChooser.biasAware(0, S8, SymmetricConvention.FULL_127, 1, 0));
  }

  @Test
  void data() {
    refusedAt(
        1,
        Reason.NON_FINITE_DATA,
        "conv.weight[1]: Infinity (expected: finite)",
        () ->
            TensorRange.absMax(
                "conv.weight",
                new float[] {1, Float.POSITIVE_INFINITY},
                ChannelLayout.perTensor(2)));
    refusedAt(
        7,
        Reason.NON_FINITE_DATA,
        "row 7: x[2]: NaN (expected: finite)",
        () -> DynamicQuantizer.choose(new float[] {0, 0, Float.NaN}, 1, 2, 7, S8));
    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> DynamicQuantizer.choose(new float[3], 2, 2, 0, S8));
  }

  @Test
  void lengths() {
    ChannelLayout layout = ChannelLayout.perAxis(0, 2, 2);
    PerChannelQuantParams two = PerChannelQuantParams.symmetric(1, 1);
    PerChannelQuantParams three = PerChannelQuantParams.symmetric(1, 1, 1);
    ArrayQuantizer quantizer = ArrayQuantizer.of(S8);
    String elements = ".length: 3 (expected: [2, 2] = 4 elements)";
    illegal("x" + elements, () -> quantizer.quantize(new float[3], two, layout));
    illegal("x" + elements, () -> quantizer.fake(new float[3], two, layout));
    illegal("q" + elements, () -> quantizer.dequantize(new byte[3], two, layout));
    illegal("w" + elements, () -> TensorRange.absMax("w", new float[3], layout));
    illegal("x" + elements, () -> FakeQuantizer.preScale(new float[3], new float[2], layout));
    String parameters = ".length: 3 (expected: number of parameters = 2)";
    illegal("params" + parameters, () -> quantizer.quantize(new float[4], three, layout));
    illegal("params" + parameters, () -> quantizer.dequantize(new byte[4], three, layout));
    illegal(
        "factors" + parameters, () -> FakeQuantizer.preScale(new float[4], new float[3], layout));
    AmaxQuantizer amax = AmaxQuantizer.builder(S8, 1, 1, 1).build();
    illegal("amax" + parameters, () -> amax.quantize(new float[4], layout));
    illegal("amax" + parameters, () -> amax.fake(new float[4], layout));
    illegal("x" + elements, () -> amax.quantize(new float[3], layout));
    illegal("scales.length: 0 (expected: >= 1)", PerChannelQuantParams::symmetric);
    illegal(
        "zeroPoints.length: 1 (expected: scales.length = 2)",
        () -> PerChannelQuantParams.of(new float[] {1, 1}, new int[1], QuantizedType.S8));
    illegal(
        "channels: 0 (expected: >= 1)",
        () -> PerChannelQuantParams.perTensor(QuantParams.symmetric(1), 0));
    illegal(
        "packed.length: 1 (expected: >= 2)",
        () -> SubBytePacking.unpack(new byte[1], 3, 4, QuantizedType.S8));
    illegal("axis: 2 (expected: in [-2, 2))", () -> ChannelLayout.perAxis(2, 2, 2));
    illegal("axis: -3 (expected: in [-2, 2))", () -> ChannelLayout.perAxis(-3, 2, 2));
    illegal(
        "parameterShape: [3] (expected: broadcasts to [2, 2])",
        () -> ChannelLayout.broadcast(new int[] {2, 2}, new int[] {3}));
    illegal(
        "parameterShape: [1, 2] (expected: broadcasts to [2])",
        () -> ChannelLayout.broadcast(new int[] {2}, new int[] {1, 2}));
    illegal(
        "shape: [65536, 32768] (expected: extents >= 0 with product <= 2147483647)",
        () -> ChannelLayout.perTensor(65536, 32768));
    illegal(
        "shape: [-1] (expected: extents >= 0 with product <= 2147483647)",
        () -> ChannelLayout.perTensor(-1));
  }
}
