package io.bytelane.tests.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bytelane.tests.support.Json;
import java.util.Map;

/// Accumulators to 8 bits, in every scheme a case names.
final class RequantizeChecks {
  private RequantizeChecks() {}

  static Map<String, CaseCheck> all() {
    return Map.of(
        "requantize", RequantizeChecks::values,
        "requantize_rows", RequantizeChecks::rows,
        "requantize_per_channel", RequantizeChecks::perChannel,
        "requantize_error", RequantizeChecks::error,
        "requantize_property", RequantizeChecks::powersOfTwo);
  }

  private static void values(ConformanceCase c, Engine engine) {
    int[] acc = Json.ints(c.input("acc"));
    int asked = 0;
    for (Scheme scheme : Scheme.values()) {
      if (c.expectedIfPresent(scheme.field()).isEmpty() || !engine.offers(scheme)) {
        continue;
      }
      OutputStage stage =
          stage(
              scheme,
              c.node().required("params"),
              c.integer("zero_point"),
              c.integer("qmin"),
              c.integer("qmax"));
      Expect.levels(scheme.field(), engine.requantize(acc, 1, stage), c.expected(scheme.field()));
      asked++;
    }
    assertThat(asked).as("schemes with expected values").isPositive();
  }

  private static void rows(ConformanceCase c, Engine engine) {
    JsonNode rows = c.input("rows");
    for (int i = 0; i < rows.size(); i++) {
      JsonNode row = rows.get(i);
      JsonNode expected = c.expected("rows").get(i);
      for (Scheme scheme : Scheme.values()) {
        if (expected.has(scheme.field()) && engine.offers(scheme)) {
          int zp = Json.integer(row.required("zero_point"));
          OutputStage stage = stage(scheme, row, zp, c.integer("qmin"), c.integer("qmax"));
          int[] acc = {Json.integer(row.required("acc"))};
          assertThat(engine.requantize(acc, 1, stage)[0])
              .as("row %d, %s", i, scheme)
              .isEqualTo(Json.integer(expected.get(scheme.field())));
        }
      }
    }
  }

  private static OutputStage stage(Scheme scheme, JsonNode params, int zp, int low, int high) {
    return switch (scheme) {
      case FLOAT32, ZERO_POINT_FIRST ->
          OutputStage.real(
              scheme, new float[] {Json.number32(params.required("multiplier"))}, zp, low, high);
      case FIXED_DOUBLE, FIXED_SINGLE ->
          OutputStage.fixed(
              scheme,
              new int[] {Json.integer(params.required("m0"))},
              new int[] {Json.integer(params.required("shift"))},
              zp,
              low,
              high);
    };
  }

  /// The rows of the accumulators are channels.
  private static void perChannel(ConformanceCase c, Engine engine) {
    float[] m = Json.floats(c.param("multiplier"));
    int perChannel = Json.shape(c.input("acc"))[1];
    int[] channelsLast =
        Layouts.channelsFirst(Json.ints(c.input("acc")), 1, 1, m.length, perChannel);
    OutputStage stage =
        OutputStage.real(
            Scheme.FLOAT32, m, c.integer("zero_point"), c.integer("qmin"), c.integer("qmax"));
    int[] q = engine.requantize(channelsLast, m.length, stage);
    int[] rows = Layouts.channelsFirst(q, 1, 1, perChannel, m.length);
    Expect.levels("FLOAT32", rows, c.expected("FLOAT32"));
  }

  private static void error(ConformanceCase c, Engine engine) {
    for (float m : Json.floats(c.input("multiplier"))) {
      Expect.refusal(engine, c.expected("error").asText(), () -> engine.checkMultiplier(m));
    }
  }

  private static void powersOfTwo(ConformanceCase c, Engine engine) {
    int zp = c.integer("zero_point");
    int[] acc = new int[256];
    int[] expected = new int[256];
    for (int s : Json.ints(c.param("shifts"))) {
      for (int i = -128; i < 128; i++) {
        acc[i + 128] = (i - zp) << s;
        expected[i + 128] = i;
      }
      float[] m = {Math.scalb(1f, -s)};
      int[] m0 = {1 << 30};
      int[] shift = {1 - s};
      for (OutputStage stage :
          new OutputStage[] {
            OutputStage.real(Scheme.FLOAT32, m, zp, -128, 127),
            OutputStage.fixed(Scheme.FIXED_DOUBLE, m0, shift, zp, -128, 127),
            OutputStage.fixed(Scheme.FIXED_SINGLE, m0, shift, zp, -128, 127)
          }) {
        assertThat(engine.requantize(acc, 1, stage))
            .as("%s, shift %d", stage.scheme(), s)
            .isEqualTo(expected);
      }
    }
  }
}
