package io.bytelane.tests.requant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bytelane.Dequantize;
import io.bytelane.Quantize;
import io.bytelane.quant.QuantParams;
import io.bytelane.quant.QuantizedType;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class QuantizeTest {
  private static final QuantParams U8 = new QuantParams(0.5f, 3, QuantizedType.U8);

  @Test
  void specialValuesFollowTheContract() {
    float[] x = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, -0f, 1e38f, -1e38f};
    byte[] q = new byte[6];
    Quantize.of(U8).run(x, 0, q, 0, 6);
    assertThat(q).containsExactly(3, 255, 0, 3, 255, 0);
  }

  @Test
  void subnormalValuesAreNotFlushed() {
    byte[] q = new byte[32];
    float[] x = new float[32];
    Arrays.fill(x, 1e-40f);
    Quantize.of(new QuantParams(1e-40f, 5, QuantizedType.S8)).run(x, 0, q, 0, 32);
    assertThat(q).containsOnly(6);
  }

  @Test
  void dividesInsteadOfMultiplyingByTheReciprocal() {
    float[] x = new float[32];
    Arrays.fill(x, 0.27393994f);
    byte[] q = new byte[32];
    Quantize.of(new QuantParams(0.0021485486f, 0, QuantizedType.U8)).run(x, 0, q, 0, 32);
    assertThat(q).containsOnly(127);
  }

  @Test
  void rangesOutsideTheArraysAreRefusedBeforeAnythingIsWritten() {
    byte[] q = new byte[4];
    assertThatThrownBy(() -> Quantize.of(U8).run(new float[4], 1, q, 0, 4))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessage("input.length: 4 (expected: >= inputOffset + 4 = 5)");
    assertThatThrownBy(() -> Dequantize.of(U8).run(q, 0, new float[4], 2, 3))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessage("output.length: 4 (expected: >= outputOffset + 3 = 5)");
    assertThatThrownBy(() -> Quantize.of(U8).run(new float[4], 0, q, 0, -1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("length: -1 (expected: >= 0)");
    assertThat(q).containsOnly(0);
  }
}
