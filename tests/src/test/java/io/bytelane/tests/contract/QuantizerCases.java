package io.bytelane.tests.contract;

import static io.bytelane.tests.contract.CaseData.floats;

import io.bytelane.quant.AmaxQuantizer;
import io.bytelane.quant.ArrayQuantizer;
import io.bytelane.quant.ChannelLayout;
import io.bytelane.quant.LevelRange;
import io.bytelane.quant.PerChannelQuantParams;
import io.bytelane.quant.QuantizeRule;
import io.bytelane.quant.QuantizedType;
import io.bytelane.quant.ValueScan;
import io.bytelane.reference.ReferenceQuantizer;
import io.bytelane.tests.contract.OperatorCase.Caller;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// The quantizers of arrays, which return new arrays.
final class QuantizerCases {
  private static final int ROWS = 50;
  private static final int CHANNELS = 45;
  private static final ChannelLayout LAYOUT = ChannelLayout.perAxis(1, ROWS, CHANNELS);
  private static final LevelRange LEVELS = LevelRange.signed(8);

  private QuantizerCases() {}

  static List<OperatorCase> all() {
    float[] x = floats(ROWS * CHANNELS);
    x[3] = Float.NaN;
    x[70] = Float.NEGATIVE_INFINITY;
    x[200] = 3e38f;
    float[] scales = new float[CHANNELS];
    int[] zeroPoints = new int[CHANNELS];
    for (int c = 0; c < CHANNELS; c++) {
      scales[c] = 1f / (c + 20);
      zeroPoints[c] = c - 20;
    }
    PerChannelQuantParams params = PerChannelQuantParams.of(scales, zeroPoints, QuantizedType.S8);
    List<OperatorCase> cases = new ArrayList<>();
    for (QuantizeRule rule :
        List.of(QuantizeRule.DIVIDE, QuantizeRule.RECIPROCAL, QuantizeRule.HALF_AWAY)) {
      ArrayQuantizer quantizer = new ArrayQuantizer(rule, LEVELS);
      byte[] expected = new byte[x.length];
      float[] real = new float[x.length];
      for (int i = 0; i < x.length; i++) {
        int c = i % CHANNELS;
        int level = level(rule, x[i], scales[c], zeroPoints[c]);
        expected[i] = (byte) level;
        real[i] = ReferenceQuantizer.dequantize(level, scales[c], zeroPoints[c]);
      }
      cases.add(bytes("quantize " + rule, () -> quantizer.quantize(x, params, LAYOUT), expected));
      cases.add(reals("fake " + rule, () -> quantizer.fake(x, params, LAYOUT), real));
      cases.add(
          reals("dequantize " + rule, () -> quantizer.dequantize(expected, params, LAYOUT), real));
    }
    AmaxQuantizer amax =
        AmaxQuantizer.builder(LEVELS, scales).rule(QuantizeRule.AMAX_MULTIPLY).build();
    byte[] ofMaxima = new byte[x.length];
    for (int i = 0; i < x.length; i++) {
      ofMaxima[i] = (byte) ReferenceQuantizer.amaxMultiply(x[i], scales[i % CHANNELS], -128, 127);
    }
    cases.add(bytes("quantize AMAX_MULTIPLY", () -> amax.quantize(x, LAYOUT), ofMaxima));
    cases.add(scan());
    return cases;
  }

  private static int level(QuantizeRule rule, float x, float scale, int zeroPoint) {
    return switch (rule) {
      case DIVIDE -> ReferenceQuantizer.divide(x, scale, zeroPoint, -128, 127);
      case RECIPROCAL -> ReferenceQuantizer.reciprocal(x, scale, zeroPoint, -128, 127);
      case HALF_AWAY -> ReferenceQuantizer.halfAway(x, scale, zeroPoint, -128, 127);
      case AMAX_MULTIPLY -> throw new IllegalArgumentException("rule: " + rule);
    };
  }

  private static OperatorCase scan() {
    float[] x = floats(999);
    return reals(
        "scan",
        () -> {
          ValueScan scan = ValueScan.of(x, 0, x.length);
          return new float[] {scan.min(), scan.max(), scan.finite()};
        },
        new float[] {smallest(x), largest(x), 999});
  }

  private static float smallest(float[] x) {
    float smallest = x[0];
    for (float value : x) {
      smallest = Math.min(smallest, value);
    }
    return smallest;
  }

  private static float largest(float[] x) {
    float largest = x[0];
    for (float value : x) {
      largest = Math.max(largest, value);
    }
    return largest;
  }

  private static OperatorCase bytes(String name, Supplier<byte[]> result, byte[] expected) {
    return new OperatorCase(
        "Arrays: " + name,
        () -> {
          byte[] out = new byte[expected.length];
          return new Caller(() -> System.arraycopy(result.get(), 0, out, 0, out.length), out);
        },
        () -> expected);
  }

  private static OperatorCase reals(String name, Supplier<float[]> result, float[] expected) {
    return new OperatorCase(
        "Arrays: " + name,
        () -> {
          float[] out = new float[expected.length];
          return new Caller(() -> System.arraycopy(result.get(), 0, out, 0, out.length), out);
        },
        () -> expected);
  }
}
