package io.bytelane.tests.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import com.fasterxml.jackson.databind.JsonNode;
import io.bytelane.reference.ReferenceWindow;
import io.bytelane.tests.conformance.Engine.Arithmetic;
import io.bytelane.tests.conformance.Engine.ParamsRule;
import io.bytelane.tests.conformance.Engine.QuantizeRule;
import io.bytelane.tests.support.Json;
import java.util.Arrays;
import java.util.Map;
import java.util.function.BiConsumer;

/// Rows of other projects' tests. Where the contract decides a dispute, the row's check asserts the
/// contract's value and says so.
final class PublishedRows {
  private static final double FLT_MAX = Float.MAX_VALUE;

  /// Slack of the published scales, which have six digits.
  private static final double SCALE_SLACK = 1e-5;

  private PublishedRows() {}

  static Map<String, BiConsumer<JsonNode, Engine>> all() {
    return Map.ofEntries(
        Map.entry("choose_quantization_params_u8", PublishedRows::chooseParams),
        Map.entry("safe_cast_float_to_int", PublishedRows::safeCast),
        Map.entry("onnx_dequantize_linear", PublishedRows::dequantize),
        Map.entry("onnx_quantize_linear", (row, e) -> quantize(row, e, QuantizeRule.DIVIDE)),
        Map.entry("onnx_quantize_linear_issues", PublishedRows::quantizeNan),
        Map.entry("tie_sensitivity_reciprocal_vs_division", PublishedRows::reciprocal),
        Map.entry("fbgemm_quantize_corner", PublishedRows::fbgemm),
        Map.entry("onednn_u8s8_saturation", PublishedRows::saturation),
        Map.entry("onednn_s8s8_gemm_4x4", PublishedRows::product),
        Map.entry("tflite_rounding_dispute", PublishedRows::roundingDispute),
        Map.entry("ort_qlinear_add_dispute", PublishedRows::addDispute),
        Map.entry("qlinearconv", PublishedRows::qlinearConv));
  }

  private static float real(JsonNode row, String name) {
    return Json.number32(row.required(name));
  }

  private static int integer(JsonNode row, String name) {
    return Json.integer(row.required(name));
  }

  /// An empty range has scale 0 there and scale 1 in the contract; a reversed one is refused.
  private static void chooseParams(JsonNode row, Engine engine) {
    float min = real(row, "min");
    float max = real(row, "max");
    if (row.path("error").asBoolean()) {
      Expect.refusal(
          engine, "InvalidRange", () -> engine.chooseParams(ParamsRule.BYTELANE, min, max, 0, 255));
      return;
    }
    Affine p = engine.chooseParams(ParamsRule.BYTELANE, min, max, 0, 255);
    double scale = Json.number(row.required("scale"));
    assertThat((double) p.scale()).isCloseTo(scale == 0 ? 1 : scale, offset(SCALE_SLACK));
    assertThat(p.zeroPoint()).isEqualTo(integer(row, "zero_point"));
  }

  /// The cast that the quantizers rely on is the language's own.
  private static void safeCast(JsonNode row, Engine engine) {
    String text = row.required("x").asText();
    double x =
        switch (text) {
          case "FLT_MAX" -> FLT_MAX;
          case "-FLT_MAX" -> -FLT_MAX;
          default -> Json.number(row.required("x"));
        };
    assertThat((int) (float) x).isEqualTo(limit(row, "signed", Integer.MIN_VALUE));
    if (!row.required("unsigned").asText().equals("MAX")) {
      int unsigned = (int) Math.max(0, (float) x);
      assertThat(unsigned).isEqualTo(limit(row, "unsigned", 0));
    }
  }

  private static int limit(JsonNode row, String name, int min) {
    return switch (row.required(name).asText()) {
      case "MIN" -> min;
      case "MAX" -> Integer.MAX_VALUE;
      default -> integer(row, name);
    };
  }

  private static void dequantize(JsonNode row, Engine engine) {
    float[] y =
        engine.dequantize(
            Json.ints(row.required("x")), real(row, "scale"), integer(row, "zero_point"));
    Expect.floats("y", y, row.required("y"));
  }

  private static int[] levels(JsonNode row, float[] x, Engine engine, QuantizeRule rule) {
    boolean unsigned = row.required("dtype").asText().equals("u8");
    int low = unsigned ? 0 : -128;
    return engine.quantize(rule, x, real(row, "scale"), integer(row, "zero_point"), low, low + 255);
  }

  private static void quantize(JsonNode row, Engine engine, QuantizeRule rule) {
    int[] q = levels(row, Json.floats(row.required("x")), engine, rule);
    Expect.levels("y", q, row.required("y"));
  }

  /// Not specified by ONNX: other runtimes give an end of the range, the contract the zero point.
  private static void quantizeNan(JsonNode row, Engine engine) {
    float[] x = Json.floats(row.required("x"));
    int[] q = levels(row, x, engine, QuantizeRule.DIVIDE);
    for (int i = 0; i < q.length; i++) {
      assertThat(Float.isNaN(x[i])).as("only NaN is in dispute").isTrue();
      assertThat(q[i]).isEqualTo(integer(row, "zero_point"));
    }
  }

  private static void reciprocal(JsonNode row, Engine engine) {
    float[] x = {real(row, "x")};
    float scale = real(row, "scale");
    assertThat(engine.quantize(QuantizeRule.RECIPROCAL, x, scale, 0, -1000, 1000))
        .containsExactly(integer(row, "q_by_reciprocal"));
    assertThat(engine.quantize(QuantizeRule.DIVIDE, x, scale, 0, -1000, 1000))
        .containsExactly(integer(row, "q_by_division"));
  }

  private static void fbgemm(JsonNode row, Engine engine) {
    if (row.has("x")) {
      quantize(row, engine, QuantizeRule.RECIPROCAL);
      return;
    }
    float[] x = new float[integer(row.required("x_repeated"), 1)];
    Arrays.fill(x, Json.number32(row.required("x_repeated").get(0)));
    for (QuantizeRule rule : QuantizeRule.values()) {
      assertThat(Arrays.stream(levels(row, x, engine, rule)).distinct().count()).isEqualTo(1);
    }
  }

  private static int integer(JsonNode array, int index) {
    return Json.integer(array.get(index));
  }

  private static void saturation(JsonNode row, Engine engine) {
    byte[] a = Json.bytes(row.required("a_u8"));
    byte[] b = Json.bytes(row.required("b_s8"));
    assertThat(engine.dot(a, 0, true, b, 0, false, a.length)).isEqualTo(integer(row, "exact"));
  }

  /// The row gives operands only; the product is written out here.
  private static void product(JsonNode row, Engine engine) {
    int n = row.required("A").size();
    byte[] a = Json.bytes(row.required("A"));
    byte[] b = Json.bytes(row.required("B"));
    int[] expected = new int[n * n];
    for (int i = 0; i < n * n * n; i++) {
      int p = i % n;
      expected[i / n] += a[i / (n * n) * n + p] * b[p * n + i / n % n];
    }
    GemmProblem problem = new GemmProblem(n, n, n, a, false, 0, b, false, new int[] {0}, null);
    assertThat(engine.gemm(problem)).isEqualTo(expected);
  }

  private static void roundingDispute(JsonNode row, Engine engine) {
    int[] acc = {integer(row, "x")};
    int zp = integer(row, "zero_point");
    float m = real(row, "input_scale") * real(row, "filter_scale") / real(row, "output_scale");
    int[] m0 = {integer(row, "m0")};
    int[] shift = {-integer(row, "right_shift")};
    JsonNode values = row.required("recomputed");
    OutputStage a = OutputStage.real(Scheme.FLOAT32, new float[] {m}, zp, -128, 127);
    OutputStage b = OutputStage.fixed(Scheme.FIXED_DOUBLE, m0, shift, zp, -128, 127);
    OutputStage c = OutputStage.fixed(Scheme.FIXED_SINGLE, m0, shift, zp, -128, 127);
    assertThat(engine.requantize(acc, 1, a)).containsExactly(integer(values, "fp32_half_even"));
    assertThat(engine.requantize(acc, 1, b)).containsExactly(integer(values, "double_rounding"));
    assertThat(engine.requantize(acc, 1, c)).containsExactly(integer(values, "single_rounding"));
  }

  private static void addDispute(JsonNode row, Engine engine) {
    int[] q =
        engine.arithmetic(
            Arithmetic.ADD,
            new int[] {integer(row, "a")},
            new Affine(real(row, "a_scale"), integer(row, "a_zp")),
            new int[] {integer(row, "b")},
            new Affine(real(row, "b_scale"), integer(row, "b_zp")),
            new Affine(real(row, "c_scale"), integer(row, "c_zp")));
    assertThat(q).containsExactly(integer(row, "half_even_expected"));
  }

  private static void qlinearConv(JsonNode row, Engine engine) {
    int[] x = Json.ints(row.required("x_shape"));
    int[] w = Json.ints(row.required("w_shape"));
    int[] pads = Json.ints(row.required("pads"));
    int[] strides = Json.ints(row.required("strides"));
    ReferenceWindow window =
        new ReferenceWindow(
            x[2],
            x[3],
            w[2],
            w[3],
            strides[0],
            strides[1],
            1,
            1,
            pads[0],
            pads[1],
            pads[2],
            pads[3],
            false);
    ConvProblem p =
        new ConvProblem(
            window,
            x[0],
            x[1],
            w[0],
            integer(row, "group"),
            Layouts.channelsLast(Json.bytes(row.required("x")), x[0], x[1], x[2], x[3]),
            true,
            integer(row, "x_zp"),
            Layouts.channelsLast(Json.bytes(row.required("w")), w[0], w[1], w[2], w[3]),
            true,
            Json.ints(row.required("w_zp")),
            Json.ints(row.required("b")));
    float m = real(row, "x_scale") * real(row, "w_scale") / real(row, "y_scale");
    OutputStage stage =
        OutputStage.real(Scheme.FLOAT32, new float[] {m}, integer(row, "y_zp"), 0, 255);
    int[] y = engine.convolve(p, stage);
    int[] nchw = Layouts.channelsFirst(y, x[0], window.outputHeight(), window.outputWidth(), w[0]);
    Expect.levels("y", nchw, row.required("y"));
  }
}
