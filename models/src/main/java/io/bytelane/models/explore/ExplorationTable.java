package io.bytelane.models.explore;

import io.bytelane.models.report.ConfigResult;
import io.bytelane.models.report.Decimals;
import io.bytelane.models.report.LatencyStats;
import io.bytelane.models.report.McNemar;
import io.bytelane.models.report.ParetoFront;
import io.bytelane.models.report.TextTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The console's view of an exploration: accuracy and size in one table, latency in another, and
/// how far the times can be trusted.
public final class ExplorationTable {
  /// Range of a control ratio that speaks for the measurement.
  private static final double CONTROL_LOW = 0.95;

  private static final double CONTROL_HIGH = 1.05;

  private ExplorationTable() {}

  /// Renders the tables.
  ///
  /// @param exploration the results; the baseline is the first
  public static String render(Explorer.Exploration exploration) {
    return quality(exploration.results())
        + "\n"
        + latency(exploration.results())
        + "\n"
        + control(exploration.controlRatios());
  }

  private static String quality(List<ConfigResult> results) {
    TextTable table =
        new TextTable(
            List.of(
                "config",
                "top-1",
                "vs fp32",
                "p-value",
                "top-5",
                "payload B",
                "ratio",
                "file B",
                "ratio",
                "pareto"));
    ConfigResult base = results.getFirst();
    List<ParetoFront.Status> statuses =
        new ParetoFront(results.stream().map(ConfigResult::point).toList()).statuses();
    for (int i = 0; i < results.size(); i++) {
      ConfigResult result = results.get(i);
      McNemar paired = result.pairedTest();
      ConfigResult.Size size = result.size();
      table.add(
          List.of(
              result.config(),
              Decimals.withUnit(100 * result.accuracy().top1(), 2, "%"),
              Decimals.signed(100 * (result.accuracy().top1() - base.accuracy().top1()), 2, "pp"),
              paired == null ? "" : Decimals.fixed(paired.pValue(), 3),
              Decimals.withUnit(100 * result.accuracy().top5(), 2, "%"),
              Long.toString(size.payloadBytes()),
              ratio(size.payloadBytes(), base.size().payloadBytes()),
              Long.toString(size.bytes()),
              ratio(size.bytes(), base.size().bytes()),
              statuses.get(i).label()));
    }
    return table.render();
  }

  private static String latency(List<ConfigResult> results) {
    TextTable table =
        new TextTable(
            List.of(
                "latency, ms per call", "batch", "p50", "p95", "p99", "mean", "vs fp32", "calls"));
    ConfigResult base = results.getFirst();
    for (LatencyStats baseStats : base.latency()) {
      int batch = baseStats.batchSize();
      for (ConfigResult result : results) {
        result
            .latencyAt(batch)
            .ifPresent(stats -> table.add(latencyRow(result.config(), stats, baseStats)));
      }
    }
    return table.render();
  }

  private static List<String> latencyRow(
      String config, LatencyStats stats, LatencyStats baseStats) {
    return List.of(
        config,
        Integer.toString(stats.batchSize()),
        Decimals.fixed(stats.p50Ms(), 3),
        Decimals.fixed(stats.p95Ms(), 3),
        Decimals.fixed(stats.p99Ms(), 3),
        Decimals.fixed(stats.meanMs(), 3),
        Decimals.withUnit(baseStats.p50Ms() / stats.p50Ms(), 2, "x"),
        Integer.toString(stats.nMeasure()));
  }

  private static String control(Map<Integer, Double> ratios) {
    List<String> texts = new ArrayList<>();
    boolean trusted = true;
    for (int batch : ratios.keySet().stream().sorted().toList()) {
      double ratio = ratios.get(batch);
      trusted &= ratio >= CONTROL_LOW && ratio <= CONTROL_HIGH;
      texts.add("batch " + batch + ": " + Decimals.fixed(ratio, 3));
    }
    return "control, fp32 against fp32 (0.95 to 1.05 speaks for the times): "
        + String.join(", ", texts)
        + (trusted ? "\n" : "; the machine was not quiet, repeat for exact times\n");
  }

  private static String ratio(long value, long base) {
    return Decimals.fixed((double) value / base, 4);
  }
}
