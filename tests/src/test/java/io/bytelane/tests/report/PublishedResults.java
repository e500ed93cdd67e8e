package io.bytelane.tests.report;

import io.bytelane.models.report.Accuracy;
import io.bytelane.models.report.ConfigResult;
import io.bytelane.models.report.LatencyStats;
import io.bytelane.models.report.MemoryFigures;
import java.util.List;
import java.util.Map;

/// Results with the figures published for another tool, as test data.
final class PublishedResults {
  private PublishedResults() {}

  static List<ConfigResult> all() {
    return List.of(
        result("fp32_baseline", 1171104, 1.670, 0.8234),
        result("dynamic_int8", 1167930, 0.702, 0.8231),
        result("static_int8_per_tensor", 300410, 0.666, 0.8213),
        result("static_int8_per_channel", 311634, 0.615, 0.8200),
        result("qat_int8", 299806, 0.938, 0.8241));
  }

  static ConfigResult result(String config, long bytes, double p50, double top1) {
    return new ConfigResult(
        config,
        ConfigResult.Size.of(bytes, bytes - 1000),
        List.of(new LatencyStats(1, 10, 200, p50, p50 * 2, p50 * 3, p50 * 1.5)),
        new MemoryFigures(100.0, 150.25, 50.25, 8.0),
        new Accuracy(10_000, top1, 0.99, Map.of("cat", 0.7, "airplane", 0.9)),
        null);
  }
}
