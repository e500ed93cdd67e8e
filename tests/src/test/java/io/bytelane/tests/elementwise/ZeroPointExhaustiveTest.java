package io.bytelane.tests.elementwise;

import static org.assertj.core.api.Assertions.assertThat;

import io.bytelane.Dequantize;
import io.bytelane.LookupTable;
import io.bytelane.Quantize;
import io.bytelane.quant.QuantParams;
import io.bytelane.quant.QuantizedType;
import io.bytelane.reference.ReferenceElementwise;
import io.bytelane.reference.ReferenceQuantParams;
import io.bytelane.reference.ReferenceQuantizer;
import io.bytelane.tests.support.Sweep;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// All levels with all zero points.
class ZeroPointExhaustiveTest {
  private static final float[] SCALES = {1e-7f, 1e-3f, 1f / 255, 0.02f, 0.07843137f, 1f, 1e4f};

  private static byte[] everyByte() {
    byte[] bytes = new byte[256];
    for (int i = 0; i < 256; i++) {
      bytes[i] = (byte) i;
    }
    return bytes;
  }

  /// A level comes back from its real value, and the values between two levels, at the tie and
  /// beside it, go where the oracle says.
  @ParameterizedTest
  @EnumSource
  void quantizeReturnsEveryLevelAndRoundsBetweenThem(QuantizedType type) {
    for (float scale : SCALES) {
      for (int z = type.min(); z <= type.max(); z++) {
        QuantParams params = new QuantParams(scale, z, type);
        float[] x = new float[256];
        Dequantize.of(params).run(everyByte(), 0, x, 0, 256);
        byte[] q = new byte[256];
        Quantize.of(params).run(x, 0, q, 0, 256);
        assertThat(q).as("%s", params).isEqualTo(everyByte());
        float[] ties = new float[768];
        for (int i = 0; i < 256; i++) {
          float tie = (type.value((byte) i) - z + 0.5f) * scale;
          ties[3 * i] = Math.nextDown(tie);
          ties[3 * i + 1] = tie;
          ties[3 * i + 2] = Math.nextUp(tie);
        }
        byte[] rounded = new byte[768];
        Quantize.of(params).run(ties, 0, rounded, 0, 768);
        assertThat(rounded)
            .as("%s", params)
            .isEqualTo(ReferenceQuantizer.divide(ties, 0, 768, scale, z, type.min(), type.max()));
      }
    }
  }

  /// Moving every level from every zero point to some, in the long profile to every other one.
  @ParameterizedTest
  @EnumSource
  void requantizeTables(QuantizedType type) {
    float[][] scales = {{0.02f, 0.02f}, {0.02f, 0.01f}, {0.01f, 0.02f}, {0.037f, 0.0211f}};
    int step = Sweep.of(51, 1);
    for (float[] scale : scales) {
      for (int zi = type.min(); zi <= type.max(); zi++) {
        for (int zo = type.min(); zo <= type.max(); zo += step) {
          QuantParams in = new QuantParams(scale[0], zi, type);
          QuantParams out = new QuantParams(scale[1], zo, type);
          byte[] q = new byte[256];
          LookupTable.requantize(in, out).run(everyByte(), 0, q, 0, 256);
          ReferenceQuantParams from = new ReferenceQuantParams(scale[0], zi);
          ReferenceQuantParams to = new ReferenceQuantParams(scale[1], zo);
          for (int i = 0; i < 256; i++) {
            int level = type.value((byte) i);
            int expected = ReferenceElementwise.rescale(level, from, to, type.min(), type.max());
            if (type.value(q[i]) != expected) {
              assertThat(type.value(q[i])).as("%d: %s to %s", level, in, out).isEqualTo(expected);
            }
          }
        }
      }
    }
  }
}
