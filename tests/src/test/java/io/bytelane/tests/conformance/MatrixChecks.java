package io.bytelane.tests.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bytelane.tests.support.Json;
import java.util.Arrays;
import java.util.Map;

/// Dot products, matrix products and fully connected layers.
final class MatrixChecks {
  private MatrixChecks() {}

  static Map<String, CaseCheck> all() {
    return Map.of(
        "dot_rows", MatrixChecks::dotRows,
        "dot_constant_rows", MatrixChecks::dotConstantRows,
        "dot_prefix_sums", MatrixChecks::dotPrefixSums,
        "gemm_zero_points", MatrixChecks::gemm,
        "fully_connected", MatrixChecks::fullyConnected);
  }

  private static void dotRows(ConformanceCase c, Engine engine) {
    JsonNode rows = c.input("rows");
    for (int i = 0; i < rows.size(); i++) {
      byte[] a = Json.bytes(rows.get(i).required("a"));
      byte[] b = Json.bytes(rows.get(i).required("b"));
      String types = rows.get(i).required("types").asText();
      int expected = Json.integer(c.expected("acc").get(i));
      for (int length = 64; length <= 131; length++) {
        for (int at = 0; at < 64 && at + a.length <= length; at++) {
          byte[] x = new byte[length];
          byte[] y = new byte[length];
          System.arraycopy(a, 0, x, at, a.length);
          System.arraycopy(b, 0, y, at, b.length);
          int dot = engine.dot(x, 0, unsigned(types, 0), y, 0, unsigned(types, 2), length);
          assertThat(dot).as("row %d at %d of %d", i, at, length).isEqualTo(expected);
        }
      }
    }
  }

  private static void dotConstantRows(ConformanceCase c, Engine engine) {
    JsonNode rows = c.input("rows");
    for (int i = 0; i < rows.size(); i++) {
      JsonNode row = rows.get(i);
      int k = Json.integer(row.required("k"));
      String types = row.required("types").asText();
      byte[] a = constant(k, Json.integer(row.required("a")));
      byte[] b = constant(k, Json.integer(row.required("b")));
      JsonNode error = c.expected("error").get(i);
      if (error.isNull()) {
        assertThat(engine.dot(a, 0, unsigned(types, 0), b, 0, unsigned(types, 2), k))
            .as("row %d", i)
            .isEqualTo(Json.integer(c.expected("acc").get(i)));
      } else {
        Expect.refusal(
            engine,
            error.asText(),
            () -> engine.dot(a, 0, unsigned(types, 0), b, 0, unsigned(types, 2), k));
      }
    }
  }

  private static byte[] constant(int length, int value) {
    byte[] x = new byte[length];
    Arrays.fill(x, (byte) value);
    return x;
  }

  private static void dotPrefixSums(ConformanceCase c, Engine engine) {
    byte[] a = Json.bytes(c.input("a"));
    byte[] b = Json.bytes(c.input("b"));
    String types = c.param("types").asText();
    int[] expected = Json.ints(c.expected("acc_of_prefix"));
    for (int n = 0; n < expected.length; n++) {
      assertThat(engine.dot(a, 0, unsigned(types, 0), b, 0, unsigned(types, 2), n))
          .as("first %d elements", n)
          .isEqualTo(expected[n]);
    }
  }

  private static void gemm(ConformanceCase c, Engine engine) {
    String types = c.node().required("params").path("types").asText("s8s8");
    JsonNode bias = c.node().required("input").get("bias");
    GemmProblem p =
        new GemmProblem(
            c.integer("m"),
            c.integer("n"),
            c.integer("k"),
            Json.bytes(c.input("a")),
            unsigned(types, 0),
            c.integer("a_zero_point"),
            Json.bytes(c.input("b")),
            unsigned(types, 2),
            Json.ints(c.param("b_zero_point")),
            bias == null ? null : Json.ints(bias));
    Expect.levels("acc", engine.gemm(p), c.expected("acc"));
  }

  /// The seed's layer: quantized operands to quantized result, in both orders of the zero point.
  private static void fullyConnected(ConformanceCase c, Engine engine) {
    int[] x = Json.shape(c.input("x_q"));
    int outputs = c.input("w_q").size();
    byte[] weights = Json.bytes(c.input("w_q"));
    GemmProblem p =
        new GemmProblem(
            x[0],
            outputs,
            x[1],
            Json.bytes(c.input("x_q")),
            false,
            c.integer("input_zero_point"),
            Layouts.transpose(weights, outputs, x[1]),
            false,
            new int[] {0},
            Json.ints(c.input("bias_q")));
    float[] m = Json.floats(c.param("multiplier"));
    float[] weightScale = Json.floats(c.param("weight_scale"));
    for (int o = 0; o < outputs; o++) {
      assertThat(c.real("input_scale") * weightScale[o] / c.real("output_scale")).isEqualTo(m[o]);
    }
    Expect.levels("acc", engine.gemm(p), c.expected("acc_with_bias_and_zero_point"));
    Expect.levels("FLOAT32", fully(c, engine, p, m, Scheme.FLOAT32), c.expected("q_out_FLOAT32"));
    if (engine.offers(Scheme.ZERO_POINT_FIRST)) {
      Expect.levels(
          "zero point first",
          fully(c, engine, p, m, Scheme.ZERO_POINT_FIRST),
          c.expected("q_out_zero_point_before_rounding"));
    }
  }

  private static int[] fully(
      ConformanceCase c, Engine engine, GemmProblem p, float[] m, Scheme scheme) {
    int zp = c.integer("output_zero_point");
    return engine.gemm(p, OutputStage.real(scheme, m, zp, c.integer("qmin"), c.integer("qmax")));
  }

  /// Reads the type at `at` of a pair such as "u8s8".
  static boolean unsigned(String types, int at) {
    return types.charAt(at) == 'u';
  }
}
