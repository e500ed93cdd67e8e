package io.bytelane.tests.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.bytelane.models.calibration.CalibrationMethod;
import io.bytelane.models.calibration.DescriptorJson;
import io.bytelane.models.calibration.DynamicMode;
import io.bytelane.models.calibration.EntropyCalibrator;
import io.bytelane.models.calibration.HistogramObserver;
import io.bytelane.models.calibration.LevelKind;
import io.bytelane.models.calibration.MaxCalibrator;
import io.bytelane.models.calibration.MinMaxObserver;
import io.bytelane.models.calibration.MovingAverageObserver;
import io.bytelane.models.calibration.MseCalibrator;
import io.bytelane.models.calibration.Observer;
import io.bytelane.models.calibration.PercentileCalibrator;
import io.bytelane.models.calibration.QuantDescriptor;
import io.bytelane.models.calibration.QuantPreset;
import io.bytelane.quant.LevelRange;
import io.bytelane.quant.QuantParams;
import io.bytelane.quant.QuantizationException;
import io.bytelane.quant.QuantizationException.Reason;
import io.bytelane.quant.QuantizeRule;
import io.bytelane.quant.QuantizedType;
import io.bytelane.quant.ScaleFloor;
import io.bytelane.quant.SymmetricConvention;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class DescriptorTest {

  private static final QuantDescriptor U8 = QuantDescriptor.activations(QuantizedType.U8);
  private static final QuantDescriptor S8 = QuantDescriptor.activations(QuantizedType.S8);

  private static QuantizationException refused(Reason reason, ThrowingCallable call) {
    QuantizationException e = catchThrowableOfType(QuantizationException.class, call);
    assertThat(e).isNotNull();
    assertThat(e.reason()).isEqualTo(reason);
    return e;
  }

  @Provide
  Arbitrary<QuantDescriptor> descriptors() {
    Arbitrary<QuantDescriptor> affine =
        Combinators.combine(
                Arbitraries.of(S8, U8),
                Arbitraries.integers().between(3, 8),
                Arbitraries.of(LevelKind.FULL, LevelKind.REDUCED),
                Arbitraries.of(DynamicMode.values()),
                Arbitraries.of(
                    CalibrationMethod.MIN_MAX,
                    CalibrationMethod.MSE,
                    CalibrationMethod.PERCENTILE,
                    CalibrationMethod.MOVING_AVERAGE),
                Arbitraries.of(0, 1, -1).injectNull(0.3))
            .as(
                (start, bits, kind, mode, method, axis) ->
                    start
                        .withBits(bits)
                        .withKind(kind)
                        .withMode(mode)
                        .withMethod(method)
                        .withAxis(axis));
    Arbitrary<QuantDescriptor> symmetric =
        Combinators.combine(
                affine.filter(d -> d.mode() == DynamicMode.STATIC),
                Arbitraries.of(SymmetricConvention.values()),
                Arbitraries.of(ScaleFloor.values()),
                Arbitraries.of(QuantizeRule.values()),
                Arbitraries.floats().between(0, 9).ofScale(5).list().ofMaxSize(4),
                Arbitraries.floats().between(0.001f, 9).ofScale(3))
            .as(
                (start, convention, floor, rule, amax, factor) ->
                    start
                        .withSymmetric(convention)
                        .withRules(floor, rule)
                        .withAmax(
                            amax.isEmpty() ? null : amax,
                            amax.isEmpty() ? null : List.of(amax.size(), 1))
                        .withFactors(factor, amax.isEmpty() ? List.of(factor, 1f / 3) : null));
    return Combinators.combine(
            Arbitraries.oneOf(affine, symmetric),
            Arbitraries.doubles().between(0, 100).ofScale(7),
            Arbitraries.of(true, false))
        .as((d, percentile, on) -> (on ? d.withPercentile(percentile) : d).withEnabled(on));
  }

  @Property(tries = 1000)
  void jsonKeepsEveryOption(@ForAll("descriptors") QuantDescriptor descriptor) {
    String json = DescriptorJson.write(descriptor);
    assertThat(json).doesNotContain("\n");
    QuantDescriptor back = DescriptorJson.readDescriptor(json);
    assertThat(back).isEqualTo(descriptor);
    assertThat(back.toString()).isEqualTo(descriptor.toString()).doesNotContain("\n");
  }

  @Test
  void presetsReturnFromJson() {
    for (QuantPreset preset : QuantPreset.ALL) {
      assertThat(DescriptorJson.readPreset(DescriptorJson.write(preset))).isEqualTo(preset);
      assertThat(QuantPreset.of(preset.name())).isSameAs(preset);
    }
    assertThat(DescriptorJson.readPreset(DescriptorJson.write(QuantPreset.linear(2))))
        .isEqualTo(QuantPreset.linear(2));
    assertThat(refused(Reason.UNSUPPORTED, () -> QuantPreset.of("int9")))
        .hasMessageStartingWith("preset: int9 (expected: one of [static_int8_per_tensor, ");
  }

  @Test
  void presetsUseTheLevelsOfTheirSystems() {
    assertThat(QuantPreset.STATIC_PER_TENSOR.weights().axis()).isNull();
    assertThat(QuantPreset.STATIC_PER_CHANNEL.weights().axis()).isZero();
    assertThat(QuantPreset.STATIC_PER_CHANNEL.weights().levels()).isEqualTo(LevelRange.narrow(8));
    assertThat(QuantPreset.DYNAMIC.activations().mode()).isEqualTo(DynamicMode.PER_ROW);
    assertThat(QuantPreset.FBGEMM_REDUCED_RANGE.activations().levels())
        .isEqualTo(new LevelRange(0, 127));
    assertThat(QuantPreset.FBGEMM_REDUCED_RANGE.weights().convention())
        .isEqualTo(SymmetricConvention.FULL_127_5);
    assertThat(QuantPreset.QNNPACK.activations().levels()).isEqualTo(new LevelRange(0, 255));
    assertThat(QuantPreset.NVIDIA.activations().rule()).isEqualTo(QuantizeRule.AMAX_MULTIPLY);
    assertThat(QuantPreset.linear(2).weights().levels()).isEqualTo(LevelRange.narrow(2));
    assertThat(QuantPreset.linear(2).activations().levels()).isEqualTo(LevelRange.signed(2));
  }

  @Test
  void textNamesWhatMatters() {
    assertThat(U8)
        .hasToString("uint8 FULL 0..255, affine, per tensor, MIN_MAX, floor DEFAULT, rule DIVIDE");
    assertThat(QuantDescriptor.weights(4, 0).withPercentile(99.9).withEnabled(false))
        .hasToString(
            "int4 NARROW -7..7, symmetric NARROW_127, per channel of axis 0, PERCENTILE 99.9,"
                + " floor DEFAULT, rule DIVIDE, disabled");
    assertThat(
            QuantDescriptor.weights(8, null)
                .withAmax(List.of(1.5f), List.of())
                .withFactors(2, List.of(3f)))
        .hasToString(
            "int8 NARROW -127..127, symmetric NARROW_127, per tensor, amax [1.5] of shape [],"
                + " floor DEFAULT, rule DIVIDE, scaleAmax 2.0, preScale [3.0]");
    assertThat(U8.withMode(DynamicMode.PER_ROW).toString()).contains("dynamic PER_ROW");
    assertThat(U8.withMovingAverage(0.5f).toString()).contains("MOVING_AVERAGE 0.5");
  }

  @Test
  void combinationsWithoutMeaningAreRefused() {
    refused(Reason.INVALID_RANGE, () -> U8.withBits(9));
    refused(Reason.INVALID_RANGE, () -> U8.withBits(2).withKind(LevelKind.REDUCED));
    refused(Reason.INVALID_PERCENTILE, () -> U8.withPercentile(100.5));
    refused(Reason.INVALID_PERCENTILE, () -> U8.withPercentile(Double.NaN));
    refused(Reason.INVALID_RANGE, () -> U8.withMovingAverage(0));
    refused(Reason.INVALID_SCALE, () -> U8.withFactors(0, null));
    refused(Reason.INVALID_SCALE, () -> U8.withFactors(1, List.of(Float.POSITIVE_INFINITY)));
    refused(Reason.UNSUPPORTED, () -> U8.withKind(LevelKind.NARROW));
    refused(Reason.UNSUPPORTED, () -> U8.withMethod(CalibrationMethod.ENTROPY));
    refused(Reason.UNSUPPORTED, () -> U8.withAmax(List.of(1f), List.of()));
    refused(Reason.UNSUPPORTED, () -> U8.withRules(ScaleFloor.DEFAULT, QuantizeRule.AMAX_MULTIPLY));
    QuantDescriptor weights = QuantDescriptor.weights(8, 0);
    refused(Reason.UNSUPPORTED, () -> weights.withKind(LevelKind.FULL));
    refused(Reason.UNSUPPORTED, () -> weights.withMode(DynamicMode.PER_TENSOR));
    refused(
        Reason.UNSUPPORTED,
        () -> weights.withSymmetric(SymmetricConvention.FULL_127).withKind(LevelKind.NARROW));
    refused(Reason.INVALID_RANGE, () -> weights.withAmax(List.of(1f, 2f), List.of(3)));
    refused(Reason.INVALID_RANGE, () -> weights.withAmax(List.of(1f), null));
    refused(Reason.INVALID_RANGE, () -> weights.withAmax(null, List.of()));
    assertThat(
            refused(Reason.INVALID_RANGE, () -> weights.withAmax(List.of(1f, -1f), List.of(2)))
                .index())
        .isEqualTo(1);
  }

  @Test
  void brokenJsonIsRefusedWithItsReason() {
    String json = DescriptorJson.write(U8);
    refused(
        Reason.INVALID_RANGE,
        () -> DescriptorJson.readDescriptor(json.replace("\"bits\":8", "\"bits\":9")));
    refused(
        Reason.INVALID_MODEL, () -> DescriptorJson.readDescriptor(json.replace("\"bits\":8,", "")));
    refused(
        Reason.INVALID_MODEL,
        () -> DescriptorJson.readDescriptor(json.replace("\"bits\"", "\"bitz\"")));
    refused(
        Reason.INVALID_MODEL, () -> DescriptorJson.readDescriptor(json.replace("FULL", "HUGE")));
    refused(Reason.INVALID_MODEL, () -> DescriptorJson.readPreset("{"));
  }

  @Test
  void methodsChooseObserversAndCalibrators() {
    QuantDescriptor symmetric = S8.withSymmetric(SymmetricConvention.NARROW_127);
    assertThat(S8.observer("x")).isInstanceOf(MinMaxObserver.class);
    assertThat(S8.calibrator()).isEqualTo(new MaxCalibrator());
    assertThat(S8.withPercentile(90).calibrator()).isEqualTo(new PercentileCalibrator(90));
    assertThat(S8.withPercentile(90).observer("x")).isInstanceOf(HistogramObserver.class);
    assertThat(S8.withMethod(CalibrationMethod.MSE).calibrator()).isEqualTo(new MseCalibrator());
    assertThat(symmetric.withMethod(CalibrationMethod.ENTROPY).calibrator())
        .isEqualTo(new EntropyCalibrator());
    assertThat(S8.withMovingAverage(0.5f).observer("x")).isInstanceOf(MovingAverageObserver.class);
    refused(Reason.UNSUPPORTED, () -> S8.withMovingAverage(0.5f).calibrator());
  }

  @Test
  void parametersFollowTheDescriptor() {
    float[] x = {-1, 0.5f, 3};
    assertThat(params(U8, x)).isEqualTo(new QuantParams(4 / 255f, 64, QuantizedType.U8));
    assertThat(params(U8.withPercentile(100), x)).isEqualTo(params(U8, x));
    QuantDescriptor symmetric = S8.withSymmetric(SymmetricConvention.NARROW_127);
    assertThat(params(symmetric, x)).isEqualTo(QuantParams.symmetric(3 / 127f));
    assertThat(params(symmetric.withFactors(2, null), x))
        .isEqualTo(QuantParams.symmetric(6 / 127f));
    assertThat(params(symmetric.withMethod(CalibrationMethod.ENTROPY), new float[] {-2}))
        .isEqualTo(QuantParams.symmetric(2 / 127f));
    assertThat(params(U8.withSymmetric(SymmetricConvention.FULL_127_5), x))
        .isEqualTo(new QuantParams(3 / 127.5f, 128, QuantizedType.U8));
    QuantDescriptor unsigned = U8.withSymmetric(SymmetricConvention.FULL_127);
    assertThat(params(unsigned, new float[] {0, 3}))
        .isEqualTo(new QuantParams(3 / 255f, 0, QuantizedType.U8));
    assertThat(refused(Reason.NEGATIVE_IN_UNSIGNED, () -> params(unsigned, x)))
        .hasMessage("x: min: -1.0 (expected: >= 0 for symmetric unsigned levels)");
    QuantDescriptor floored = U8.withRules(ScaleFloor.PYTORCH_EPS, QuantizeRule.DIVIDE);
    assertThat(params(floored, new float[1]).scale()).isEqualTo(0x1p-23f);
  }

  private static QuantParams params(QuantDescriptor descriptor, float[] x) {
    Observer observer = descriptor.observer("x");
    observer.observe(x);
    return descriptor.params(observer);
  }
}
