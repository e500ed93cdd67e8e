package io.bytelane.tests.quant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.bytelane.quant.ClampRange;
import io.bytelane.quant.FixedPointMultiplier;
import io.bytelane.quant.LevelRange;
import io.bytelane.quant.Multipliers;
import io.bytelane.quant.QuantParams;
import io.bytelane.quant.QuantizationException;
import io.bytelane.quant.QuantizeRule;
import io.bytelane.quant.QuantizedType;
import io.bytelane.quant.Requantizer;
import io.bytelane.quant.ScaleChooser;
import io.bytelane.tests.support.Json;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// The published scalar cases of other systems.
class RequantCasesTest {

  private static final Map<String, Consumer<JsonNode>> CHECKS =
      Map.ofEntries(
          Map.entry(
              "quantize_multiplier_smaller_than_one",
              row -> decomposition(row, m -> assertThat(m > 0 && m < 0.9999999997671694).isTrue())),
          Map.entry(
              "quantize_multiplier_greater_than_one",
              row -> decomposition(row, m -> assertThat(m).isGreaterThan(1))),
          Map.entry("quantize_multiplier_underflow", row -> decomposition(row, m -> {})),
          Map.entry("quantize_multiplier_array", row -> decomposition(row, m -> {})),
          Map.entry("multiply_by_quantized_multiplier_i32", RequantCasesTest::multiply),
          Map.entry("choose_quantization_params_u8", RequantCasesTest::chooseParams),
          Map.entry("onnx_dequantize_linear", RequantCasesTest::dequantize),
          Map.entry("onnx_quantize_linear", RequantCasesTest::quantize),
          Map.entry("fbgemm_quantize_corner", RequantCasesTest::quantizeCorner),
          Map.entry("tie_sensitivity_reciprocal_vs_division", RequantCasesTest::tie),
          Map.entry("requantize_property_rules", RequantCasesTest::propertyRule),
          Map.entry("tflite_rounding_dispute", RequantCasesTest::dispute));

  /// Kinds that this class does not compute, each with the reason.
  private static final Map<String, String> ELSEWHERE =
      Map.of(
          "multiply_by_quantized_multiplier_i64", "16x8 layers with int64 sums: no such type here",
          "safe_cast_float_to_int", "truncating casts: no operator truncates",
          "softmax_preprocess", "TFLite's fixed-point softmax: ours is a table (contract 5.5)",
          "calculate_input_radius", "TFLite's fixed-point softmax: ours is a table",
          "inv_sqrt_quantized_multiplier", "fixed-point layer normalization: ours is float32",
          "onnx_quantize_linear_issues", "a disagreement between systems, not pass or fail",
          "ort_qlinear_add_dispute", "addition: tested with the elementwise operators",
          "onednn_u8s8_saturation", "dot products: tested with the kernels",
          "onednn_s8s8_gemm_4x4", "matrix products: tested with the kernels",
          "qlinearconv", "convolution: tested with the kernels");

  private static final String LEGACY = "gemmlowp_legacy_u8_gemm";

  @TestFactory
  List<DynamicTest> cases() {
    List<DynamicTest> tests = new ArrayList<>();
    for (JsonNode group : Json.resource("/conformance/requant-cases.json").required("cases")) {
      Consumer<JsonNode> check = CHECKS.get(group.required("kind").asText());
      if (check != null) {
        group
            .required("rows")
            .forEach(
                row ->
                    tests.add(
                        DynamicTest.dynamicTest(
                            row.required("id").asText(), () -> check.accept(row))));
      }
    }
    return tests;
  }

  @Test
  void everyKindIsComputedHereOrNamedWithAReason() {
    Set<String> kinds = new HashSet<>();
    Json.resource("/conformance/requant-cases.json")
        .required("cases")
        .forEach(group -> kinds.add(group.required("kind").asText()));
    Set<String> known = new HashSet<>(CHECKS.keySet());
    known.addAll(ELSEWHERE.keySet());
    known.add(LEGACY);
    assertThat(kinds).isEqualTo(known);
  }

  /// Rows marked as errors lie outside the domain of a restricted decomposition; the general one
  /// has a value for them all the same.
  private static void decomposition(JsonNode row, Consumer<Double> domain) {
    if (row.path("error").booleanValue()) {
      double real = evaluate(row.required("multiplier_expr").asText());
      Assertions.assertThatExceptionOfType(AssertionError.class)
          .isThrownBy(() -> domain.accept(real));
      assertThat(FixedPointMultiplier.of(real).real()).isCloseTo(real, within(1e-9));
      return;
    }
    double real = Json.number(row.required("multiplier"));
    domain.accept(real);
    assertThat(FixedPointMultiplier.of(real))
        .isEqualTo(
            new FixedPointMultiplier(
                Json.integer(row.required("q")), Json.integer(row.required("shift"))));
  }

  private static double evaluate(String expression) {
    Matcher sum = Pattern.compile("([0-9.]+)(?:([+-])([0-9.]+e-?[0-9]+))?").matcher(expression);
    assertThat(sum.matches()).as(expression).isTrue();
    double first = Double.parseDouble(sum.group(1));
    if (sum.group(2) == null) {
      return first;
    }
    double second = Double.parseDouble(sum.group(3));
    return sum.group(2).equals("+") ? first + second : first - second;
  }

  private static void multiply(JsonNode row) {
    int x = Json.integer(row.required("x"));
    int y = Json.integer(row.required("y"));
    FixedPointMultiplier m =
        row.has("q")
            ? new FixedPointMultiplier(
                Json.integer(row.required("q")), Json.integer(row.required("shift")))
            : FixedPointMultiplier.of(Json.number(row.required("multiplier")));
    assertThat(m.applyDouble(x)).isEqualTo(y);
    if (!row.path("only").asText().equals("double_rounding")) {
      assertThat(m.applySingle(x)).isEqualTo(y);
    }
  }

  private static void chooseParams(JsonNode row) {
    float min = Json.number32(row.required("min"));
    float max = Json.number32(row.required("max"));
    LevelRange levels = LevelRange.of(QuantizedType.U8);
    if (row.path("error").booleanValue()) {
      Assertions.assertThatExceptionOfType(QuantizationException.class)
          .isThrownBy(() -> ScaleChooser.affine(min, max, levels))
          .matches(e -> e.reason() == QuantizationException.Reason.INVALID_RANGE);
      return;
    }
    QuantParams params = ScaleChooser.affine(min, max, levels);
    assertThat(params.zeroPoint()).isEqualTo(Json.integer(row.required("zero_point")));
    float want = Json.number32(row.required("scale"));
    // A range without extent has scale 0 there and 1 here (contract 1.4).
    assertThat(params.scale()).isCloseTo(want == 0 ? 1 : want, within(1e-5f));
  }

  private static QuantParams params(JsonNode row) {
    return new QuantParams(
        Json.number32(row.required("scale")),
        Json.integer(row.required("zero_point")),
        QuantizedType.valueOf(row.required("dtype").asText().toUpperCase(Locale.ROOT)));
  }

  private static void dequantize(JsonNode row) {
    int[] x = Json.ints(row.required("x"));
    float[] y = Json.floats(row.required("y"));
    for (int i = 0; i < x.length; i++) {
      assertThat(params(row).dequantize(x[i])).isEqualTo(y[i]);
    }
  }

  private static void quantize(JsonNode row) {
    float[] x = Json.floats(row.required("x"));
    int[] y = Json.ints(row.required("y"));
    for (int i = 0; i < x.length; i++) {
      assertThat(params(row).quantize(x[i])).isEqualTo(y[i]);
    }
  }

  private static void quantizeCorner(JsonNode row) {
    if (row.has("x")) {
      quantize(row);
      return;
    }
    float x = Json.number32(row.required("x_repeated").get(0));
    assertThat(params(row).quantize(x)).isEqualTo(params(row).quantize(x)).isBetween(0, 255);
  }

  private static void tie(JsonNode row) {
    float x = Json.number32(row.required("x"));
    float scale = Json.number32(row.required("scale"));
    assertThat(x / scale).isEqualTo(Json.number32(row.required("x_div_scale")));
    assertThat(x * (1 / scale)).isEqualTo(Json.number32(row.required("x_times_inv_scale")));
    QuantParams params = new QuantParams(scale, 0, QuantizedType.U8);
    assertThat(params.quantize(x)).isEqualTo(Json.integer(row.required("q_by_division")));
    LevelRange levels = LevelRange.of(QuantizedType.U8);
    QuantizeRule rule = QuantizeRule.RECIPROCAL;
    assertThat(rule.level(x, rule.factor(scale, levels), 0, levels))
        .isEqualTo(Json.integer(row.required("q_by_reciprocal")));
  }

  /// The rules were written for schemes that round ties away from zero. Off the ties they hold for
  /// one exact rounding; on the ties, and for two roundings, the formula of the scheme decides.
  private static void propertyRule(JsonNode row) {
    String rule = row.required("rule").asText();
    for (int s = 1; s <= 31; s++) {
      for (int zp : new int[] {0, 1, 127, 128, 255}) {
        for (int i = 0; i < 256; i++) {
          long acc = accumulator(rule, i, zp, s);
          if (acc == (int) acc) {
            propertyRule((int) acc, s, zp, i);
          }
        }
      }
    }
  }

  private static void propertyRule(int acc, int s, int zp, int i) {
    ClampRange clamp = ClampRange.of(QuantizedType.U8);
    FixedPointMultiplier fixed = FixedPointMultiplier.of(Math.scalb(1.0, -s));
    boolean tie = (acc & ((1L << s) - 1)) == 1L << (s - 1);
    BigDecimal once = ExactRequantize.once(acc, 1 << 30, 1 - s);
    BigDecimal twice = ExactRequantize.twice(acc, 1 << 30, 1 - s);
    int single = Requantizer.fixedSingle(acc, fixed, zp, clamp);
    assertThat(single).isEqualTo(tie ? ExactRequantize.place(once, zp, 0, 255) : i);
    assertThat(Requantizer.fixedDouble(acc, fixed, zp, clamp))
        .isEqualTo(ExactRequantize.place(twice, zp, 0, 255));
    // float(acc) is exact up to 2^24; beyond it a near-tie may become a tie.
    if (Math.abs((long) acc) <= 1 << 24) {
      BigDecimal even = ExactRequantize.toEven(acc, s);
      assertThat(Requantizer.float32(acc, Math.scalb(1f, -s), zp, clamp))
          .isEqualTo(tie ? ExactRequantize.place(even, zp, 0, 255) : i);
    }
  }

  private static long accumulator(String rule, int i, int zp, int s) {
    long exact = (long) (i - zp) << s;
    long half = 1L << (s - 1);
    return switch (rule) {
      case "exact_divide_by_po2" -> exact;
      case "divide_by_po2_rounding_up" -> exact - half + (i <= zp ? 1 : 0);
      case "divide_by_po2_rounding_down" -> exact + half - (i >= zp ? 1 : 0);
      case "divide_by_po2_rounding_away" -> i == zp ? 0 : exact + (i > zp ? -half : half);
      default -> throw new AssertionError(rule);
    };
  }

  /// Not pass or fail between systems; the contract says what each scheme gives here.
  private static void dispute(JsonNode row) {
    int acc = Json.integer(row.required("x"));
    int zp = Json.integer(row.required("zero_point"));
    float in = Json.number32(row.required("input_scale"));
    float weight = Json.number32(row.required("filter_scale"));
    float out = Json.number32(row.required("output_scale"));
    ClampRange clamp = ClampRange.of(QuantizedType.S8);
    FixedPointMultiplier fixed =
        new FixedPointMultiplier(
            Json.integer(row.required("m0")), -Json.integer(row.required("right_shift")));
    JsonNode want = row.required("recomputed");
    assertThat(Requantizer.float32(acc, Multipliers.float32(in, weight, out), zp, clamp))
        .isEqualTo(Json.integer(want.required("fp32_half_even")));
    assertThat(Requantizer.fixedDouble(acc, fixed, zp, clamp))
        .isEqualTo(Json.integer(want.required("double_rounding")));
    assertThat(Requantizer.fixedSingle(acc, fixed, zp, clamp))
        .isEqualTo(Json.integer(want.required("single_rounding")));
  }
}
