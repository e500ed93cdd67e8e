package io.bytelane.models.report;

import io.bytelane.models.report.ReportException.Reason;
import java.util.List;

/// Renders `pareto.md`: one row per configuration with its size, latency and accuracy beside the
/// baseline's, whether it is Pareto-optimal, and the best configuration on each axis.
public final class ParetoMarkdown {
  private static final List<String> COLUMNS =
      List.of(
          "config",
          "size_kb",
          "size_ratio",
          "p50_lat_ms_b1",
          "latency_speedup",
          "top1_acc",
          "acc_drop_pp",
          "mem_peak_mb",
          "pareto_optimal");

  private ParetoMarkdown() {}

  /// Renders the report.
  ///
  /// @param results all configurations, in the order of the rows
  /// @param baseline the configuration that ratios refer to
  /// @return the whole file, with a newline at its end
  /// @throws ReportException if the baseline is not among the results
  public static String render(List<ConfigResult> results, String baseline) {
    ConfigResult base = find(results, baseline);
    ParetoFront front = new ParetoFront(results.stream().map(ConfigResult::point).toList());
    List<ParetoFront.Status> statuses = front.statuses();
    StringBuilder text = new StringBuilder("# Size, latency and accuracy\n\n");
    row(text, COLUMNS);
    text.append("|---|---:|---:|---:|---:|---:|---:|---:|:---:|\n");
    for (int i = 0; i < results.size(); i++) {
      row(text, cells(results.get(i), base, statuses.get(i)));
    }
    picks(text, front, base);
    return text.toString();
  }

  /// Returns the result of a configuration.
  ///
  /// @param results all configurations
  /// @param baseline the name to look for
  /// @throws ReportException if it is not among the results
  public static ConfigResult find(List<ConfigResult> results, String baseline) {
    return results.stream()
        .filter(result -> result.config().equals(baseline))
        .findFirst()
        .orElseThrow(
            () ->
                new ReportException(
                    Reason.MISSING_BASELINE,
                    "baseline: %s is not among the rows %s (expected: one of them)"
                        .formatted(baseline, results.stream().map(ConfigResult::config).toList())));
  }

  private static List<String> cells(
      ConfigResult result, ConfigResult base, ParetoFront.Status status) {
    ParetoPoint point = result.point();
    ParetoPoint basePoint = base.point();
    Double peak = result.memory().rssPeakMb();
    return List.of(
        result.config(),
        Decimals.fixed(result.size().kb(), 0),
        Decimals.withUnit(point.fileBytes() / basePoint.fileBytes(), 2, "x"),
        Decimals.fixed(point.p50Millis(), 2),
        Decimals.withUnit(basePoint.p50Millis() / point.p50Millis(), 2, "x"),
        Decimals.withUnit(point.top1() * 100, 1, "%"),
        Decimals.signed((point.top1() - basePoint.top1()) * 100, 1, "pp"),
        Decimals.fixed(peak == null ? Double.NaN : peak, 1),
        status.label());
  }

  private static void row(StringBuilder text, List<String> cells) {
    text.append("| ").append(String.join(" | ", cells)).append(" |\n");
  }

  private static void picks(StringBuilder text, ParetoFront front, ConfigResult base) {
    if (front.optimal().isEmpty()) {
      return;
    }
    ParetoPoint smallest = front.smallest().orElseThrow();
    ParetoPoint mostAccurate = front.mostAccurate().orElseThrow();
    ParetoPoint fastest = front.fastest().orElseThrow();
    text.append("\nBest of the Pareto-optimal configurations:\n")
        .append("- smallest size: `%s` (".formatted(smallest.name()))
        .append(Decimals.fixed(smallest.fileBytes() / base.size().bytes(), 2))
        .append("x of %s)\n".formatted(base.config()))
        .append("- highest accuracy: `%s` (top-1 ".formatted(mostAccurate.name()))
        .append(Decimals.fixed(mostAccurate.top1() * 100, 1))
        .append("%)\n")
        .append("- lowest latency: `%s` (p50 ".formatted(fastest.name()))
        .append(Decimals.fixed(fastest.p50Millis(), 2))
        .append(" ms at batch 1)\n");
  }
}
