package io.bytelane.tests.calibration;

import static io.bytelane.tests.quant.AcceptanceTable.assertClose;
import static io.bytelane.tests.quant.AcceptanceTable.expected;
import static io.bytelane.tests.quant.AcceptanceTable.input;
import static io.bytelane.tests.quant.AcceptanceTable.param;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bytelane.models.calibration.Calibrator;
import io.bytelane.models.calibration.EntropyCalibrator;
import io.bytelane.models.calibration.HistogramObserver;
import io.bytelane.models.calibration.MagnitudeHistogram;
import io.bytelane.models.calibration.MaxCalibrator;
import io.bytelane.models.calibration.MseCalibrator;
import io.bytelane.models.calibration.PercentileCalibrator;
import io.bytelane.quant.AmaxQuantizer;
import io.bytelane.quant.ChannelLayout;
import io.bytelane.quant.LevelRange;
import io.bytelane.quant.ScaleChooser;
import io.bytelane.quant.ScaleFloor;
import io.bytelane.quant.SymmetricConvention;
import io.bytelane.tests.quant.AcceptanceTable;
import io.bytelane.tests.support.Json;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class CalibratorAcceptanceTest {

  private static final LevelRange NARROW_8 = LevelRange.narrow(8);

  @TestFactory
  List<DynamicTest> cases() {
    return AcceptanceTable.tests(
        Map.of(
            "percentile", CalibratorAcceptanceTest::percentile,
            "percentile_from_counts", CalibratorAcceptanceTest::percentileFromCounts,
            "percentile_error", CalibratorAcceptanceTest::percentileError,
            "mse", node -> searched(node, new MseCalibrator()),
            "entropy", node -> searched(node, new EntropyCalibrator()),
            "reconstruction_mse", CalibratorAcceptanceTest::reconstruction,
            "calibrate_twice", CalibratorAcceptanceTest::twice,
            "calibrate_degenerate", CalibratorAcceptanceTest::degenerate));
  }

  private static LevelRange levels(JsonNode node) {
    int bits = Json.integer(param(node, "bits"));
    return param(node, "unsigned").booleanValue()
        ? LevelRange.unsigned(bits)
        : LevelRange.narrow(bits);
  }

  private static void percentile(JsonNode node) {
    float[] x = CalibrationData.of(node);
    MagnitudeHistogram pow2 = CalibrationData.pow2(x);
    MagnitudeHistogram linear = CalibrationData.linear(x);
    JsonNode want = expected(node, "POW2");
    assertThat(pow2.binWidth()).isEqualTo(Json.number(want.required("bin_width")));
    assertThat(pow2.bins()).isEqualTo(Json.integer(want.required("bins_used")));
    double[] percentiles = Json.doubles(input(node, "percentiles"));
    JsonNode reference = expected(node, "reference_linear_2048_left_edge");
    double slack = node.required("tolerance").required("reference_bins").doubleValue();
    for (int i = 0; i < percentiles.length; i++) {
      Calibrator calibrator = new PercentileCalibrator(percentiles[i]);
      assertThat(calibrator.amax(pow2, NARROW_8))
          .as("p%s", percentiles[i])
          .isEqualTo(Json.doubles(want.required("amax"))[i]);
      if (!reference.get(i).isNull()) {
        assertWithin(
            calibrator.amax(linear, NARROW_8),
            reference.get(i).doubleValue(),
            slack * linear.binWidth());
      }
    }
  }

  /// The slack is whole bins; sums of edges may differ in the last place.
  private static void assertWithin(double got, double want, double slack) {
    assertThat(Math.abs(got - want)).as("%s", got).isLessThanOrEqualTo(slack * (1 + 1e-9));
  }

  private static void searched(JsonNode node, Calibrator calibrator) {
    float[] x = CalibrationData.of(node);
    double bins = node.required("tolerance").required("bins").doubleValue();
    MagnitudeHistogram pow2 = CalibrationData.pow2(x);
    assertWithin(
        calibrator.amax(pow2, levels(node)),
        Json.number(expected(node, "POW2").required("amax")),
        bins * pow2.binWidth());
    MagnitudeHistogram linear = CalibrationData.linear(x);
    assertWithin(
        calibrator.amax(linear, levels(node)),
        Json.number(expected(node, "reference_linear_2048").required("amax")),
        bins * linear.binWidth());
  }

  private static void percentileFromCounts(JsonNode node) {
    long[] counts = new long[4096];
    input(node, "nonzero")
        .properties()
        .forEach(e -> counts[Integer.parseInt(e.getKey())] = e.getValue().longValue());
    MagnitudeHistogram histogram =
        MagnitudeHistogram.of(
            Json.number(param(node, "bin_width")), counts, 0, Json.number(param(node, "max")));
    assertThat(histogram.total()).isEqualTo(expected(node, "total").longValue());
    expected(node, "percentile")
        .properties()
        .forEach(
            e ->
                assertThat(
                        new PercentileCalibrator(Double.parseDouble(e.getKey()))
                            .amax(histogram, NARROW_8))
                    .isEqualTo(e.getValue().doubleValue()));
  }

  private static void percentileError(JsonNode node) {
    for (double p : Json.doubles(input(node, "percentile"))) {
      AcceptanceTable.assertError(node, () -> new PercentileCalibrator(p));
    }
  }

  private static void reconstruction(JsonNode node) {
    float[] x = CalibrationData.of(node);
    float[] amax = Json.floats(param(node, "amax"));
    double[] want = Json.doubles(expected(node, "mse"));
    for (int a = 0; a < amax.length; a++) {
      float[] y =
          AmaxQuantizer.builder(LevelRange.narrow(Json.integer(param(node, "bits"))), amax[a])
              .build()
              .fake(x, ChannelLayout.perTensor(x.length));
      double sum = 0;
      for (int i = 0; i < x.length; i++) {
        sum += ((double) y[i] - x[i]) * ((double) y[i] - x[i]);
      }
      assertClose(node, "mse", sum / x.length, want[a]);
    }
  }

  private static void twice(JsonNode node) {
    MagnitudeHistogram histogram = CalibrationData.pow2(CalibrationData.of(node));
    long[] before = histogram.counts();
    Calibrator percentile = new PercentileCalibrator(99);
    double first = Double.NaN;
    for (JsonNode step : input(node, "sequence")) {
      switch (step.asText()) {
        case "entropy" -> new EntropyCalibrator().amax(histogram, NARROW_8);
        case "mse" -> new MseCalibrator().amax(histogram, NARROW_8);
        case "percentile 99" -> {
          double amax = percentile.amax(histogram, NARROW_8);
          first = Double.isNaN(first) ? amax : first;
          assertThat(amax).isEqualTo(first);
        }
        default -> throw new AssertionError(step.asText());
      }
    }
    assertThat(histogram.counts()).isEqualTo(before);
    assertThat(first)
        .isEqualTo(percentile.amax(CalibrationData.pow2(CalibrationData.of(node)), NARROW_8));
  }

  private static void degenerate(JsonNode node) {
    float[] x = CalibrationData.of(node);
    MagnitudeHistogram histogram = CalibrationData.pow2(x);
    node.required("expected")
        .properties()
        .forEach(
            e -> {
              double got = degenerate(e.getKey(), x, histogram);
              assertClose(node, e.getKey(), got, e.getValue().doubleValue());
            });
  }

  private static double degenerate(String field, float[] x, MagnitudeHistogram histogram) {
    double max = new MaxCalibrator().amax(histogram, NARROW_8);
    return switch (field) {
      case "max", "amax" -> max;
      case "mse" -> new MseCalibrator().amax(histogram, NARROW_8);
      case "percentile_99" -> new PercentileCalibrator(99).amax(histogram, NARROW_8);
      case "scale" -> ScaleChooser.symmetric((float) max, NARROW_8, SymmetricConvention.NARROW_127);
      case "zero_point" -> {
        HistogramObserver observer = new HistogramObserver("x");
        observer.observe(x);
        assertThat(observer.range().affine(LevelRange.signed(8)).zeroPoint()).isEqualTo(-128);
        yield ScaleChooser.symmetricParams(
                (float) max, NARROW_8, SymmetricConvention.NARROW_127, ScaleFloor.DEFAULT)
            .zeroPoint();
      }
      default -> throw new AssertionError(field);
    };
  }
}
