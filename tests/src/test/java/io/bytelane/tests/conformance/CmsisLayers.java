package io.bytelane.tests.conformance;

import io.bytelane.tests.conformance.Engine.AverageRule;
import io.bytelane.tests.conformance.Engine.FixedOperand;
import io.bytelane.tests.support.Json;
import java.util.Arrays;

/// Runs a cmsis-nn layer on an engine: operands in the case's layout, levels out.
final class CmsisLayers {
  private CmsisLayers() {}

  static int[] conv(CmsisCase c, byte[] input, int[] in, Engine engine) {
    int[] w = c.shape("weights");
    ConvProblem p =
        new ConvProblem(
            CmsisWindow.forward(c, in[1], in[2], w[1], w[2]),
            in[0],
            in[3],
            w[0],
            c.integer("groups"),
            input,
            false,
            c.integer("input_zero_point"),
            c.bytes("weights"),
            false,
            new int[] {0},
            c.bias());
    return engine.convolve(p, c.stage());
  }

  static int[] depthwise(CmsisCase c, byte[] input, int[] in, Engine engine) {
    int[] w = c.shape("weights");
    ConvProblem p =
        new ConvProblem(
            CmsisWindow.forward(c, in[1], in[2], w[1], w[2]),
            in[0],
            in[3],
            w[3],
            in[3],
            input,
            false,
            c.integer("input_zero_point"),
            Layouts.transpose(c.bytes("weights"), w[1] * w[2], w[3]),
            false,
            new int[] {0},
            c.bias());
    return engine.depthwise(p, c.stage());
  }

  static int[] transposed(CmsisCase c, byte[] input, int[] in, Engine engine) {
    int[] w = c.shape("weights");
    ConvProblem p =
        new ConvProblem(
            CmsisWindow.transposed(c, in[1], in[2], w[1], w[2]),
            in[0],
            in[3],
            w[0],
            1,
            input,
            false,
            c.integer("input_zero_point"),
            c.bytes("weights"),
            false,
            new int[] {0},
            c.bias());
    return engine.transposed(p, c.stage());
  }

  static int[] fullyConnected(CmsisCase c, byte[] input, Engine engine) {
    int[] w = c.shape("weights");
    int rows = input.length / w[1];
    GemmProblem p =
        new GemmProblem(
            rows,
            w[0],
            w[1],
            input,
            false,
            c.integer("input_zero_point"),
            Layouts.transpose(c.bytes("weights"), w[0], w[1]),
            false,
            new int[] {c.integer("weight_zero_point")},
            c.bias());
    return engine.gemm(p, c.stage());
  }

  static int[] maxPool(CmsisCase c, byte[] input, int[] in, Engine engine) {
    return clamp(c, engine.maxPool(pool(c, input, in)));
  }

  static int[] averagePool(CmsisCase c, byte[] input, int[] in, Engine engine) {
    if (!c.params().required("rounding").asText().equals("half_away")
        || c.params().required("count_include_pad").asBoolean()) {
      throw new AssertionError("unknown average: " + c.params());
    }
    return engine.averagePool(
        pool(c, input, in),
        AverageRule.TFLITE_HALF_AWAY,
        0,
        c.integer("clamp_min"),
        c.integer("clamp_max"));
  }

  private static PoolProblem pool(CmsisCase c, byte[] input, int[] in) {
    int[] kernel = c.ints("kernel");
    return new PoolProblem(
        CmsisWindow.forward(c, in[1], in[2], kernel[0], kernel[1]), in[0], in[3], input, false);
  }

  private static int[] clamp(CmsisCase c, int[] q) {
    int low = c.integer("clamp_min");
    int high = c.integer("clamp_max");
    return Arrays.stream(q).map(v -> Math.clamp(v, low, high)).toArray();
  }

  static int[] softmax(CmsisCase c, byte[] input, int[] in, int low, int high, Engine engine) {
    int length = in[in.length - 1];
    Affine out =
        new Affine(
            Json.number32(c.params().required("output_scale")), c.integer("output_zero_point"));
    float inputScale = Json.number32(c.params().required("input_scale"));
    int[] q = new int[input.length];
    for (int at = 0; at < input.length; at += length) {
      byte[] row = Arrays.copyOfRange(input, at, at + length);
      System.arraycopy(engine.softmax(row, inputScale, out, low, high), 0, q, at, length);
    }
    return q;
  }

  /// Every pair of the leading two axes is one matrix product; axes of length 1 are repeated.
  static int[] batchMatmul(CmsisCase c, Engine engine) {
    int[] as = c.shape("a");
    int[] bs = c.shape("b");
    boolean ta = c.params().required("transpose_a").asBoolean();
    boolean tb = c.params().required("transpose_b").asBoolean();
    int m = as[ta ? 3 : 2];
    int k = as[ta ? 2 : 3];
    int n = bs[tb ? 2 : 3];
    int[] outer = {Math.max(as[0], bs[0]), Math.max(as[1], bs[1])};
    int[] q = new int[outer[0] * outer[1] * m * n];
    for (int i = 0; i < outer[0]; i++) {
      for (int j = 0; j < outer[1]; j++) {
        byte[] a = slice(c.bytes("a"), as, i, j);
        byte[] b = slice(c.bytes("b"), bs, i, j);
        GemmProblem p =
            new GemmProblem(
                m,
                n,
                k,
                ta ? Layouts.transpose(a, k, m) : a,
                false,
                c.integer("a_zero_point"),
                tb ? Layouts.transpose(b, n, k) : b,
                false,
                new int[] {c.integer("b_zero_point")},
                null);
        int[] product = engine.gemm(p, c.stage("output_multiplier", "output_shift"));
        System.arraycopy(product, 0, q, (i * outer[1] + j) * m * n, m * n);
      }
    }
    return q;
  }

  private static byte[] slice(byte[] x, int[] shape, int i, int j) {
    int size = shape[2] * shape[3];
    int at = ((shape[0] == 1 ? 0 : i) * shape[1] + (shape[1] == 1 ? 0 : j)) * size;
    return Arrays.copyOfRange(x, at, at + size);
  }

  static int[] add(CmsisCase c, Engine engine) {
    return engine.addFixed(
        Json.ints(c.data("input1")),
        operand(c, "input1"),
        Json.ints(c.data("input2")),
        operand(c, "input2"),
        c.integer("left_shift"),
        c.stage("output_multiplier", "output_shift"));
  }

  private static FixedOperand operand(CmsisCase c, String name) {
    return new FixedOperand(
        c.integer(name + "_zero_point"),
        c.integer(name + "_multiplier"),
        c.integer(name + "_shift"));
  }

  static int[] mul(CmsisCase c, Engine engine) {
    return engine.mulFixed(
        Json.ints(c.data("input1")),
        c.integer("input1_zero_point"),
        Json.ints(c.data("input2")),
        c.integer("input2_zero_point"),
        c.stage("output_multiplier", "output_shift"));
  }

  static int[] extremum(CmsisCase c, boolean largest, Engine engine) {
    return engine.extremum(
        largest,
        Json.ints(c.data("input1")),
        c.shape("input1"),
        Json.ints(c.data("input2")),
        c.shape("input2"));
  }

  static int[] pad(CmsisCase c, Engine engine) {
    return Layouts.levels(
        engine.pad(
            c.bytes("input"),
            c.shape("input"),
            c.ints("pads_begin"),
            c.ints("pads_end"),
            (byte) c.integer("pad_value")),
        false);
  }

  static int[] transpose(CmsisCase c, Engine engine) {
    return Layouts.levels(
        engine.transpose(c.bytes("input"), c.shape("input"), c.ints("perm")), false);
  }
}
