package io.bytelane.tests.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bytelane.tests.conformance.Engine.QuantizeRule;
import io.bytelane.tests.support.Json;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.IntStream;

/// Float to level and back.
final class QuantizeChecks {
  private QuantizeChecks() {}

  static Map<String, CaseCheck> all() {
    return Map.ofEntries(
        Map.entry("quantize", QuantizeChecks::quantize),
        Map.entry("quantize_scalar_rows", QuantizeChecks::scalarRows),
        Map.entry("quantize_per_channel_symmetric", QuantizeChecks::perChannelSymmetric),
        Map.entry("symmetric_conventions", QuantizeChecks::symmetricConventions),
        Map.entry("quantize_antisymmetry", QuantizeChecks::antisymmetry),
        Map.entry("round_trip", QuantizeChecks::roundTrip),
        Map.entry("step_size_quantizer", QuantizeChecks::stepSize),
        Map.entry("image_input_quantizer", QuantizeChecks::imageInput),
        Map.entry("fake_quant", QuantizeChecks::fake));
  }

  private static void quantize(ConformanceCase c, Engine engine) {
    float[] x = Json.floats(c.input("x"));
    float scale = c.real("scale");
    int zp = c.integer("zero_point");
    QuantizeRule rule = QuantizeRule.valueOf(c.param("op").asText());
    int[] q = engine.quantize(rule, x, scale, zp, c.integer("qmin"), c.integer("qmax"));
    Expect.levels("q", q, c.expected("q"));
    float[] back = engine.dequantize(q, scale, zp);
    c.expectedIfPresent("dequantized").ifPresent(e -> Expect.floats("dequantized", back, e));
    c.expectedIfPresent("mse").ifPresent(e -> Expect.close(c, "mse", mse(x, back), Json.number(e)));
  }

  private static double mse(float[] x, float[] y) {
    return IntStream.range(0, x.length)
        .mapToDouble(i -> ((double) x[i] - y[i]) * ((double) x[i] - y[i]))
        .average()
        .orElseThrow();
  }

  private static void scalarRows(ConformanceCase c, Engine engine) {
    for (QuantizeRule rule : QuantizeRule.values()) {
      c.expectedIfPresent(rule.name()).ifPresent(e -> scalarRows(c, engine, rule, e));
    }
  }

  private static void scalarRows(
      ConformanceCase c, Engine engine, QuantizeRule rule, JsonNode expected) {
    JsonNode rows = c.input("rows");
    for (int i = 0; i < rows.size(); i++) {
      JsonNode row = rows.get(i);
      int[] q =
          engine.quantize(
              rule,
              new float[] {Json.number32(row.required("x"))},
              Json.number32(row.required("scale")),
              Json.integer(row.required("zero_point")),
              Json.integer(row.required("qmin")),
              Json.integer(row.required("qmax")));
      assertThat(q[0]).as("%s, row %d", rule, i).isEqualTo(Json.integer(expected.get(i)));
    }
  }

  private static void perChannelSymmetric(ConformanceCase c, Engine engine) {
    assertThat(c.param("scale_rule").asText()).isEqualTo("absmax/qmax");
    assertThat(c.integer("axis")).as("these rows are channels").isZero();
    int high = c.integer("qmax");
    JsonNode rows = c.input("w");
    for (int i = 0; i < rows.size(); i++) {
      float[] w = Json.floats(rows.get(i));
      float scale = engine.symmetricScale(absMax(w), high);
      assertThat(scale).as("scale of row %d", i).isEqualTo(at(c.expected("scale"), i));
      int[] q = engine.quantize(QuantizeRule.DIVIDE, w, scale, 0, c.integer("qmin"), high);
      Expect.levels("row " + i, q, c.expected("q").get(i));
    }
  }

  private static void symmetricConventions(ConformanceCase c, Engine engine) {
    float[] x = Json.floats(c.input("x"));
    for (Convention convention : Convention.values()) {
      JsonNode expected = c.expected(convention.field);
      float scale = engine.symmetricScale(c.real("absmax"), convention.divisor);
      assertThat(scale).as(convention.field).isEqualTo(Json.number32(expected.required("scale")));
      int[] q = engine.quantize(QuantizeRule.DIVIDE, x, scale, 0, convention.low, 127);
      Expect.levels(convention.field, q, expected.required("q"));
    }
  }

  private enum Convention {
    NARROW_127("narrow_127", 127f, -127),
    FULL_127("full_127", 127f, -128),
    FULL_127_5("full_127_5", 127.5f, -128);

    private final String field;
    private final float divisor;
    private final int low;

    Convention(String field, float divisor, int low) {
      this.field = field;
      this.divisor = divisor;
      this.low = low;
    }
  }

  private static void antisymmetry(ConformanceCase c, Engine engine) {
    float[] x = Json.floats(c.input("x"));
    float[] negated = new float[x.length];
    for (int i = 0; i < x.length; i++) {
      negated[i] = -x[i];
    }
    int low = c.integer("qmin");
    int high = c.integer("qmax");
    int[] q = engine.quantize(QuantizeRule.DIVIDE, x, c.real("scale"), 0, low, high);
    int[] n = engine.quantize(QuantizeRule.DIVIDE, negated, c.real("scale"), 0, low, high);
    Expect.levels("q", q, c.expected("q"));
    Expect.levels("q_of_negated", n, c.expected("q_of_negated"));
  }

  private static void roundTrip(ConformanceCase c, Engine engine) {
    boolean unsigned = c.param("dtype").asText().equals("u8");
    int low = unsigned ? 0 : -128;
    int[] q = IntStream.rangeClosed(low, low + 255).toArray();
    for (float scale : Json.floats(c.param("scales"))) {
      for (int zp : Json.ints(c.param("zero_points"))) {
        float[] x = engine.dequantize(q, scale, zp);
        for (QuantizeRule rule :
            new QuantizeRule[] {QuantizeRule.DIVIDE, QuantizeRule.RECIPROCAL}) {
          assertThat(engine.quantize(rule, x, scale, zp, low, low + 255))
              .as("%s, scale %s, zero point %d", rule, scale, zp)
              .isEqualTo(q);
        }
      }
    }
  }

  private static void stepSize(ConformanceCase c, Engine engine) {
    float[] w = Json.floats(c.input("w"));
    int low = c.integer("a");
    int[] q = engine.quantize(QuantizeRule.DIVIDE, w, c.real("step"), 0, low, c.integer("b"));
    Expect.levels("q", q, c.expected("q"));
    Expect.floats(
        "dequantized", engine.dequantize(q, c.real("step"), 0), c.expected("dequantized"));
  }

  private static void imageInput(ConformanceCase c, Engine engine) {
    float[] x = new float[256];
    for (int pixel = 0; pixel < 256; pixel++) {
      x[pixel] = pixel / 255f;
    }
    int[] q =
        engine.quantize(
            QuantizeRule.DIVIDE,
            x,
            c.real("scale"),
            c.integer("zero_point"),
            c.integer("qmin"),
            c.integer("qmax"));
    Expect.levels("q", q, c.expected("q"));
  }

  private static void fake(ConformanceCase c, Engine engine) {
    int[] q =
        engine.quantize(
            QuantizeRule.DIVIDE,
            Json.floats(c.input("x")),
            c.real("scale"),
            c.integer("zero_point"),
            c.integer("qmin"),
            c.integer("qmax"));
    float[] y = engine.dequantize(q, c.real("scale"), c.integer("zero_point"));
    Expect.floats("y", y, c.expected("y"));
  }

  static float absMax(float[] x) {
    return (float) Arrays.stream(Json.widen(x)).map(Math::abs).max().orElseThrow();
  }

  static float at(JsonNode array, int i) {
    return Json.number32(array.get(i));
  }
}
