package io.bytelane.tests.onnx;

import static io.bytelane.tests.onnx.Evaluation.bytes;
import static io.bytelane.tests.onnx.Evaluation.floats;
import static io.bytelane.tests.onnx.Evaluation.one;
import static io.bytelane.tests.onnx.Evaluation.shape;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bytelane.models.graph.Attribute;
import io.bytelane.models.graph.DataType;
import io.bytelane.models.graph.InvalidModelException;
import io.bytelane.models.graph.NarrowFloat;
import io.bytelane.models.graph.Tensor;
import io.bytelane.models.onnx.TensorFile;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Floats of 4 and 8 bits: published values of the formats, rounding against the nearest of all
/// codes, and the operators that know them.
class NarrowFloatTest {
  private static final float INFINITY = Float.POSITIVE_INFINITY;

  @Test
  void publishedValues() {
    assertThat(decode(NarrowFloat.E4M3FN, 0x00, 0x01, 0x08, 0x38, 0x7E, 0xFE, 0x7F, 0x80))
        .containsExactly(0f, 0x1p-9f, 0x1p-6f, 1f, 448f, -448f, Float.NaN, -0f);
    assertThat(decode(NarrowFloat.E4M3FNUZ, 0x01, 0x08, 0x40, 0x7F, 0xFF, 0x80))
        .containsExactly(0x1p-10f, 0x1p-7f, 1f, 240f, -240f, Float.NaN);
    assertThat(decode(NarrowFloat.E5M2, 0x01, 0x04, 0x3C, 0x7B, 0x7C, 0xFC, 0x7D, 0x7F))
        .containsExactly(0x1p-16f, 0x1p-14f, 1f, 57344f, INFINITY, -INFINITY, Float.NaN, Float.NaN);
    assertThat(decode(NarrowFloat.E5M2FNUZ, 0x01, 0x04, 0x40, 0x7F, 0x80))
        .containsExactly(0x1p-17f, 0x1p-15f, 1f, 57344f, Float.NaN);
    assertThat(decode(NarrowFloat.E2M1, 0, 1, 2, 3, 4, 5, 6, 7, 15))
        .containsExactly(0f, 0.5f, 1f, 1.5f, 2f, 3f, 4f, 6f, -6f);
  }

  private static float[] decode(NarrowFloat format, int... codes) {
    float[] values = new float[codes.length];
    for (int i = 0; i < codes.length; i++) {
      values[i] = format.decode((byte) codes[i]);
    }
    return values;
  }

  @ParameterizedTest
  @EnumSource(NarrowFloat.class)
  void roundsToTheNearestOfAllCodesAndTiesToEven(NarrowFloat format) {
    TreeMap<Float, Integer> codes = new TreeMap<>();
    for (int code = 0; code < (format == NarrowFloat.E2M1 ? 16 : 256); code++) {
      float value = format.decode((byte) code);
      if (Float.isFinite(value)) {
        codes.put(value, code);
        assertThat(format.encode(value, true)).as("%s of itself", value).isEqualTo((byte) code);
      }
    }
    for (float low : codes.keySet()) {
      Float high = codes.higherKey(low);
      if (high == null || low == high) {
        continue;
      }
      double middle = ((double) low + high) / 2;
      assertThat(format.decode(format.encode(Math.nextDown(middle), false))).isEqualTo(low);
      assertThat(format.decode(format.encode(Math.nextUp(middle), false))).isEqualTo(high);
      float tie = format.decode(format.encode(middle, false));
      // Neighbours differ by one in the code: the even one wins; around 0 that is 0.
      float even = (codes.get(low) & 1) == 0 ? low : high;
      assertThat(tie == even || (tie == 0 && even == 0)).as("tie of %s, %s", low, high).isTrue();
    }
  }

  @Test
  void whatIsTooLarge() {
    for (NarrowFloat format : NarrowFloat.values()) {
      float largest = format == NarrowFloat.E2M1 ? 6 : format.decode(last(format));
      assertThat(encoded(format, largest * 1.01, true)).as("%s", format).isEqualTo(largest);
      assertThat(encoded(format, -1e30, true)).as("%s", format).isEqualTo(-largest);
      assertThat(encoded(format, INFINITY, true)).as("%s", format).isEqualTo(largest);
    }
    assertThat(encoded(NarrowFloat.E4M3FN, 1000, false)).isNaN();
    assertThat(encoded(NarrowFloat.E4M3FN, 464, false)).isEqualTo(448);
    assertThat(encoded(NarrowFloat.E4M3FN, 464.1, false)).isNaN();
    assertThat(encoded(NarrowFloat.E5M2, -1e6, false)).isEqualTo(-INFINITY);
    assertThat(encoded(NarrowFloat.E5M2FNUZ, INFINITY, false)).isNaN();
    assertThat(encoded(NarrowFloat.E2M1, Float.NaN, false)).isEqualTo(6);
    assertThat(encoded(NarrowFloat.E4M3FNUZ, -1e-9, true)).isEqualTo(0f);
    assertThat(encoded(NarrowFloat.E5M2, Double.NaN, true)).isNaN();
  }

  private static byte last(NarrowFloat format) {
    return (byte)
        switch (format) {
          case E4M3FN -> 0x7E;
          case E5M2 -> 0x7B;
          default -> 0x7F;
        };
  }

  private static float encoded(NarrowFloat format, double value, boolean saturate) {
    return format.decode(format.encode(value, saturate));
  }

  @Test
  void castThereAndBack() {
    Tensor x = floats(shape(5), 0.3, -1.06, 447, 1e9, Float.NaN);
    Map<String, Attribute> to = Map.of("to", Attribute.of(DataType.FLOAT8E4M3FN.code()));
    Tensor narrow = one("Cast", 19, to, x);
    assertThat(narrow.type()).isEqualTo(DataType.FLOAT8E4M3FN);
    Tensor back = one("Cast", 19, Map.of("to", Attribute.of(DataType.FLOAT.code())), narrow);
    assertThat(back.floats()).containsExactly(0.3125f, -1.0f, 448f, 448f, Float.NaN);
    Map<String, Attribute> wrapping =
        Map.of("to", Attribute.of(DataType.FLOAT8E4M3FN.code()), "saturate", Attribute.of(0));
    assertThat(one("Cast", 19, wrapping, x).doubleAt(3)).isNaN();
  }

  @Test
  void quantizeAndDequantize() {
    Tensor x = floats(shape(4), 0, 1, -3, 1000);
    Tensor scale = Tensor.scalar(2);
    Tensor zero = bytes(DataType.FLOAT8E5M2, shape(), 0);
    Tensor levels = one("QuantizeLinear", 19, Map.of(), x, scale, zero);
    assertThat(levels.toFloats()).containsExactly(0f, 0.5f, -1.5f, 512f);
    Tensor back = one("DequantizeLinear", 19, Map.of(), levels, scale, zero);
    assertThat(back.floats()).containsExactly(0f, 1f, -3f, 1024f);
    assertThatThrownBy(
            () ->
                one(
                    "QuantizeLinear",
                    19,
                    Map.of(),
                    x,
                    scale,
                    bytes(DataType.FLOAT8E5M2, shape(), 0x3C)))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining("zero point[0]: 1.0 (expected: 0)");
  }

  @Test
  void filesKeepTheBits() {
    Tensor four = bytes(DataType.FLOAT4E2M1, shape(3), 1, 15, 7);
    Tensor read = TensorFile.parse("t", new TensorFile("t", four).toBytes()).tensor();
    assertThat(read.type()).isEqualTo(DataType.FLOAT4E2M1);
    assertThat(read.toFloats()).containsExactly(0.5f, -6f, 6f);
  }
}
