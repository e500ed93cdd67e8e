package io.bytelane.tests.quant;

import static io.bytelane.tests.quant.AcceptanceTable.assertClose;
import static io.bytelane.tests.quant.AcceptanceTable.expected;
import static io.bytelane.tests.quant.AcceptanceTable.input;
import static io.bytelane.tests.quant.AcceptanceTable.levels;
import static io.bytelane.tests.quant.AcceptanceTable.param;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bytelane.quant.BiasQuantizer;
import io.bytelane.quant.DynamicQuantizer;
import io.bytelane.quant.LevelRange;
import io.bytelane.quant.QuantParams;
import io.bytelane.quant.QuantizationException;
import io.bytelane.quant.QuantizedBias;
import io.bytelane.quant.QuantizedType;
import io.bytelane.quant.ScaleChooser;
import io.bytelane.quant.ScaleFloor;
import io.bytelane.quant.SymmetricConvention;
import io.bytelane.tests.support.Json;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class ParameterAcceptanceTest {

  private static final LevelRange U8 = LevelRange.of(QuantizedType.U8);
  private static final LevelRange S8 = LevelRange.of(QuantizedType.S8);

  @TestFactory
  List<DynamicTest> cases() {
    return AcceptanceTable.tests(
        Map.of(
            "choose_qparams", ParameterAcceptanceTest::withoutWidening,
            "choose_qparams_table", ParameterAcceptanceTest::table,
            "scale_anchors", ParameterAcceptanceTest::anchors,
            "weight_scale_rows", ParameterAcceptanceTest::biasAware,
            "quantize_bias", ParameterAcceptanceTest::bias,
            "quantize_bias_rows", ParameterAcceptanceTest::biasRows,
            "dynamic_quantize_u8", ParameterAcceptanceTest::dynamic,
            "dynamic_quantize_u8_rows", ParameterAcceptanceTest::dynamicRows,
            "dynamic_error", ParameterAcceptanceTest::dynamicError));
  }

  private static void withoutWidening(JsonNode node) {
    assertThat(param(node, "convention").asText()).isEqualTo("MIT_NO_ZERO_WIDENING");
    ScaleChooser.DoubleParams chosen =
        ScaleChooser.withoutWidening(
            Json.number(input(node, "min")),
            Json.number(input(node, "max")),
            LevelRange.signed(Json.integer(param(node, "bits"))));
    assertClose(node, "scale", chosen.scale(), Json.number(expected(node, "scale")));
    assertThat(chosen.zeroPoint()).isEqualTo(Json.integer(expected(node, "zero_point")));
  }

  private static void table(JsonNode node) {
    float min = Json.number32(input(node, "min"));
    float max = Json.number32(input(node, "max"));
    node.required("expected")
        .properties()
        .forEach(
            column -> {
              QuantParams got = choose(column.getKey(), min, max);
              assertThat(got.scale())
                  .as(column.getKey())
                  .isEqualTo(Json.number32(column.getValue().required("scale")));
              assertThat(got.zeroPoint())
                  .as(column.getKey())
                  .isEqualTo(Json.integer(column.getValue().required("zero_point")));
            });
  }

  private static QuantParams choose(String column, float min, float max) {
    float absMax = Math.max(Math.abs(min), Math.abs(max));
    LevelRange u7 = LevelRange.reduced(QuantizedType.U8);
    return switch (column) {
      case "BYTELANE_u8" -> ScaleChooser.affine(min, max, U8);
      case "BYTELANE_s8" -> ScaleChooser.affine(min, max, S8);
      case "PYTORCH_u8" -> ScaleChooser.affine(min, max, U8, ScaleFloor.PYTORCH_EPS);
      case "PYTORCH_u7" -> ScaleChooser.affine(min, max, u7, ScaleFloor.PYTORCH_EPS);
      case "PYTORCH_s8_affine" -> ScaleChooser.affine(min, max, S8, ScaleFloor.PYTORCH_EPS);
      case "PYTORCH_s8_symmetric" ->
          ScaleChooser.symmetricParams(
              absMax, S8, SymmetricConvention.FULL_127_5, ScaleFloor.PYTORCH_EPS);
      case "FBGEMM_u8" -> ScaleChooser.affine(min, max, U8, ScaleFloor.FBGEMM);
      default -> throw new AssertionError("unknown column " + column);
    };
  }

  private static void anchors(JsonNode node) {
    LevelRange levels =
        new LevelRange(Json.integer(param(node, "qmin")), Json.integer(param(node, "qmax")));
    float[] max = Json.floats(input(node, "max"));
    float[] want = Json.floats(expected(node, "scale"));
    for (int i = 0; i < max.length; i++) {
      assertThat(ScaleChooser.affine(0, max[i], levels).scale()).isEqualTo(want[i]);
      assertThat(ScaleChooser.symmetric(max[i], levels, SymmetricConvention.FULL_127))
          .isEqualTo(want[i]);
    }
  }

  private static void biasAware(JsonNode node) {
    LevelRange levels = LevelRange.narrow(8);
    assertThat(levels.max()).isEqualTo(Json.integer(param(node, "qmax")));
    JsonNode rows = input(node, "rows");
    double[] want = Json.doubles(expected(node, "weight_scale"));
    for (int i = 0; i < want.length; i++) {
      JsonNode row = rows.get(i);
      float scale =
          ScaleChooser.biasAware(
              Json.number32(row.required("absmax")),
              levels,
              SymmetricConvention.NARROW_127,
              Json.number32(row.required("bias")),
              Json.number32(row.required("input_scale")));
      assertClose(node, "weight_scale", scale, want[i]);
    }
  }

  private static void bias(JsonNode node) {
    float[] weightScales = Json.floats(param(node, "weight_scale"));
    QuantizedBias quantized =
        BiasQuantizer.quantize(
            Json.floats(input(node, "bias")),
            Json.number32(param(node, "input_scale")),
            weightScales);
    assertThat(quantized.scales()).isEqualTo(Json.floats(expected(node, "bias_scale")));
    assertThat(quantized.levels()).isEqualTo(Json.ints(expected(node, "q_bias")));
    assertThat(quantized.saturatedChannels()).isEmpty();
    int[] sums = new int[weightScales.length];
    for (int o = 0; o < sums.length; o++) {
      for (int w : Json.ints(input(node, "weights_q").get(o))) {
        sums[o] += w;
      }
    }
    assertThat(quantized.withInputZeroPoint(Json.integer(param(node, "input_zero_point")), sums))
        .isEqualTo(Json.ints(expected(node, "q_bias_with_zero_point_term")));
  }

  private static void biasRows(JsonNode node) {
    JsonNode rows = input(node, "rows");
    int[] want = Json.ints(expected(node, "q"));
    double worst = 0;
    for (int i = 0; i < want.length; i++) {
      float bias = Json.number32(rows.get(i).required("bias"));
      float scale = Json.number32(rows.get(i).required("bias_scale"));
      int level = BiasQuantizer.quantize(bias, scale);
      assertThat(level).isEqualTo(want[i]);
      assertThat(BiasQuantizer.saturates(bias, scale))
          .isEqualTo(expected(node, "saturated").get(i).booleanValue());
      worst = Math.max(worst, Math.abs((double) level * scale - bias));
    }
    assertThat(worst).isLessThanOrEqualTo(Json.number(expected(node, "max_abs_error")));
  }

  private static void dynamic(JsonNode node) {
    float[] x = Json.floats(input(node, "x"));
    assertParams(DynamicQuantizer.choose(x, 0, x.length, 0, U8), x, 0, node.required("expected"));
  }

  private static void dynamicRows(JsonNode node) {
    JsonNode rows = input(node, "x");
    float[] x = Json.floats(rows);
    int columns = x.length / rows.size();
    JsonNode perRow = expected(node, "per_row");
    for (int r = 0; r < rows.size(); r++) {
      QuantParams params = DynamicQuantizer.choose(x, r * columns, columns, r, U8);
      assertThat(params.scale()).isEqualTo(Json.floats(perRow.required("scale"))[r]);
      assertThat(params.zeroPoint()).isEqualTo(Json.ints(perRow.required("zero_point"))[r]);
      assertLevels(params, x, r * columns, Json.ints(perRow.required("q").get(r)));
    }
    assertParams(
        DynamicQuantizer.choose(x, 0, x.length, 0, U8), x, 0, expected(node, "per_tensor"));
  }

  private static void assertParams(QuantParams params, float[] x, int offset, JsonNode want) {
    assertThat(params.scale()).isEqualTo(Json.number32(want.required("scale")));
    assertThat(params.zeroPoint()).isEqualTo(Json.integer(want.required("zero_point")));
    assertLevels(params, x, offset, Json.ints(want.required("q")));
  }

  private static void assertLevels(QuantParams params, float[] x, int offset, int[] want) {
    byte[] q = new byte[want.length];
    for (int i = 0; i < want.length; i++) {
      q[i] = (byte) params.quantize(x[offset + i]);
    }
    assertThat(levels(q, false)).isEqualTo(want);
  }

  private static void dynamicError(JsonNode node) {
    JsonNode rows = input(node, "x");
    float[] x = Json.floats(rows);
    int columns = x.length / rows.size();
    QuantizationException e =
        AcceptanceTable.assertError(
            node,
            () -> {
              for (int r = 0; r < rows.size(); r++) {
                DynamicQuantizer.choose(x, r * columns, columns, r, U8);
              }
            });
    assertThat(e.index()).isEqualTo(Json.integer(expected(node, "row")));
  }
}
