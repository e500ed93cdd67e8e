package io.bytelane.tests.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bytelane.reference.ReferenceMultiplier;
import io.bytelane.tests.support.Json;
import java.util.Map;
import java.util.function.BiConsumer;

/// Decomposition of real multipliers and the fixed-point multiplication.
final class MultiplierRows {
  private MultiplierRows() {}

  static Map<String, BiConsumer<JsonNode, Engine>> all() {
    return Map.of(
        "quantize_multiplier_smaller_than_one", MultiplierRows::smallerThanOne,
        "quantize_multiplier_greater_than_one", MultiplierRows::greaterThanOne,
        "quantize_multiplier_underflow", MultiplierRows::general,
        "quantize_multiplier_array", MultiplierRows::general,
        "multiply_by_quantized_multiplier_i32", MultiplierRows::multiply);
  }

  private static void general(JsonNode row, Engine engine) {
    ReferenceMultiplier m = ReferenceMultiplier.of(Json.number(row.required("multiplier")));
    assertThat(m)
        .isEqualTo(
            new ReferenceMultiplier(
                Json.integer(row.required("q")), Json.integer(row.required("shift"))));
  }

  /// The restricted form refuses what the general one gives a left shift, or no mantissa.
  private static void smallerThanOne(JsonNode row, Engine engine) {
    if (!row.path("error").asBoolean()) {
      general(row, engine);
      return;
    }
    ReferenceMultiplier m = ReferenceMultiplier.of(value(row));
    assertThat(m.m0() == 0 || m.shift() > 0).as("%s is not in (0, 1)", m).isTrue();
  }

  /// The restricted form refuses 1 and less; the double 1 + 1e-16 is 1.
  private static void greaterThanOne(JsonNode row, Engine engine) {
    if (row.path("error").asBoolean()) {
      assertThat(value(row)).isLessThanOrEqualTo(1);
    } else {
      general(row, engine);
    }
  }

  /// Evaluates a constant such as `1-1e-15`.
  private static double value(JsonNode row) {
    String text = row.required("multiplier_expr").asText();
    int operator = text.length() > 1 ? firstOperator(text) : -1;
    if (operator < 0) {
      return Double.parseDouble(text);
    }
    double left = Double.parseDouble(text.substring(0, operator));
    double right = Double.parseDouble(text.substring(operator + 1));
    return text.charAt(operator) == '-' ? left - right : left + right;
  }

  private static int firstOperator(String text) {
    for (int i = 1; i < text.length(); i++) {
      boolean sign = text.charAt(i) == '-' || text.charAt(i) == '+';
      if (sign && text.charAt(i - 1) != 'e') {
        return i;
      }
    }
    return -1;
  }

  /// Both fixed-point schemes, unless the row names one. Negative multipliers are legal only in the
  /// double-rounding form.
  private static void multiply(JsonNode row, Engine engine) {
    ReferenceMultiplier m =
        row.has("q")
            ? new ReferenceMultiplier(
                Json.integer(row.get("q")), Json.integer(row.required("shift")))
            : ReferenceMultiplier.of(Json.number(row.required("multiplier")));
    int x = Json.integer(row.required("x"));
    int y = Json.integer(row.required("y"));
    String only = row.path("only").asText("");
    if (!only.equals("single_rounding")) {
      assertThat(scaled(engine, Scheme.FIXED_DOUBLE, x, m)).as("double rounding").isEqualTo(y);
    }
    if (!only.equals("double_rounding")) {
      assertThat(scaled(engine, Scheme.FIXED_SINGLE, x, m)).as("single rounding").isEqualTo(y);
    }
  }

  private static int scaled(Engine engine, Scheme scheme, int x, ReferenceMultiplier m) {
    OutputStage stage =
        OutputStage.fixed(
            scheme,
            new int[] {m.m0()},
            new int[] {m.shift()},
            0,
            Integer.MIN_VALUE,
            Integer.MAX_VALUE);
    return engine.requantize(new int[] {x}, 1, stage)[0];
  }
}
