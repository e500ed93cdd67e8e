package io.bytelane.models.explore;

import io.bytelane.WarmUp;
import io.bytelane.models.graph.Graph;
import io.bytelane.models.plan.ExecutionPlan;
import io.bytelane.models.plan.PlanStep;
import io.bytelane.models.plan.Planner;
import io.bytelane.models.plan.Session;
import io.bytelane.models.report.Percentile;
import io.bytelane.quant.QuantParams;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What the layers of one network take and hold: the time of each step, and the real range of each
/// quantized value.
public final class LayerProfile {
  private static final double NANOS_PER_MICRO = 1e3;

  private final ExecutionPlan plan;

  /// Plans a network with one float input and one float output.
  ///
  /// @param graph the network
  public LayerProfile(Graph graph) {
    plan = Planner.plan(graph);
  }

  /// Returns the median time of each step at batch 1 in microseconds, by the name of its layer.
  ///
  /// @param sample values of one sample
  /// @param warmUp time after which the measurement begins even if the runs have not settled
  /// @param runs runs measured, at least 1
  public Map<String, Double> micros(float[] sample, Duration warmUp, int runs) {
    Session session = plan.newSession(1);
    float[] output = new float[plan.outputSize()];
    WarmUp.run(() -> session.run(sample, 1, output), warmUp);
    double[][] nanos = new double[plan.steps().size()][runs];
    for (int run = 0; run < runs; run++) {
      int current = run;
      session.setListener(
          (step, value, time, floats, offset, length) -> {
            if (step >= 0) {
              // Once more for each name after a reshape, then with no time.
              nanos[step][current] += time;
            }
          });
      session.run(sample, 1, output);
    }
    List<String> names = names();
    Map<String, Double> micros = new LinkedHashMap<>();
    for (int step = 0; step < nanos.length; step++) {
      micros.put(names.get(step), Percentile.of(nanos[step], 50) / NANOS_PER_MICRO);
    }
    return micros;
  }

  /// Returns the least and the largest real value that the levels of each step can stand for, by
  /// the name of its layer; only steps that write levels.
  public Map<String, double[]> ranges() {
    List<String> names = names();
    Map<String, double[]> ranges = new LinkedHashMap<>();
    for (int step = 0; step < names.size(); step++) {
      String name = names.get(step);
      plan.steps()
          .get(step)
          .outputParams()
          .ifPresent(params -> ranges.put(name, new double[] {lowest(params), highest(params)}));
    }
    return ranges;
  }

  private static double lowest(QuantParams params) {
    return params.dequantize(params.type().min());
  }

  private static double highest(QuantParams params) {
    return params.dequantize(params.type().max());
  }

  /// The operator, and the first node without its path; made unique by a number.
  private List<String> names() {
    List<String> names = new ArrayList<>();
    for (PlanStep step : plan.steps()) {
      String node = step.nodes().isEmpty() ? "" : step.nodes().getFirst();
      String[] parts = node.split("/", -1);
      String layer = parts.length > 2 ? parts[parts.length - 2] : step.operator();
      names.add(names.contains(layer) ? layer + " #" + names.size() : layer);
    }
    return names;
  }
}
