package io.bytelane.tests.quant;

import static io.bytelane.tests.quant.AcceptanceTable.expected;
import static io.bytelane.tests.quant.AcceptanceTable.input;
import static io.bytelane.tests.quant.AcceptanceTable.param;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bytelane.quant.ClampRange;
import io.bytelane.quant.FixedPointMultiplier;
import io.bytelane.quant.Multipliers;
import io.bytelane.quant.RequantScheme;
import io.bytelane.quant.Requantizer;
import io.bytelane.tests.support.Json;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class RequantizeAcceptanceTest {

  @TestFactory
  List<DynamicTest> cases() {
    return AcceptanceTable.tests(
        Map.of(
            "requantize", RequantizeAcceptanceTest::uniform,
            "requantize_rows", RequantizeAcceptanceTest::rows,
            "requantize_error", RequantizeAcceptanceTest::error,
            "requantize_property", RequantizeAcceptanceTest::powersOfTwo,
            "requantize_per_channel", RequantizeAcceptanceTest::perChannel));
  }

  /// Requantizes one accumulator; `fields` holds multiplier, m0 and shift.
  private static int requantize(
      RequantScheme scheme, int acc, JsonNode fields, int zeroPoint, ClampRange clamp) {
    return switch (scheme) {
      case FLOAT32 ->
          Requantizer.float32(acc, Json.number32(fields.required("multiplier")), zeroPoint, clamp);
      case FIXED_DOUBLE -> Requantizer.fixedDouble(acc, fixed(fields), zeroPoint, clamp);
      case FIXED_SINGLE -> Requantizer.fixedSingle(acc, fixed(fields), zeroPoint, clamp);
    };
  }

  private static FixedPointMultiplier fixed(JsonNode fields) {
    return new FixedPointMultiplier(
        Json.integer(fields.required("m0")), Json.integer(fields.required("shift")));
  }

  private static ClampRange clamp(JsonNode node) {
    return new ClampRange(Json.integer(param(node, "qmin")), Json.integer(param(node, "qmax")));
  }

  private static void uniform(JsonNode node) {
    int[] acc = Json.ints(input(node, "acc"));
    int zeroPoint = Json.integer(param(node, "zero_point"));
    int checked = 0;
    for (RequantScheme scheme : RequantScheme.values()) {
      if (!node.required("expected").has(scheme.name())) {
        continue;
      }
      int[] want = Json.ints(expected(node, scheme.name()));
      for (int i = 0; i < acc.length; i++) {
        assertThat(requantize(scheme, acc[i], node.required("params"), zeroPoint, clamp(node)))
            .as("%s of %s", scheme, acc[i])
            .isEqualTo(want[i]);
        checked++;
      }
    }
    assertThat(checked).isPositive();
  }

  private static void rows(JsonNode node) {
    JsonNode rows = input(node, "rows");
    for (RequantScheme scheme : RequantScheme.values()) {
      for (int i = 0; i < rows.size(); i++) {
        JsonNode row = rows.get(i);
        int got =
            requantize(
                scheme,
                Json.integer(row.required("acc")),
                row,
                Json.integer(row.required("zero_point")),
                clamp(node));
        assertThat(got)
            .as("%s of %s", scheme, row)
            .isEqualTo(Json.integer(expected(node, "rows").get(i).required(scheme.name())));
      }
    }
  }

  private static void error(JsonNode node) {
    for (float m : Json.floats(input(node, "multiplier"))) {
      AcceptanceTable.assertError(node, () -> Multipliers.requireValid("multiplier", m));
    }
  }

  private static void powersOfTwo(JsonNode node) {
    int zeroPoint = Json.integer(param(node, "zero_point"));
    ClampRange clamp = new ClampRange(-128, 127);
    for (int s : Json.ints(param(node, "shifts"))) {
      FixedPointMultiplier fixed = FixedPointMultiplier.of(Math.scalb(1.0, -s));
      float m = Math.scalb(1f, -s);
      for (int i = -128; i <= 127; i++) {
        int acc = (i - zeroPoint) << s;
        assertThat(Requantizer.float32(acc, m, zeroPoint, clamp)).isEqualTo(i);
        assertThat(Requantizer.fixedDouble(acc, fixed, zeroPoint, clamp)).isEqualTo(i);
        assertThat(Requantizer.fixedSingle(acc, fixed, zeroPoint, clamp)).isEqualTo(i);
      }
    }
  }

  private static void perChannel(JsonNode node) {
    float[] m = Json.floats(param(node, "multiplier"));
    int[] acc = Json.ints(input(node, "acc"));
    int[] want = Json.ints(expected(node, "FLOAT32"));
    int zeroPoint = Json.integer(param(node, "zero_point"));
    // The table gives one row of levels: row r of the accumulators has channel r.
    for (int i = 0; i < acc.length; i++) {
      int channel = i / (acc.length / m.length);
      assertThat(Requantizer.float32(acc[i], m[channel], zeroPoint, clamp(node)))
          .isEqualTo(want[i]);
    }
  }
}
