package io.bytelane.models.ptq;

import io.bytelane.models.calibration.CalibrationMethod;
import io.bytelane.models.calibration.Calibrator;
import io.bytelane.models.calibration.EntropyCalibrator;
import io.bytelane.models.calibration.HistogramObserver;
import io.bytelane.models.calibration.MaxCalibrator;
import io.bytelane.models.calibration.MinMaxObserver;
import io.bytelane.models.calibration.MovingAverageObserver;
import io.bytelane.models.calibration.MseCalibrator;
import io.bytelane.models.calibration.Observer;
import io.bytelane.models.calibration.PercentileCalibrator;
import io.bytelane.models.calibration.SignedHistogram;
import io.bytelane.models.calibration.ValueRange;
import io.bytelane.models.graph.Dimension;
import io.bytelane.models.graph.Graph;
import io.bytelane.models.graph.Tensor;
import io.bytelane.models.graph.Value;
import io.bytelane.models.plan.ExecutionPlan;
import io.bytelane.models.plan.Planner;
import io.bytelane.models.plan.Session;
import io.bytelane.models.plan.ShapePlans;
import io.bytelane.models.plan.StepListener;
import io.bytelane.quant.LevelRange;
import io.bytelane.quant.QuantParams;
import io.bytelane.quant.QuantizationException;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/// Runs a float network on calibration data and chooses the parameters of its activations.
final class ActivationCalibrator {
  /// Plans for combinations of shapes that are kept at a time.
  private static final int SHAPES_KEPT = 4;

  private final PtqOptions options;
  private final LevelRange levels;

  ActivationCalibrator(PtqOptions options) {
    this.options = options;
    this.levels = LevelRange.of(options.activationType());
  }

  /// Chooses parameters for values that a plan of the graph stores.
  ///
  /// @param graph a simplified float graph
  /// @param values names of float values
  /// @param data representative inputs, which may differ in every open dimension
  /// @param batchDone called after each batch
  /// @throws QuantizationException `NO_CALIBRATION_DATA` naming a value; `NON_FINITE_DATA` for NaN
  Map<String, QuantParams> calibrate(
      Graph graph, Collection<String> values, CalibrationData data, Runnable batchDone) {
    Map<String, Observer> observers = new LinkedHashMap<>();
    values.forEach(value -> observers.put(value, observer(value)));
    if (!data.batches().isEmpty()) {
      observe(graph, observers, data, batchDone);
    }
    Map<String, QuantParams> params = new HashMap<>();
    observers.forEach((value, observer) -> params.put(value, params(observer)));
    return params;
  }

  private static void observe(
      Graph graph, Map<String, Observer> observers, CalibrationData data, Runnable batchDone) {
    StepListener listener =
        (step, value, nanos, floats, offset, length) -> {
          Observer observer = observers.get(value);
          if (observer != null && floats != null) {
            observer.observe(floats, offset, length);
          }
        };
    Function<Map<String, Tensor>, Session> sessions = sessions(graph, data);
    for (Map<String, Tensor> batch : data.batches()) {
      Session session = sessions.apply(batch);
      session.setListener(listener);
      session.run(batch);
      batchDone.run();
    }
  }

  /// One session for all batches where nothing but the batch is open, otherwise one for each
  /// combination of shapes.
  private static Function<Map<String, Tensor>, Session> sessions(
      Graph graph, CalibrationData data) {
    if (!graph.inputs().stream().allMatch(ActivationCalibrator::opensBatchOnly)) {
      return ShapePlans.of(graph, SHAPES_KEPT).newSession()::session;
    }
    ExecutionPlan plan = Planner.plan(graph);
    int largest =
        data.batches().stream()
            .mapToInt(batch -> batch.values().iterator().next().dimension(0))
            .max()
            .orElseThrow();
    Session session = plan.newSession(plan.takesBatches() ? largest : 1);
    return batch -> session;
  }

  private static boolean opensBatchOnly(Value input) {
    return input.shape().hasRank()
        && input.shape().dimensions().stream().skip(1).allMatch(Dimension::isFixed);
  }

  private Observer observer(String value) {
    return switch (options.method()) {
      case MIN_MAX -> new MinMaxObserver(value);
      case MOVING_AVERAGE ->
          new MovingAverageObserver(value, MovingAverageObserver.DEFAULT_CONSTANT);
      case PERCENTILE, MSE, ENTROPY -> new HistogramObserver(value);
    };
  }

  private QuantParams params(Observer observer) {
    ValueRange range =
        observer instanceof HistogramObserver histogram && observer.hasData()
            ? range(histogram.histogram())
            : observer.range();
    return range.affine(levels);
  }

  private ValueRange range(SignedHistogram histogram) {
    Calibrator calibrator =
        switch (options.method()) {
          case PERCENTILE -> new PercentileCalibrator(options.percentile());
          case MSE -> new MseCalibrator();
          case ENTROPY -> new EntropyCalibrator();
          case MIN_MAX, MOVING_AVERAGE -> new MaxCalibrator();
        };
    if (options.method() != CalibrationMethod.ENTROPY) {
      return calibrator.range(histogram, levels);
    }
    // Entropy is defined for symmetric ranges, and for unsigned ones where nothing is negative.
    boolean unsigned = histogram.range().min() >= 0;
    LevelRange used = unsigned ? LevelRange.unsigned(8) : LevelRange.narrow(8);
    float amax = (float) calibrator.amax(histogram.magnitudes(), used);
    return new ValueRange(unsigned ? 0 : -amax, amax);
  }
}
