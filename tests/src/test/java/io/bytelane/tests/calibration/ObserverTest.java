package io.bytelane.tests.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.bytelane.models.calibration.EntropyCalibrator;
import io.bytelane.models.calibration.FoldedBatchNorm;
import io.bytelane.models.calibration.HistogramObserver;
import io.bytelane.models.calibration.MagnitudeHistogram;
import io.bytelane.models.calibration.MaxCalibrator;
import io.bytelane.models.calibration.MinMaxObserver;
import io.bytelane.models.calibration.MovingAverageObserver;
import io.bytelane.models.calibration.MseCalibrator;
import io.bytelane.models.calibration.Observer;
import io.bytelane.models.calibration.PerChannelObserver;
import io.bytelane.models.calibration.PercentileCalibrator;
import io.bytelane.models.calibration.SignedHistogram;
import io.bytelane.models.calibration.ValueRange;
import io.bytelane.models.calibration.WeightCalibration;
import io.bytelane.quant.ChannelLayout;
import io.bytelane.quant.LevelRange;
import io.bytelane.quant.QuantizationException;
import io.bytelane.quant.QuantizationException.Reason;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class ObserverTest {

  private static final LevelRange NARROW_8 = LevelRange.narrow(8);

  private static List<Observer> each() {
    return List.of(
        new MinMaxObserver("conv1"),
        new MovingAverageObserver("conv1", 0.5f),
        new HistogramObserver("conv1"));
  }

  private static QuantizationException refused(Reason reason, ThrowingCallable call) {
    QuantizationException e = catchThrowableOfType(QuantizationException.class, call);
    assertThat(e).isNotNull();
    assertThat(e.reason()).isEqualTo(reason);
    return e;
  }

  @Test
  void noDataIsAnErrorThatNamesTheTensor() {
    for (Observer observer : each()) {
      observer.observe(new float[0]);
      observer.observe(new float[] {Float.NEGATIVE_INFINITY});
      assertThat(observer.hasData()).isFalse();
      assertThat(observer.infinities()).isEqualTo(1);
      assertThat(observer.tensor()).isEqualTo("conv1");
      assertThat(refused(Reason.NO_CALIBRATION_DATA, observer::range))
          .hasMessage("conv1: no finite value (expected: at least one observed value)");
    }
    refused(Reason.NO_CALIBRATION_DATA, () -> new HistogramObserver("x").histogram());
    refused(Reason.NO_CALIBRATION_DATA, () -> MagnitudeHistogram.linear(new float[0], 8));
    refused(
        Reason.NO_CALIBRATION_DATA,
        () -> new PerChannelObserver<>("x", 0, MinMaxObserver::new).channels());
  }

  @Test
  void nanRefusesTheBatchBeforeAnythingIsCounted() {
    float[] batch = {9, Float.POSITIVE_INFINITY, 100, Float.NaN, 5, Float.NaN};
    for (Observer observer : each()) {
      observer.observe(new float[] {-1, 2});
      QuantizationException e =
          refused(Reason.NON_FINITE_DATA, () -> observer.observe(batch, 1, 5));
      assertThat(e).hasMessage("conv1: 2 NaN, first at index 2 (expected: none)");
      assertThat(e.index()).isEqualTo(2);
      assertThat(e.count()).isEqualTo(2);
      assertThat(observer.range()).isEqualTo(new ValueRange(-1, 2));
      assertThat(observer.infinities()).isZero();
    }
  }

  @Test
  void onlyTheGivenPartOfAnArrayIsSeen() {
    for (Observer observer : each()) {
      observer.observe(new float[] {Float.NaN, 1, 3, -50}, 1, 2);
      assertThat(observer.range()).isEqualTo(new ValueRange(1, 3));
      assertThatExceptionOfType(IndexOutOfBoundsException.class)
          .isThrownBy(() -> observer.observe(new float[2], 1, 2));
    }
  }

  @Test
  void movingAverageFollowsBatches() {
    MovingAverageObserver observer = new MovingAverageObserver("x", 1);
    observer.observe(new float[] {1, 2});
    observer.observe(new float[] {5, 9, Float.POSITIVE_INFINITY});
    assertThat(observer.range()).isEqualTo(new ValueRange(5, 9));
    assertThat(observer.infinities()).isEqualTo(1);
    refused(Reason.UNSUPPORTED, () -> observer.merge(new MovingAverageObserver("x", 1)));
    for (float c : new float[] {0, -1, 1.5f, Float.NaN}) {
      refused(Reason.INVALID_RANGE, () -> new MovingAverageObserver("x", c));
    }
  }

  @Test
  void onlyObserversOfOneKindMerge() {
    refused(Reason.UNSUPPORTED, () -> new MinMaxObserver("x").merge(new HistogramObserver("x")));
    refused(Reason.UNSUPPORTED, () -> new HistogramObserver("x").merge(new MinMaxObserver("x")));
    refused(
        Reason.UNSUPPORTED,
        () -> new HistogramObserver("x", 16).merge(new HistogramObserver("x", 32)));
    for (int capacity : new int[] {0, 1, 3, -4}) {
      assertThatExceptionOfType(IllegalArgumentException.class)
          .isThrownBy(() -> new HistogramObserver("x", capacity))
          .withMessage("capacity: " + capacity + " (expected: a power of two in [2, 536870912])");
    }
  }

  @Test
  void channelsOfAnyAxis() {
    float[] x = {1, -2, 3, 4, 5, -6, 7, 8, 9, 10, 11, 12};
    PerChannelObserver<HistogramObserver> observer =
        new PerChannelObserver<>("x", -2, HistogramObserver::new);
    observer.observe(x, 2, 3, 2);
    observer.observe(new float[0], 0, 3, 2);
    List<HistogramObserver> channels = observer.channels();
    assertThat(channels).hasSize(3);
    assertThat(channels.get(0).range()).isEqualTo(new ValueRange(-2, 8));
    assertThat(channels.get(2).range()).isEqualTo(new ValueRange(-6, 12));
    assertThat(channels.get(1).histogram().total()).isEqualTo(4);
    assertThat(channels.get(1).tensor()).isEqualTo("x[1]");
    assertThat(refused(Reason.SHAPE_CHANGED, () -> observer.observe(x, 6, 2, 1)))
        .hasMessage("x: channels: 2 (expected: = 3)");
    QuantizationException nan =
        refused(
            Reason.NON_FINITE_DATA,
            () -> observer.observe(new float[] {0, 0, 0, Float.NaN, 0, 0}, 1, 3, 2));
    assertThat(nan.index()).isEqualTo(3);
    assertThat(observer.channels().get(1).histogram().total()).isEqualTo(4);
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> observer.observe(x, 2, 3, 1))
        .withMessage("values.length: 12 (expected: 6)");
    PerChannelObserver<HistogramObserver> more =
        new PerChannelObserver<>("x", -2, HistogramObserver::new);
    more.merge(new PerChannelObserver<>("x", -2, HistogramObserver::new));
    more.merge(observer);
    more.observe(new float[] {0, 0, Float.POSITIVE_INFINITY, 20, 0, 0}, 1, 3, 2);
    assertThat(more.infinities()).isEqualTo(1);
    assertThat(more.channels().get(1).range()).isEqualTo(new ValueRange(3, 20));
    assertThat(more.channels().get(0).histogram().total()).isEqualTo(6);
  }

  @Test
  void histogramsKeepSignsZerosAndSubnormals() {
    HistogramObserver observer = new HistogramObserver("x", 16);
    observer.observe(new float[] {0, -0f, -3, -1, 2, Float.MIN_VALUE});
    SignedHistogram histogram = observer.histogram();
    assertThat(histogram.binWidth()).isEqualTo(0.25);
    assertThat(histogram.zeros()).isEqualTo(2);
    assertThat(histogram.positive(0)).isEqualTo(1);
    assertThat(histogram.positive(8)).isEqualTo(1);
    assertThat(histogram.negative(12)).isEqualTo(1);
    assertThat(histogram.negative(4)).isEqualTo(1);
    assertThat(histogram.bins()).isEqualTo(13);
    assertThat(histogram.total()).isEqualTo(6);
    MagnitudeHistogram magnitudes = histogram.magnitudes();
    assertThat(magnitudes.counts()).containsExactly(3, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1);
    assertThat(magnitudes.min()).isZero();
    assertThat(magnitudes.max()).isEqualTo(3);
    assertThat(magnitudes.centre(2)).isEqualTo(0.625);
    assertThat(magnitudes.upperEdge(12)).isEqualTo(3);
    assertThat(magnitudes.upperEdge(4)).isEqualTo(1.25);
    SignedHistogram mirror = histogram.negated();
    assertThat(mirror.range()).isEqualTo(new ValueRange(-2, 3));
    assertThat(mirror.negative(8)).isEqualTo(1);
    assertThat(mirror).isNotEqualTo(histogram);
    assertThat(mirror.negated().total()).isEqualTo(6);
    HistogramObserver tiny = new HistogramObserver("x", 16);
    tiny.observe(new float[] {Float.MIN_VALUE, 3 * Float.MIN_VALUE});
    assertThat(tiny.histogram().binWidth()).isEqualTo(Float.MIN_VALUE / 4.0);
    assertThat(tiny.histogram().positive(12)).isEqualTo(1);
    tiny.observe(new float[] {Float.MAX_VALUE});
    assertThat(tiny.histogram().positive(0)).isEqualTo(2);
    assertThat(tiny.histogram().positive(15)).isEqualTo(1);
  }

  @Test
  void linearHistogramsCloseTheirLastBin() {
    MagnitudeHistogram histogram = MagnitudeHistogram.linear(new float[] {0, -1, 2, 3, 4}, 4);
    assertThat(histogram.counts()).containsExactly(1, 1, 1, 2);
    assertThat(histogram.binWidth()).isEqualTo(1);
    assertThat(MagnitudeHistogram.linear(new float[2], 4).count(0)).isEqualTo(2);
    QuantizationException e =
        refused(
            Reason.NON_FINITE_DATA, () -> MagnitudeHistogram.linear(new float[] {1, Float.NaN}, 4));
    assertThat(e.index()).isEqualTo(1);
    refused(Reason.INVALID_RANGE, () -> MagnitudeHistogram.of(0, new long[1], 0, 1));
    refused(
        Reason.INVALID_RANGE,
        () -> MagnitudeHistogram.of(Double.POSITIVE_INFINITY, new long[1], 0, 1));
    refused(Reason.INVALID_RANGE, () -> MagnitudeHistogram.of(1, new long[1], 2, 1));
    refused(Reason.INVALID_RANGE, () -> MagnitudeHistogram.of(1, new long[1], -1, 1));
    refused(
        Reason.INVALID_RANGE,
        () -> MagnitudeHistogram.of(1, new long[1], 0, Double.POSITIVE_INFINITY));
    assertThat(MagnitudeHistogram.of(1, new long[] {1, 2, 0, 0}, 0, 2).bins()).isEqualTo(2);
    assertThat(MagnitudeHistogram.of(1, new long[3], 0, 0).bins()).isEqualTo(1);
  }

  @Test
  void entropyIsForSymmetricActivationsOnly() {
    HistogramObserver observer = new HistogramObserver("x");
    observer.observe(new float[] {1, 2});
    refused(
        Reason.UNSUPPORTED, () -> new EntropyCalibrator().range(observer.histogram(), NARROW_8));
    float[] w = {1, -4, 0.5f, 0.25f};
    ChannelLayout layout = ChannelLayout.perAxis(0, 2, 2);
    assertThat(
            refused(
                Reason.UNSUPPORTED,
                () -> WeightCalibration.absMax("w", w, layout, new EntropyCalibrator(), NARROW_8)))
        .hasMessage("w: calibrator: entropy (expected: max, percentile or MSE)");
    assertThat(WeightCalibration.absMax("w", w, layout, new MaxCalibrator(), NARROW_8))
        .containsExactly(4, 0.5f);
    // Ranks 1 of 2: the bins of 1 and 0.25, each by its channel's own bin width.
    assertThat(WeightCalibration.absMax("w", w, layout, new PercentileCalibrator(50), NARROW_8))
        .containsExactly(1 + 4 / 2048f, 0.25f + 0.5f / 2048);
    assertThat(
            WeightCalibration.absMax(
                "w", new float[0], ChannelLayout.perAxis(0, 2, 0), new MseCalibrator(), NARROW_8))
        .containsExactly(0, 0);
  }

  @Test
  void fewBinsKeepTheMaximum() {
    long[] counts = new long[127];
    counts[0] = 1000;
    counts[126] = 1;
    MagnitudeHistogram few = MagnitudeHistogram.of(1, counts, 0, 126.5);
    assertThat(new MseCalibrator().amax(few, NARROW_8)).isEqualTo(126.5);
    assertThat(new EntropyCalibrator().amax(few, NARROW_8)).isEqualTo(126.5);
  }

  /// Two large bins that share a level decide the divergence; three single values at the end are
  /// below its last place, so that all three candidates tie exactly.
  @Test
  void lastOfEqualDivergencesWins() {
    long[] counts = new long[130];
    counts[0] = 1L << 59;
    counts[1] = 1L << 59;
    counts[2] = 1L << 60;
    Arrays.fill(counts, 127, 130, 1);
    MagnitudeHistogram tied = MagnitudeHistogram.of(0.5, counts, 0, 64.9);
    assertThat(new EntropyCalibrator().amax(tied, LevelRange.narrow(2))).isEqualTo(64.9);
    // Without the last value the candidate of 129 bins is the last one.
    counts[129] = 0;
    MagnitudeHistogram shorter = MagnitudeHistogram.of(0.5, counts, 0, 64.9);
    assertThat(new EntropyCalibrator().amax(shorter, LevelRange.narrow(2))).isEqualTo(64.5);
  }

  /// One bin [49.75, 50]: both edges miss its centre by the same 1/8, so two candidates tie
  /// exactly.
  @Test
  void firstOfTwoEqualErrorsWins() {
    long[] counts = new long[200];
    counts[199] = 7;
    MagnitudeHistogram histogram = MagnitudeHistogram.of(0.25, counts, 49.75, 50);
    assertThat(new MseCalibrator().amax(histogram, LevelRange.narrow(2))).isEqualTo(49.75);
  }

  @Test
  void foldingRefusesWhatHasNoResult() {
    float[] one = {1};
    assertThat(
            refused(
                Reason.INVALID_MODEL, () -> FoldedBatchNorm.of(one, one, one, new float[] {-1}, 1)))
        .hasMessage("variance + epsilon[0]: 0.0 (expected: > 0)");
    refused(
        Reason.NON_FINITE_DATA,
        () -> FoldedBatchNorm.of(one, new float[] {Float.NaN}, one, one, 1e-5));
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> FoldedBatchNorm.of(one, one, new float[2], one, 1e-5))
        .withMessage("mean.length: 2 (expected: gamma.length = 1)");
    FoldedBatchNorm fold =
        FoldedBatchNorm.of(
            new float[] {2, 4}, new float[] {1, 0}, new float[2], new float[] {1, 1}, 0);
    assertThat(fold.channels()).isEqualTo(2);
    // Output channels on axis 1, as in transposed convolutions.
    assertThat(fold.weights(new float[] {1, 1, 3, 3}, ChannelLayout.perAxis(1, 2, 2)))
        .containsExactly(2, 4, 6, 12);
    assertThat(fold.bias(null)).containsExactly(1, 0);
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> fold.bias(one))
        .withMessage("bias.length: 1 (expected: 2)");
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> fold.weights(new float[4], ChannelLayout.perAxis(0, 4, 1)));
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> fold.weights(new float[3], ChannelLayout.perAxis(0, 2, 2)));
  }
}
