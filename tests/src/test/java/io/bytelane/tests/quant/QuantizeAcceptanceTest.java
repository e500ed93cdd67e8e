package io.bytelane.tests.quant;

import static io.bytelane.tests.quant.AcceptanceTable.expected;
import static io.bytelane.tests.quant.AcceptanceTable.input;
import static io.bytelane.tests.quant.AcceptanceTable.levels;
import static io.bytelane.tests.quant.AcceptanceTable.param;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bytelane.quant.ArrayQuantizer;
import io.bytelane.quant.ChannelLayout;
import io.bytelane.quant.LevelRange;
import io.bytelane.quant.PerChannelQuantParams;
import io.bytelane.quant.QuantParams;
import io.bytelane.quant.QuantizeRule;
import io.bytelane.quant.QuantizedType;
import io.bytelane.quant.ScaleChooser;
import io.bytelane.quant.SymmetricConvention;
import io.bytelane.quant.TensorRange;
import io.bytelane.tests.support.Json;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class QuantizeAcceptanceTest {

  @TestFactory
  List<DynamicTest> cases() {
    return AcceptanceTable.tests(
        Map.of(
            "quantize", QuantizeAcceptanceTest::quantize,
            "quantize_scalar_rows", QuantizeAcceptanceTest::scalarRows,
            "quantize_per_channel_symmetric", QuantizeAcceptanceTest::perChannelSymmetric,
            "symmetric_conventions", QuantizeAcceptanceTest::conventions,
            "quantize_antisymmetry", QuantizeAcceptanceTest::antisymmetry,
            "round_trip", QuantizeAcceptanceTest::roundTrip,
            "image_input_quantizer", QuantizeAcceptanceTest::imageInput,
            "integer_ranges", QuantizeAcceptanceTest::ranges,
            "fake_quant", QuantizeAcceptanceTest::fake));
  }

  private static LevelRange levelsOf(JsonNode node) {
    return new LevelRange(Json.integer(param(node, "qmin")), Json.integer(param(node, "qmax")));
  }

  private static PerChannelQuantParams paramsOf(JsonNode node, LevelRange levels) {
    return PerChannelQuantParams.of(
        new float[] {Json.number32(param(node, "scale"))},
        new int[] {Json.integer(param(node, "zero_point"))},
        levels.type());
  }

  private static void quantize(JsonNode node) {
    float[] x = Json.floats(input(node, "x"));
    LevelRange levels = levelsOf(node);
    PerChannelQuantParams params = paramsOf(node, levels);
    ChannelLayout layout = ChannelLayout.perTensor(x.length);
    ArrayQuantizer quantizer =
        new ArrayQuantizer(QuantizeRule.valueOf(param(node, "op").asText()), levels);
    byte[] q = quantizer.quantize(x, params, layout);
    assertThat(levels(q, levels.isSigned())).isEqualTo(Json.ints(expected(node, "q")));
    if (node.required("expected").has("dequantized")) {
      float[] back = quantizer.dequantize(q, params, layout);
      assertThat(back).isEqualTo(Json.floats(expected(node, "dequantized")));
      double sum = 0;
      for (int i = 0; i < x.length; i++) {
        sum += ((double) back[i] - x[i]) * ((double) back[i] - x[i]);
      }
      AcceptanceTable.assertClose(node, "mse", sum / x.length, Json.number(expected(node, "mse")));
    }
  }

  private static void scalarRows(JsonNode node) {
    JsonNode rows = input(node, "rows");
    for (QuantizeRule rule : List.of(QuantizeRule.DIVIDE, QuantizeRule.RECIPROCAL)) {
      int[] want = Json.ints(expected(node, rule.name()));
      for (int i = 0; i < want.length; i++) {
        JsonNode row = rows.get(i);
        float x = Json.number32(row.required("x"));
        float scale = Json.number32(row.required("scale"));
        // The rows ask for levels beyond a byte, which the rounded ratio alone decides.
        float ratio = rule == QuantizeRule.DIVIDE ? x / scale : x * (1 / scale);
        assertThat((int) Math.rint(ratio)).isEqualTo(want[i]);
        LevelRange levels = LevelRange.of(QuantizedType.S8);
        int level = rule.level(x, rule.factor(scale, levels), 0, levels);
        assertThat(level).isEqualTo(levels.saturate(want[i]));
      }
    }
  }

  private static void perChannelSymmetric(JsonNode node) {
    JsonNode w = input(node, "w");
    float[] weights = Json.floats(w);
    int bits = Json.integer(param(node, "bits"));
    ChannelLayout layout = ChannelLayout.perAxis(Json.integer(param(node, "axis")), Json.shape(w));
    float[] scales = TensorRange.absMax("w", weights, layout);
    for (int c = 0; c < scales.length; c++) {
      scales[c] =
          ScaleChooser.symmetric(scales[c], LevelRange.signed(bits), SymmetricConvention.FULL_127);
    }
    assertThat(scales).isEqualTo(Json.floats(expected(node, "scale")));
    byte[] q =
        ArrayQuantizer.of(levelsOf(node))
            .quantize(weights, PerChannelQuantParams.symmetric(scales), layout);
    assertThat(levels(q, true)).isEqualTo(Json.ints(expected(node, "q")));
  }

  private static void conventions(JsonNode node) {
    float[] x = Json.floats(input(node, "x"));
    float absMax = Json.number32(param(node, "absmax"));
    for (SymmetricConvention convention : SymmetricConvention.values()) {
      JsonNode want = expected(node, convention.name().toLowerCase(Locale.ROOT));
      LevelRange levels = convention.levels(8);
      float scale = ScaleChooser.symmetric(absMax, levels, convention);
      assertThat(scale).isEqualTo(Json.number32(want.required("scale")));
      int[] q = Json.ints(want.required("q"));
      for (int i = 0; i < x.length; i++) {
        assertThat(QuantizeRule.DIVIDE.level(x[i], scale, 0, levels)).isEqualTo(q[i]);
      }
    }
  }

  private static void antisymmetry(JsonNode node) {
    float[] x = Json.floats(input(node, "x"));
    int[] q = Json.ints(expected(node, "q"));
    int[] negated = Json.ints(expected(node, "q_of_negated"));
    float scale = Json.number32(param(node, "scale"));
    LevelRange levels = levelsOf(node);
    assertThat(levels).isEqualTo(LevelRange.narrow(8));
    for (int i = 0; i < x.length; i++) {
      assertThat(QuantizeRule.DIVIDE.level(x[i], scale, 0, levels)).isEqualTo(q[i]);
      assertThat(QuantizeRule.DIVIDE.level(-x[i], scale, 0, levels)).isEqualTo(negated[i]);
    }
  }

  private static void roundTrip(JsonNode node) {
    QuantizedType type =
        QuantizedType.valueOf(param(node, "dtype").asText().toUpperCase(Locale.ROOT));
    LevelRange levels = LevelRange.of(type);
    for (float scale : Json.floats(param(node, "scales"))) {
      for (int zeroPoint : Json.ints(param(node, "zero_points"))) {
        QuantParams params = new QuantParams(scale, zeroPoint, type);
        float reciprocal = QuantizeRule.RECIPROCAL.factor(scale, levels);
        for (int q = type.min(); q <= type.max(); q++) {
          float x = params.dequantize(q);
          assertThat(params.quantize(x)).isEqualTo(q);
          assertThat(QuantizeRule.RECIPROCAL.level(x, reciprocal, zeroPoint, levels)).isEqualTo(q);
        }
      }
    }
  }

  private static void imageInput(JsonNode node) {
    assertThat(QuantParams.image())
        .isEqualTo(
            new QuantParams(
                Json.number32(param(node, "scale")),
                Json.integer(param(node, "zero_point")),
                QuantizedType.S8));
    int[] want = Json.ints(expected(node, "q"));
    for (int pixel = 0; pixel < 256; pixel++) {
      assertThat(QuantParams.image().quantize(pixel / 255f)).isEqualTo(want[pixel]);
    }
  }

  private static void ranges(JsonNode node) {
    int[] bits = Json.ints(input(node, "bits"));
    for (int i = 0; i < bits.length; i++) {
      assertThat(LevelRange.signed(bits[i])).isEqualTo(range(expected(node, "signed_full").get(i)));
      assertThat(LevelRange.narrow(bits[i]))
          .isEqualTo(range(expected(node, "signed_narrow").get(i)));
      assertThat(LevelRange.unsigned(bits[i])).isEqualTo(range(expected(node, "unsigned").get(i)));
    }
    assertThat(LevelRange.reduced(QuantizedType.U8)).isEqualTo(range(expected(node, "reduced_u8")));
    assertThat(LevelRange.reduced(QuantizedType.S8)).isEqualTo(range(expected(node, "reduced_s8")));
  }

  private static LevelRange range(JsonNode ends) {
    return new LevelRange(ends.get(0).intValue(), ends.get(1).intValue());
  }

  private static void fake(JsonNode node) {
    float[] x = Json.floats(input(node, "x"));
    LevelRange levels = levelsOf(node);
    float[] y =
        ArrayQuantizer.of(levels)
            .fake(x, paramsOf(node, levels), ChannelLayout.perTensor(x.length));
    assertThat(y).isEqualTo(Json.floats(expected(node, "y")));
  }
}
