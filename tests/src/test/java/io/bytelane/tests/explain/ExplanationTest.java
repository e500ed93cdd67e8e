package io.bytelane.tests.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bytelane.Add;
import io.bytelane.Conv2d;
import io.bytelane.Conv2dGeometry;
import io.bytelane.DynamicFullyConnected;
import io.bytelane.Explanation;
import io.bytelane.FullyConnected;
import io.bytelane.Quantize;
import io.bytelane.quant.FixedPointMultiplier;
import io.bytelane.quant.PerChannelQuantParams;
import io.bytelane.quant.QuantParams;
import io.bytelane.quant.QuantizedType;
import io.bytelane.quant.RequantScheme;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExplanationTest {
  private static final QuantParams IN = new QuantParams(0.02f, -128, QuantizedType.S8);

  private static FullyConnected.Builder layer() {
    return FullyConnected.builder(3, 2)
        .name("fc1")
        .input(IN)
        .weights(
            new byte[] {10, -20, 30, 40, 50, -60}, PerChannelQuantParams.symmetric(0.01f, 0.02f))
        .bias(new int[] {100, -7})
        .output(new QuantParams(0.05f, 5, QuantizedType.S8));
  }

  @Test
  void aLayerReadsWell() {
    assertThat(layer().explain(new byte[] {-100, 0, 100}, 0, 0, 1).toString())
        .isEqualTo(
            """
            fc1, row 0, output 1
              products           sum of x * w over 3 products           -10000
              input zero point   -(-128) * (sum of w = 30)                3840
              weight zero point  -(0) * (sum of x = 0)                       0
              both zero points   3 * -128 * 0                                0
              bias               given, at scale input * weight             -7
              accumulator        sum of the above                        -6167
              multiplier         fl32(fl32(0.02 * 0.02) / 0.05)    0.007999999
              product            fl32(float(-6167) * 0.007999999)   -49.335995
              rounded            nearest, ties to even                     -49
              with zero point    + 5                                       -44
              level              clamped to [-128, 127]                    -44
              real               fl32(float(-44 - 5) * 0.05)             -2.45
            """);
  }

  /// Accumulator -40704 at 2^-9 is the tie -79.5; the schemes round it to -80 and -79.
  @Test
  void fixedPointSchemesShowTheirRoundings() {
    FullyConnected.Builder tie =
        FullyConnected.builder(1, 1)
            .input(QuantParams.symmetric(1))
            .weights(new byte[1], PerChannelQuantParams.symmetric(1))
            .bias(new int[] {-40704})
            .output(QuantParams.symmetric(1));
    FixedPointMultiplier m = new FixedPointMultiplier(1 << 30, -8);
    tie.fixedPointMultipliers(RequantScheme.FIXED_DOUBLE, m);
    Explanation twice = tie.explain(new byte[1], 0, 0, 0);
    assertThat(twice.value("rounded: exact")).isEqualTo(new BigDecimal("-79.5"));
    assertThat(twice.value("rounded: shifted left")).isEqualTo(-40704L);
    assertThat(twice.value("rounded: high product")).isEqualTo(-20352L);
    assertThat(twice.value("rounded")).isEqualTo(-80L);
    tie.fixedPointMultipliers(RequantScheme.FIXED_SINGLE, m);
    Explanation once = tie.explain(new byte[1], 0, 0, 0);
    assertThat(once.value("rounded")).isEqualTo(-79L);
    assertThat(once.toString())
        .contains("floor((-40704 * 1073741824 + 2^38) / 2^39), ties up  ")
        .contains("rounded: exact     -40704 * 1073741824 * 2^(-8 - 31) ");
  }

  @Test
  void cellsOutsideTheImageHaveNoProduct() {
    Conv2d.Builder conv =
        Conv2d.builder(Conv2dGeometry.builder(2, 2, 1, 1).kernel(3, 3).pads(1, 1, 1, 1).build())
            .input(IN)
            .weights(new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9}, PerChannelQuantParams.symmetric(1))
            .outputInt32();
    Explanation corner = conv.explain(new byte[] {1, 2, 3, 4}, 0, 0, 0, 0, 0);
    assertThat(corner.output()).isEqualTo("layer, image 0, y 0, x 0, channel 0");
    assertThat(corner.value("products")).isEqualTo(5L + 2 * 6 + 3 * 8 + 4 * 9);
    assertThat(corner.steps().getFirst().formula())
        .isEqualTo("sum of x * w over 4 products of 9, the rest outside the image");
    assertThat(corner.value("accumulator")).isEqualTo(77 + 128 * 28);
  }

  @Test
  void wrappedSumsSaySo() {
    FullyConnected.Builder wide =
        FullyConnected.builder(131072, 1)
            .input(QuantParams.symmetric(1))
            .weights(filled(131072), PerChannelQuantParams.symmetric(1))
            .outputInt32()
            .wrapAccumulator();
    Explanation e = wide.explain(filled(131072), 0, 0, 0);
    assertThat(e.value("accumulator")).isEqualTo(Integer.MIN_VALUE);
    assertThat(e.steps().getLast().formula())
        .isEqualTo("sum of the above = 2147483648, modulo 2^32");
  }

  private static byte[] filled(int length) {
    byte[] levels = new byte[length];
    Arrays.fill(levels, (byte) -128);
    return levels;
  }

  @Test
  void operatorsWithoutWeightsExplainThemselves() {
    QuantParams a = new QuantParams(0.5f, 1, QuantizedType.S8);
    QuantParams b = new QuantParams(0.25f, 128, QuantizedType.U8);
    Explanation sum = Add.of(a, b, a).explain((byte) 5, (byte) 130);
    assertThat(sum.output()).isEqualTo("Add of 5 and 130");
    assertThat(sum.value("sum")).isEqualTo(5f);
    assertThat(sum.value("level")).isEqualTo(6);
    Explanation level = Quantize.of(a).explain(0.75f);
    assertThat(level.value("ratio")).isEqualTo(1.5f);
    assertThat(level.value("level")).isEqualTo(3);
  }

  @Test
  void aDynamicLayerShowsTheRangeItFound() {
    DynamicFullyConnected.Builder layer =
        DynamicFullyConnected.builder(2, 1)
            .weights(new byte[] {1, 1}, PerChannelQuantParams.symmetric(0.5f));
    Explanation e = layer.explain(new float[] {0, 0, -55, 200}, 0, 2, 1, 0);
    assertThat(e.value("input scale")).isEqualTo(1f);
    assertThat(e.value("input level of 0")).isEqualTo(55);
    assertThat(e.value("products")).isEqualTo(255L);
    assertThat(e.value("accumulator")).isEqualTo(145);
    assertThat(e.value("output")).isEqualTo(72.5f);
  }

  @Test
  void mistakesAreNamed() {
    byte[] row = new byte[3];
    assertThatThrownBy(() -> layer().explain(row, 0, 0, 2))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessage("outFeature: 2 (expected: in [0, 2))");
    assertThatThrownBy(() -> layer().explain(row, 0, 1, 0))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessage("input.length: 3 (expected: >= inputOffset + 6 = 6)");
    assertThatThrownBy(() -> layer().explain(row, 0, 0, 0).value("sum"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("name: sum (expected: one of [products, input zero point, ");
    assertThatThrownBy(() -> new Explanation("none", List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("steps.size: 0 (expected: >= 1)");
  }
}
