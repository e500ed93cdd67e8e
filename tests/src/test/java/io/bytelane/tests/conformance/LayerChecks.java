package io.bytelane.tests.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bytelane.reference.ReferenceFunction;
import io.bytelane.reference.ReferenceWindow;
import io.bytelane.tests.conformance.Engine.Arithmetic;
import io.bytelane.tests.conformance.Engine.AverageRule;
import io.bytelane.tests.support.Json;
import java.util.Arrays;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;

/// Convolutions, pools, elementwise operators, tables and softmax.
final class LayerChecks {
  /// The names that table cases use.
  private static final Map<String, DoubleUnaryOperator> FUNCTIONS =
      Map.ofEntries(
          Map.entry("sigmoid", ReferenceFunction::sigmoid),
          Map.entry("tanh", ReferenceFunction::tanh),
          Map.entry("hard-sigmoid", ReferenceFunction.hardSigmoid(0.2f, 0.5f)),
          Map.entry("hard-swish", ReferenceFunction::hardSwish),
          Map.entry("gelu-erf", ReferenceFunction::gelu),
          Map.entry("gelu-tanh", ReferenceFunction::geluTanh),
          Map.entry("erf", ReferenceFunction::erf),
          Map.entry("exp", ReferenceFunction::exp),
          Map.entry("relu", ReferenceFunction::relu),
          Map.entry("requantize", x -> x),
          Map.entry("leaky-relu-0.1", ReferenceFunction.leakyRelu(0.1f)),
          Map.entry("leaky-relu-0.01", ReferenceFunction.leakyRelu(0.01f)),
          Map.entry("elu", ReferenceFunction.elu(1f)),
          Map.entry("exp-like-elu", ReferenceFunction.elu(1f)));

  private LayerChecks() {}

  static Map<String, CaseCheck> all() {
    return Map.of(
        "conv2d", LayerChecks::convolution,
        "average_pool_windows", LayerChecks::averageWindows,
        "pool2d", LayerChecks::pool,
        "global_average_pool", LayerChecks::globalAverage,
        "add", (c, engine) -> arithmetic(c, engine, Arithmetic.ADD),
        "mul", (c, engine) -> arithmetic(c, engine, Arithmetic.MUL),
        "concat", LayerChecks::concat,
        "lut256", LayerChecks::table,
        "softmax", LayerChecks::softmax);
  }

  private static void convolution(ConformanceCase c, Engine engine) {
    int[] x = Json.shape(c.input("x"));
    int[] w = Json.shape(c.input("w"));
    int groups = c.integer("groups");
    int channels = x[0];
    ReferenceWindow window = window(c, x[1], x[2], w[2], w[3], Json.ints(c.param("dilations")));
    JsonNode bias = c.node().required("input").get("bias");
    ConvProblem p =
        new ConvProblem(
            window,
            1,
            channels,
            w[0],
            groups,
            Layouts.channelsLast(Json.bytes(c.input("x")), 1, channels, x[1], x[2]),
            false,
            c.integer("input_zero_point"),
            Layouts.channelsLast(Json.bytes(c.input("w")), w[0], w[1], w[2], w[3]),
            false,
            Json.ints(c.param("weight_zero_point")),
            bias == null || bias.isNull() ? null : Json.ints(bias));
    Expect.levels("acc", chw(p, engine.convolve(p)), c.expected("acc"));
    OutputStage stage = stage(c, -128);
    Expect.levels("q", chw(p, engine.convolve(p, stage)), c.expected("q_FLOAT32"));
    if (groups == channels) {
      Expect.levels("depthwise", chw(p, engine.depthwise(p, stage)), c.expected("q_FLOAT32"));
    }
    c.expectedIfPresent("q_FLOAT32_relu")
        .ifPresent(
            e -> {
              OutputStage relu = stage(c, c.integer("output_zero_point"));
              Expect.levels("relu", chw(p, engine.convolve(p, relu)), e);
            });
  }

  private static OutputStage stage(ConformanceCase c, int low) {
    float[] m = Json.floats(c.param("multiplier"));
    return OutputStage.real(Scheme.FLOAT32, m, c.integer("output_zero_point"), low, 127);
  }

  private static int[] chw(ConvProblem p, int[] nhwc) {
    return Layouts.channelsFirst(
        nhwc, p.batch(), p.window().outputHeight(), p.window().outputWidth(), p.outputChannels());
  }

  private static ReferenceWindow window(
      ConformanceCase c, int h, int w, int kh, int kw, int[] dilations) {
    int[] strides = Json.ints(c.param("strides"));
    int[] pads = Json.ints(c.param("pads_top_left_bottom_right"));
    return new ReferenceWindow(
        h,
        w,
        kh,
        kw,
        strides[0],
        strides[1],
        dilations[0],
        dilations[1],
        pads[0],
        pads[1],
        pads[2],
        pads[3],
        false);
  }

  private static PoolProblem image(ConformanceCase c, ReferenceWindow window) {
    int[] x = Json.shape(c.input("x"));
    byte[] input = Layouts.channelsLast(Json.bytes(c.input("x")), 1, x[0], x[1], x[2]);
    return new PoolProblem(window, 1, x[0], input, false);
  }

  private static void averageWindows(ConformanceCase c, Engine engine) {
    JsonNode windows = c.input("windows");
    int zp = c.integer("zero_point");
    for (int i = 0; i < windows.size(); i++) {
      byte[] x = Json.bytes(windows.get(i));
      ReferenceWindow window = ReferenceWindow.of(1, x.length, 1, x.length, 1, 0);
      PoolProblem p = new PoolProblem(window, 1, 1, x, false);
      assertThat(engine.averagePool(p, AverageRule.EXCLUDE_PAD, zp, -128, 127))
          .as("window %d", i)
          .containsExactly(Json.integer(c.expected("q").get(i)));
      assertThat(engine.averagePool(p, AverageRule.TFLITE_HALF_AWAY, zp, -128, 127))
          .as("window %d, half away", i)
          .containsExactly(Json.integer(c.expected("q_half_away_TFLITE").get(i)));
    }
  }

  private static void pool(ConformanceCase c, Engine engine) {
    int[] x = Json.shape(c.input("x"));
    int[] kernel = Json.ints(c.param("kernel"));
    ReferenceWindow window = window(c, x[1], x[2], kernel[0], kernel[1], new int[] {1, 1});
    PoolProblem p = image(c, window);
    assertThat(c.param("same_scale").asBoolean()).isTrue();
    AverageRule rule =
        c.param("count_include_pad").asBoolean()
            ? AverageRule.INCLUDE_PAD
            : AverageRule.EXCLUDE_PAD;
    int[] q =
        switch (c.param("kind").asText()) {
          case "max" -> engine.maxPool(p);
          case "avg", "average" -> engine.averagePool(p, rule, c.integer("zero_point"), -128, 127);
          default -> throw new AssertionError("unknown pool: " + c.param("kind"));
        };
    int[] chw = Layouts.channelsFirst(q, 1, window.outputHeight(), window.outputWidth(), x[0]);
    Expect.levels("q", chw, c.expected("q"));
  }

  private static void globalAverage(ConformanceCase c, Engine engine) {
    int[] x = Json.shape(c.input("x"));
    PoolProblem p = image(c, ReferenceWindow.of(x[1], x[2], x[1], x[2], 1, 0));
    float m = c.real("input_scale") / (c.real("output_scale") * (x[1] * x[2]));
    assertThat(m).as("multiplier").isEqualTo(c.real("multiplier"));
    int[] q = engine.averagePool(p, c.affine("input_"), c.affine("output_"));
    Expect.levels("q", q, c.expected("q_FLOAT32"));
    int[] acc = Json.ints(c.expected("acc"));
    int[] requantized = engine.requantize(acc, acc.length, stage(c, -128));
    Expect.levels("q from acc", requantized, c.expected("q_FLOAT32"));
  }

  private static void arithmetic(ConformanceCase c, Engine engine, Arithmetic op) {
    int[] q =
        engine.arithmetic(
            op,
            Json.ints(c.input("a")),
            c.affine("a_"),
            Json.ints(c.input("b")),
            c.affine("b_"),
            c.affine("output_"));
    Expect.levels("q", q, c.expected("q"));
  }

  private static void concat(ConformanceCase c, Engine engine) {
    float[] scales = Json.floats(c.param("input_scale"));
    int[] zeroPoints = Json.ints(c.param("input_zero_point"));
    for (int i = 0; i < scales.length; i++) {
      int[] q =
          engine.rescale(
              Json.ints(c.input("inputs").get(i)),
              new Affine(scales[i], zeroPoints[i]),
              c.affine("output_"));
      Expect.levels("input " + i, q, c.expected("q").get(i));
    }
  }

  private static void table(ConformanceCase c, Engine engine) {
    String name = c.param("function").asText();
    DoubleUnaryOperator f = FUNCTIONS.get(name);
    assertThat(f).as("a function named " + name).isNotNull();
    int[] table = engine.table(f, c.affine("input_"), c.affine("output_"));
    Expect.levels("table", table, c.expected("table"));
  }

  private static void softmax(ConformanceCase c, Engine engine) {
    byte[] x = Json.bytes(c.input("x"));
    int length = Arrays.stream(Json.shape(c.input("x"))).reduce((first, last) -> last).orElse(0);
    int[] q = new int[x.length];
    for (int at = 0; at < x.length; at += length) {
      byte[] row = Arrays.copyOfRange(x, at, at + length);
      int[] levels = engine.softmax(row, c.real("input_scale"), c.affine("output_"), -128, 127);
      System.arraycopy(levels, 0, q, at, length);
    }
    Expect.levels("q", q, c.expected("q"));
  }
}
