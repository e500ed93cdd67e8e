package io.bytelane.tests.calibration;

import static io.bytelane.tests.quant.AcceptanceTable.assertClose;
import static io.bytelane.tests.quant.AcceptanceTable.expected;
import static io.bytelane.tests.quant.AcceptanceTable.input;
import static io.bytelane.tests.quant.AcceptanceTable.param;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bytelane.models.calibration.FoldedBatchNorm;
import io.bytelane.models.calibration.HistogramObserver;
import io.bytelane.models.calibration.MinMaxObserver;
import io.bytelane.models.calibration.MovingAverageObserver;
import io.bytelane.models.calibration.Observer;
import io.bytelane.models.calibration.PerChannelObserver;
import io.bytelane.models.calibration.SignedHistogram;
import io.bytelane.models.calibration.ValueRange;
import io.bytelane.quant.ChannelLayout;
import io.bytelane.quant.LevelRange;
import io.bytelane.quant.QuantParams;
import io.bytelane.quant.QuantizationException;
import io.bytelane.quant.QuantizedType;
import io.bytelane.quant.ScaleChooser;
import io.bytelane.quant.SymmetricConvention;
import io.bytelane.tests.quant.AcceptanceTable;
import io.bytelane.tests.support.Json;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class ObserverAcceptanceTest {

  @TestFactory
  List<DynamicTest> cases() {
    return AcceptanceTable.tests(
        Map.of(
            "observer_min_max", ObserverAcceptanceTest::minMax,
            "observer_moving_average", ObserverAcceptanceTest::movingAverage,
            "observer_per_channel", ObserverAcceptanceTest::perChannel,
            "observer_error", ObserverAcceptanceTest::error,
            "histogram_pow2", ObserverAcceptanceTest::growth,
            "histogram_invariance", ObserverAcceptanceTest::invariance,
            "fold_batch_norm", ObserverAcceptanceTest::fold));
  }

  private static List<Observer> mergeable() {
    return List.of(new MinMaxObserver("x"), new HistogramObserver("x"));
  }

  private static void minMax(JsonNode node) {
    for (Observer observer : mergeable()) {
      input(node, "batches").forEach(batch -> observer.observe(Json.floats(batch)));
      assertThat(observer.range()).isEqualTo(range(node));
      if (node.required("expected").has("inf_count")) {
        assertThat(observer.infinities()).isEqualTo(Json.integer(expected(node, "inf_count")));
      }
    }
  }

  private static ValueRange range(JsonNode node) {
    return new ValueRange(
        Json.number32(expected(node, "min")), Json.number32(expected(node, "max")));
  }

  private static void movingAverage(JsonNode node) {
    Observer observer = new MovingAverageObserver("x", Json.number32(param(node, "c")));
    input(node, "batches").forEach(batch -> observer.observe(Json.floats(batch)));
    assertClose(node, "min", observer.range().min(), Json.number(expected(node, "min")));
    assertClose(node, "max", observer.range().max(), Json.number(expected(node, "max")));
  }

  private static void perChannel(JsonNode node) {
    int[] shape = Json.ints(input(node, "shape"));
    int axis = Json.integer(param(node, "axis"));
    // The same axis by its negative number, which counts from the end.
    for (int number : new int[] {axis, axis - shape.length}) {
      PerChannelObserver<MinMaxObserver> observer =
          new PerChannelObserver<>("x", number, MinMaxObserver::new);
      observer.observe(Json.floats(input(node, "x")), shape);
      List<MinMaxObserver> channels = observer.channels();
      for (int c = 0; c < channels.size(); c++) {
        ValueRange range = channels.get(c).range();
        assertThat(range.min()).isEqualTo(Json.floats(expected(node, "min"))[c]);
        assertThat(range.max()).isEqualTo(Json.floats(expected(node, "max"))[c]);
        assertAffine(expected(node, "affine_u8").get(c), range, QuantizedType.U8);
        assertAffine(expected(node, "affine_s8").get(c), range, QuantizedType.S8);
        assertThat(symmetric(range, SymmetricConvention.NARROW_127))
            .isEqualTo(Json.floats(expected(node, "symmetric_127"))[c]);
        assertThat(symmetric(range, SymmetricConvention.FULL_127_5))
            .isEqualTo(Json.floats(expected(node, "symmetric_127_5"))[c]);
      }
    }
  }

  private static void assertAffine(JsonNode want, ValueRange range, QuantizedType type) {
    QuantParams params = range.affine(LevelRange.of(type));
    assertThat(params.scale()).isEqualTo(Json.number32(want.required("scale")));
    assertThat(params.zeroPoint()).isEqualTo(Json.integer(want.required("zero_point")));
  }

  private static float symmetric(ValueRange range, SymmetricConvention convention) {
    return ScaleChooser.symmetric(range.absMax(), convention.levels(8), convention);
  }

  private static void error(JsonNode node) {
    for (Observer observer : mergeable()) {
      QuantizationException e =
          AcceptanceTable.assertError(
              node,
              () -> input(node, "batches").forEach(batch -> observer.observe(Json.floats(batch))));
      assertThat(e.count()).isEqualTo(Json.integer(expected(node, "nan_count")));
      assertThat(e.index()).isEqualTo(Json.integer(expected(node, "first_index")));
      assertThat(observer.hasData()).isFalse();
    }
  }

  private static void growth(JsonNode node) {
    HistogramObserver observer = new HistogramObserver("x", Json.integer(param(node, "capacity")));
    JsonNode batches = input(node, "batches");
    for (int b = 0; b < batches.size(); b++) {
      observer.observe(Json.floats(batches.get(b)));
      JsonNode want = expected(node, "after_batch").get(b);
      SignedHistogram histogram = observer.histogram();
      assertThat(histogram.binWidth()).isEqualTo(Json.number(want.required("bin_width")));
      assertThat(histogram.zeros()).isEqualTo(Json.integer(want.required("zeros")));
      JsonNode counts = want.required("counts");
      long total = histogram.zeros();
      for (int i = 0; i < observerCapacity(node); i++) {
        long count = counts.path(Integer.toString(i)).asLong(0);
        assertThat(histogram.positive(i)).as("bin %s", i).isEqualTo(count);
        assertThat(histogram.negative(i)).isZero();
        total += count;
      }
      assertThat(histogram.total()).isEqualTo(total);
    }
  }

  private static int observerCapacity(JsonNode node) {
    return Json.integer(param(node, "capacity"));
  }

  private static void invariance(JsonNode node) {
    float[] ascending = CalibrationData.of(node);
    SignedHistogram whole = histogram(node, ascending, ascending.length);
    assertThat(whole.binWidth()).isEqualTo(Json.number(expected(node, "bin_width")));
    assertThat(whole.bins()).isEqualTo(Json.integer(expected(node, "bins_used")));
    assertThat(whole.total()).isEqualTo(Json.integer(expected(node, "total")));
    assertThat(whole.positive(0)).isEqualTo(Json.integer(expected(node, "count_of_bin_0")));
    assertThat(whole.positive(100)).isEqualTo(Json.integer(expected(node, "count_of_bin_100")));
    for (List<Float> order : orders(ascending)) {
      float[] x = new float[order.size()];
      for (int i = 0; i < x.length; i++) {
        x[i] = order.get(i);
      }
      for (JsonNode split : input(node, "splits")) {
        int batches = split.isInt() ? split.intValue() : x.length;
        assertThat(histogram(node, x, (x.length + batches - 1) / batches)).isEqualTo(whole);
      }
    }
  }

  private static List<List<Float>> orders(float[] ascending) {
    Float[] boxed = new Float[ascending.length];
    for (int i = 0; i < boxed.length; i++) {
      boxed[i] = ascending[i];
    }
    List<Float> descending = Arrays.asList(boxed.clone());
    Collections.reverse(descending);
    List<Float> shuffled = Arrays.asList(boxed.clone());
    Collections.shuffle(shuffled, new Random(1));
    return List.of(Arrays.asList(boxed), descending, shuffled);
  }

  private static SignedHistogram histogram(JsonNode node, float[] x, int batch) {
    HistogramObserver observer = new HistogramObserver("x", Json.integer(param(node, "capacity")));
    for (int from = 0; from < x.length; from += batch) {
      observer.observe(x, from, Math.min(batch, x.length - from));
    }
    return observer.histogram();
  }

  private static void fold(JsonNode node) {
    float[] w = Json.floats(input(node, "w"));
    FoldedBatchNorm fold =
        FoldedBatchNorm.of(
            Json.floats(param(node, "gamma")),
            Json.floats(param(node, "beta")),
            Json.floats(param(node, "mean")),
            Json.floats(param(node, "variance")),
            Json.number(param(node, "epsilon")));
    float[] folded = fold.weights(w, ChannelLayout.perAxis(0, 1, w.length));
    double[] want = Json.doubles(expected(node, "w"));
    for (int i = 0; i < w.length; i++) {
      assertClose(node, "w", folded[i], want[i]);
    }
    float bias = fold.bias(Json.floats(input(node, "bias")))[0];
    assertClose(node, "bias", bias, Json.number(expected(node, "bias")));
  }
}
