package io.bytelane.tests.quant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import io.bytelane.quant.QuantizationException;
import io.bytelane.tests.support.Json;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DynamicTest;

/// The acceptance cases of some kinds, as tests.
public final class AcceptanceTable {

  private AcceptanceTable() {}

  /// Returns one test per case of the kinds given; fails if a kind has no case.
  public static List<DynamicTest> tests(Map<String, Consumer<JsonNode>> checks) {
    List<DynamicTest> tests = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (JsonNode node : Json.resource("/conformance/acceptance.json").required("cases")) {
      String kind = node.required("kind").asText();
      Consumer<JsonNode> check = checks.get(kind);
      if (check != null) {
        seen.add(kind);
        tests.add(DynamicTest.dynamicTest(node.required("id").asText(), () -> check.accept(node)));
      }
    }
    assertThat(seen).isEqualTo(checks.keySet());
    return tests;
  }

  /// Returns the field of `params`.
  public static JsonNode param(JsonNode node, String name) {
    return node.required("params").required(name);
  }

  /// Returns the field of `input`.
  public static JsonNode input(JsonNode node, String name) {
    return node.required("input").required(name);
  }

  /// Returns the field of `expected`.
  public static JsonNode expected(JsonNode node, String name) {
    return node.required("expected").required(name);
  }

  /// Asserts that a call throws the typed error that the case expects, and returns it.
  public static QuantizationException assertError(JsonNode node, ThrowingCallable call) {
    QuantizationException e = catchThrowableOfType(QuantizationException.class, call);
    assertThat(e).isNotNull();
    String camel = expected(node, "error").asText();
    String constant = camel.replaceAll("(?<=.)([A-Z])", "_$1").toUpperCase(Locale.ROOT);
    assertThat(e.reason().name()).isEqualTo(constant);
    return e;
  }

  /// Asserts equality within the case's tolerance; exact, bit for bit, if it has none for `field`.
  public static void assertClose(JsonNode node, String field, double actual, double wanted) {
    JsonNode tolerance = node.path("tolerance");
    double slack =
        tolerance.path("relative").asDouble(0) * Math.abs(wanted)
            + tolerance.path("absolute").asDouble(0)
            + tolerance.path(field).asDouble(0);
    assertThat(Math.abs(actual - wanted)).as("%s: %s", field, actual).isLessThanOrEqualTo(slack);
  }

  /// Returns the bytes as numbers of their type.
  public static int[] levels(byte[] q, boolean signed) {
    int[] levels = new int[q.length];
    for (int i = 0; i < q.length; i++) {
      levels[i] = signed ? q[i] : q[i] & 0xFF;
    }
    return levels;
  }
}
