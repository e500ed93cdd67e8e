package io.bytelane.tests.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import io.bytelane.tests.support.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.opentest4j.TestAbortedException;

/// The groups of requant-cases.json: scalar functions of other projects. A group is either checked
/// or listed in [#OUT_OF_SCOPE] with the reason, and then reported as skipped.
public final class RequantCases {
  /// What the library does not offer, and why.
  public static final Map<String, String> OUT_OF_SCOPE =
      Map.of(
          "multiply_by_quantized_multiplier_i64",
          "int64 accumulators of 16x8 kernels: the library's accumulators are int32",
          "softmax_preprocess",
          "parameters of TFLite's fixed-point softmax: the contract's softmax is another integer"
              + " form",
          "calculate_input_radius",
          "parameters of TFLite's fixed-point softmax: the contract's softmax is another integer"
              + " form",
          "inv_sqrt_quantized_multiplier",
          "integer layer normalization: LayerNormalization runs in float32",
          "gemmlowp_legacy_u8_gemm",
          "an older output stage that no scheme of the contract names; information only");

  private RequantCases() {}

  /// Returns all groups of the table.
  public static List<JsonNode> groups() {
    List<JsonNode> groups = new ArrayList<>();
    Json.resource("/conformance/requant-cases.json").required("cases").forEach(groups::add);
    return groups;
  }

  /// Returns the checks of one row each, by kind.
  public static Map<String, BiConsumer<JsonNode, Engine>> checks() {
    Map<String, BiConsumer<JsonNode, Engine>> checks = new HashMap<>();
    checks.putAll(MultiplierRows.all());
    checks.putAll(PublishedRows.all());
    checks.put("requantize_property_rules", PowerOfTwoRules::check);
    return checks;
  }

  /// Returns one dynamic test per row.
  public static Stream<DynamicContainer> tests(Engine engine) {
    return groups().stream().map(group -> container(group, engine));
  }

  private static DynamicContainer container(JsonNode group, Engine engine) {
    String kind = group.required("kind").asText();
    List<DynamicTest> tests = new ArrayList<>();
    for (JsonNode row : group.required("rows")) {
      tests.add(DynamicTest.dynamicTest(row.required("id").asText(), () -> run(kind, row, engine)));
    }
    return DynamicContainer.dynamicContainer(kind, tests);
  }

  private static void run(String kind, JsonNode row, Engine engine) {
    if (OUT_OF_SCOPE.containsKey(kind)) {
      throw new TestAbortedException("out of scope: " + OUT_OF_SCOPE.get(kind));
    }
    checks().get(kind).accept(row, engine);
  }
}
