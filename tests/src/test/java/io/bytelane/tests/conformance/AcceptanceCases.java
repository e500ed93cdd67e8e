package io.bytelane.tests.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import io.bytelane.tests.support.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;

/// The cases of acceptance.json and who checks each kind.
public final class AcceptanceCases {
  /// Kinds that have nothing to ask an engine, and where they are checked instead.
  public static final Map<String, String> ELSEWHERE =
      Map.ofEntries(
          Map.entry("observer_moving_average", "observers: module models"),
          Map.entry("observer_per_channel", "observers: module models"),
          Map.entry("observer_min_max", "observers: module models"),
          Map.entry("observer_error", "observers: module models"),
          Map.entry("percentile", "calibrators: module models"),
          Map.entry("percentile_error", "calibrators: module models"),
          Map.entry("percentile_from_counts", "calibrators: module models"),
          Map.entry("mse", "calibrators: module models"),
          Map.entry("entropy", "calibrators: module models"),
          Map.entry("reconstruction_mse", "calibrators: module models"),
          Map.entry("histogram_pow2", "histogram: module models"),
          Map.entry("histogram_invariance", "histogram: module models"),
          Map.entry("calibrate_twice", "calibrators: module models"),
          Map.entry("calibrate_degenerate", "calibrators: module models"),
          Map.entry("linear_percentile_rows", "reports: command line"),
          Map.entry("linear_percentile_errors", "reports: command line"),
          Map.entry("pareto", "reports: command line"),
          Map.entry("model_size", "reports: command line"),
          Map.entry("file_size_anchors", "reports: command line"));

  private AcceptanceCases() {}

  /// Returns all cases of the table.
  public static List<ConformanceCase> all() {
    List<ConformanceCase> cases = new ArrayList<>();
    for (JsonNode node : Json.resource("/conformance/acceptance.json").required("cases")) {
      cases.add(ConformanceCase.of(node));
    }
    return cases;
  }

  /// Returns the checks by kind.
  public static Map<String, CaseCheck> checks() {
    Map<String, CaseCheck> checks = new HashMap<>();
    Stream.of(
            QuantizeChecks.all(),
            AmaxChecks.all(),
            ParamsChecks.all(),
            RequantizeChecks.all(),
            MatrixChecks.all(),
            LayerChecks.all())
        .forEach(checks::putAll);
    return checks;
  }

  /// Returns one dynamic test per case that an engine can answer, grouped by kind.
  public static Stream<DynamicContainer> tests(Engine engine) {
    Map<String, CaseCheck> checks = checks();
    List<ConformanceCase> cases = all();
    return new TreeSet<>(checks.keySet())
        .stream()
            .map(
                kind ->
                    DynamicContainer.dynamicContainer(
                        kind,
                        cases.stream()
                            .filter(c -> c.kind().equals(kind))
                            .map(c -> test(c, checks.get(kind), engine))));
  }

  private static DynamicTest test(ConformanceCase c, CaseCheck check, Engine engine) {
    return DynamicTest.dynamicTest(c.id(), () -> check.run(c, engine));
  }
}
