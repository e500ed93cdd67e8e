package io.bytelane.tests.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bytelane.reference.ReferenceAmax;
import io.bytelane.tests.conformance.Engine.QuantizeRule;
import io.bytelane.tests.support.Json;
import java.util.Map;

/// Quantization by absolute maximum and the integer ranges, reproduced from NVIDIA's toolkit.
final class AmaxChecks {
  private static final String FLOOR = "NVIDIA_ZERO_BELOW_2^-24";

  private AmaxChecks() {}

  static Map<String, CaseCheck> all() {
    return Map.of(
        "quantize_amax", AmaxChecks::amax,
        "quantize_amax_error", AmaxChecks::error,
        "quantize_amax_per_channel", AmaxChecks::perChannel,
        "pre_quant_scale", AmaxChecks::preScale,
        "affine_fake_quant_min_max", AmaxChecks::affineFake,
        "integer_ranges", AmaxChecks::ranges);
  }

  private static void amax(ConformanceCase c, Engine engine) {
    float[] x = Json.floats(c.input("x"));
    int bits = c.integer("bits");
    boolean unsigned = c.param("unsigned").asBoolean();
    boolean narrow = c.param("narrow_range").asBoolean();
    int high = ReferenceAmax.high(bits, unsigned);
    int low = ReferenceAmax.low(bits, unsigned, narrow);
    Expect.levels(
        "q",
        engine.quantizeAmax(x, c.real("amax"), bits, unsigned, narrow, false),
        c.expected("q"));
    Expect.close(
        c, "scale", ReferenceAmax.factor(c.real("amax"), high), Json.number(c.expected("scale")));
    float scale = engine.symmetricScale(c.real("amax"), high);
    Expect.levels(
        "q_DIVIDE",
        engine.quantize(QuantizeRule.DIVIDE, x, scale, 0, low, high),
        c.expected("q_DIVIDE"));
  }

  private static void error(ConformanceCase c, Engine engine) {
    RuntimeException e =
        Expect.refusal(
            engine,
            c.expected("error").asText(),
            () ->
                engine.quantizeAmax(
                    Json.floats(c.input("x")),
                    c.real("amax"),
                    c.integer("bits"),
                    c.param("unsigned").asBoolean(),
                    true,
                    false));
    assertThat(engine.errorIndex(e)).isEqualTo(Json.integer(c.expected("first_index")));
  }

  private static void perChannel(ConformanceCase c, Engine engine) {
    assertThat(c.param("convention").asText()).isEqualTo(FLOOR);
    assertThat(c.integer("axis")).as("these rows are channels").isZero();
    int bits = c.integer("bits");
    boolean narrow = c.param("narrow_range").asBoolean();
    float[] amax = Json.floats(c.param("amax"));
    for (int i = 0; i < amax.length; i++) {
      float[] x = Json.floats(c.input("x").get(i));
      int[] q = engine.quantizeAmax(x, amax[i], bits, false, narrow, true);
      Expect.levels("channel " + i, q, c.expected("q").get(i));
      boolean dead = amax[i] <= 0x1p-24f;
      float scale = dead ? 1f : ReferenceAmax.factor(amax[i], ReferenceAmax.high(bits, false));
      assertThat(scale).isEqualTo(QuantizeChecks.at(c.expected("returned_scale"), i));
    }
  }

  private static void preScale(ConformanceCase c, Engine engine) {
    float[] x = Json.floats(c.input("x"));
    JsonNode preScales = c.input("pre_scale");
    for (int i = 0; i < preScales.size(); i++) {
      float[] pre = Json.floats(preScales.get(i));
      float[] scaled = new float[x.length];
      for (int j = 0; j < x.length; j++) {
        scaled[j] = x[j] * (pre.length == 1 ? pre[0] : pre[j]);
      }
      int[] q = engine.quantizeAmax(scaled, c.real("amax"), c.integer("bits"), false, true, false);
      Expect.levels("pre-scale " + i, q, c.expected("q").get(i));
    }
  }

  /// The form is reproduced by the oracle alone; no kernel offers it.
  private static void affineFake(ConformanceCase c, Engine engine) {
    float[] x = Json.floats(c.input("x"));
    float[] y = new float[x.length];
    for (int i = 0; i < x.length; i++) {
      y[i] = ReferenceAmax.affineFake(x[i], c.real("min"), c.real("max"), c.integer("bits"));
    }
    Expect.floats("y", y, c.expected("y"));
  }

  private static void ranges(ConformanceCase c, Engine engine) {
    int[] bits = Json.ints(c.input("bits"));
    for (int i = 0; i < bits.length; i++) {
      range(bits[i], false, false, c.expected("signed_full").get(i));
      range(bits[i], false, true, c.expected("signed_narrow").get(i));
      range(bits[i], true, false, c.expected("unsigned").get(i));
    }
    range(7, true, false, c.expected("reduced_u8"));
    range(7, false, false, c.expected("reduced_s8"));
  }

  private static void range(int bits, boolean unsigned, boolean narrow, JsonNode expected) {
    int low = ReferenceAmax.low(bits, unsigned, narrow);
    assertThat(new int[] {low, ReferenceAmax.high(bits, unsigned)})
        .as("%d bits", bits)
        .isEqualTo(Json.ints(expected));
  }
}
