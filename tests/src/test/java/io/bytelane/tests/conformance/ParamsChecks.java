package io.bytelane.tests.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import com.fasterxml.jackson.databind.JsonNode;
import io.bytelane.reference.ReferenceBias;
import io.bytelane.reference.ReferenceQuantParams;
import io.bytelane.tests.conformance.Engine.ParamsRule;
import io.bytelane.tests.conformance.Engine.QuantizeRule;
import io.bytelane.tests.support.Json;
import java.util.Map;

/// Choosing scales, zero points, biases; dynamic parameters; folding.
final class ParamsChecks {
  private ParamsChecks() {}

  static Map<String, CaseCheck> all() {
    return Map.ofEntries(
        Map.entry("choose_qparams", ParamsChecks::mit),
        Map.entry("choose_qparams_table", ParamsChecks::table),
        Map.entry("scale_anchors", ParamsChecks::anchors),
        Map.entry("quantize_bias", ParamsChecks::bias),
        Map.entry("quantize_bias_rows", ParamsChecks::biasRows),
        Map.entry("weight_scale_rows", ParamsChecks::weightScaleRows),
        Map.entry("dynamic_quantize_u8", ParamsChecks::dynamic),
        Map.entry("dynamic_quantize_u8_rows", ParamsChecks::dynamicRows),
        Map.entry("dynamic_error", ParamsChecks::dynamicError),
        Map.entry("fold_batch_norm", ParamsChecks::fold));
  }

  /// The convention is reproduced by the oracle alone.
  private static void mit(ConformanceCase c, Engine engine) {
    assertThat(c.param("convention").asText()).isEqualTo("MIT_NO_ZERO_WIDENING");
    int low = -(1 << (c.integer("bits") - 1));
    double min = Json.number(c.input("min"));
    double max = Json.number(c.input("max"));
    double scale = ReferenceQuantParams.mitScale(min, max, low, -low - 1);
    Expect.close(c, "scale", scale, Json.number(c.expected("scale")));
    assertThat(ReferenceQuantParams.mitZeroPoint(min, max, low, -low - 1))
        .isEqualTo(Json.integer(c.expected("zero_point")));
  }

  private enum Column {
    BYTELANE_u8(ParamsRule.BYTELANE, 0, 255),
    BYTELANE_s8(ParamsRule.BYTELANE, -128, 127),
    PYTORCH_u8(ParamsRule.PYTORCH_AFFINE, 0, 255),
    PYTORCH_u7(ParamsRule.PYTORCH_AFFINE, 0, 127),
    PYTORCH_s8_affine(ParamsRule.PYTORCH_AFFINE, -128, 127),
    PYTORCH_s8_symmetric(ParamsRule.PYTORCH_SYMMETRIC, -128, 127),
    FBGEMM_u8(ParamsRule.FBGEMM, 0, 255);

    private final ParamsRule rule;
    private final int low;
    private final int high;

    Column(ParamsRule rule, int low, int high) {
      this.rule = rule;
      this.low = low;
      this.high = high;
    }
  }

  private static void table(ConformanceCase c, Engine engine) {
    JsonNode expected = c.node().required("expected");
    expected
        .fieldNames()
        .forEachRemaining(
            name -> {
              Column column = Column.valueOf(name);
              Affine chosen =
                  engine.chooseParams(
                      column.rule,
                      Json.number32(c.input("min")),
                      Json.number32(c.input("max")),
                      column.low,
                      column.high);
              Expect.affine(name, chosen, expected.get(name));
            });
  }

  private static void anchors(ConformanceCase c, Engine engine) {
    float[] max = Json.floats(c.input("max"));
    for (int i = 0; i < max.length; i++) {
      Affine p =
          engine.chooseParams(
              ParamsRule.BYTELANE, 0f, max[i], c.integer("qmin"), c.integer("qmax"));
      assertThat(p.scale()).isEqualTo(QuantizeChecks.at(c.expected("scale"), i));
      assertThat(engine.symmetricScale(max[i], c.integer("qmax"))).isEqualTo(p.scale());
    }
  }

  private static void bias(ConformanceCase c, Engine engine) {
    float[] weightScale = Json.floats(c.param("weight_scale"));
    float[] bias = Json.floats(c.input("bias"));
    for (int i = 0; i < bias.length; i++) {
      float scale = c.real("input_scale") * weightScale[i];
      assertThat(scale).isEqualTo(QuantizeChecks.at(c.expected("bias_scale"), i));
      int q = engine.quantizeBias(bias[i], scale);
      assertThat(q).as("channel %d", i).isEqualTo(c.expected("q_bias").get(i).asInt());
      int[] weights = Json.ints(c.input("weights_q").get(i));
      assertThat(ReferenceBias.folded(q, c.integer("input_zero_point"), weights, 0))
          .isEqualTo(c.expected("q_bias_with_zero_point_term").get(i).asLong());
    }
  }

  private static void biasRows(ConformanceCase c, Engine engine) {
    JsonNode rows = c.input("rows");
    for (int i = 0; i < rows.size(); i++) {
      float bias = Json.number32(rows.get(i).required("bias"));
      float scale = Json.number32(rows.get(i).required("bias_scale"));
      int q = engine.quantizeBias(bias, scale);
      assertThat(q).as("row %d", i).isEqualTo(Json.integer(c.expected("q").get(i)));
      boolean saturated = c.expected("saturated").get(i).asBoolean();
      assertThat(engine.biasSaturates(bias, scale)).as("row %d", i).isEqualTo(saturated);
      if (!saturated) {
        double bound = Json.number(c.expected("max_abs_error"));
        assertThat((double) q * scale).isCloseTo(bias, offset(bound));
      }
    }
  }

  private static void weightScaleRows(ConformanceCase c, Engine engine) {
    JsonNode rows = c.input("rows");
    for (int i = 0; i < rows.size(); i++) {
      JsonNode row = rows.get(i);
      float scale =
          engine.biasAwareScale(
              Json.number32(row.required("absmax")),
              c.integer("qmax"),
              Json.number32(row.required("bias")),
              Json.number32(row.required("input_scale")));
      Expect.close(c, "weight_scale", scale, Json.number(c.expected("weight_scale").get(i)));
    }
  }

  private static void dynamic(ConformanceCase c, Engine engine) {
    float[] x = Json.floats(c.input("x"));
    Affine p = engine.dynamicParams(x, 0, x.length, true, 0);
    Expect.affine("parameters", p, c.node().required("expected"));
    Expect.levels("q", quantize(engine, x, p), c.expected("q"));
  }

  private static void dynamicRows(ConformanceCase c, Engine engine) {
    float[] x = Json.floats(c.input("x"));
    int rows = c.input("x").size();
    int length = x.length / rows;
    JsonNode perRow = c.expected("per_row");
    for (int row = 0; row < rows; row++) {
      Affine p = engine.dynamicParams(x, row * length, length, true, row);
      assertThat(p.scale()).isEqualTo(QuantizeChecks.at(perRow.required("scale"), row));
      assertThat(p.zeroPoint()).isEqualTo(Json.integer(perRow.required("zero_point").get(row)));
      float[] values = Json.floats(c.input("x").get(row));
      Expect.levels("row " + row, quantize(engine, values, p), perRow.required("q").get(row));
    }
    JsonNode perTensor = c.expected("per_tensor");
    Affine p = engine.dynamicParams(x, 0, x.length, true, 0);
    Expect.affine("per tensor", p, perTensor);
    Expect.levels("per tensor", quantize(engine, x, p), perTensor.required("q"));
  }

  private static int[] quantize(Engine engine, float[] x, Affine p) {
    return engine.quantize(QuantizeRule.DIVIDE, x, p.scale(), p.zeroPoint(), 0, 255);
  }

  private static void dynamicError(ConformanceCase c, Engine engine) {
    float[] x = Json.floats(c.input("x"));
    int rows = c.input("x").size();
    int length = x.length / rows;
    RuntimeException e =
        Expect.refusal(
            engine,
            c.expected("error").asText(),
            () -> {
              for (int row = 0; row < rows; row++) {
                engine.dynamicParams(x, row * length, length, true, row);
              }
            });
    assertThat(engine.errorIndex(e)).isEqualTo(Json.integer(c.expected("row")));
  }

  private static void fold(ConformanceCase c, Engine engine) {
    float[] folded =
        engine.foldBatchNorm(
            Json.floats(c.input("w")),
            Json.number32(c.input("bias")),
            c.real("gamma"),
            c.real("beta"),
            c.real("mean"),
            c.real("variance"),
            c.real("epsilon"));
    double[] w = Json.doubles(c.expected("w"));
    for (int i = 0; i < w.length; i++) {
      Expect.close(c, "w", folded[i], w[i]);
    }
    Expect.close(c, "bias", folded[w.length], Json.number(c.expected("bias")));
  }
}
