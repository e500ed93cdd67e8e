package io.bytelane.tests.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bytelane.AveragePool2d;
import io.bytelane.Pool2dGeometry;
import io.bytelane.Workspace;
import io.bytelane.quant.ClampRange;
import io.bytelane.quant.QuantParams;
import io.bytelane.quant.QuantizationException;
import io.bytelane.quant.QuantizedType;
import io.bytelane.reference.ReferenceAveragePool;
import io.bytelane.reference.ReferenceTensor;
import io.bytelane.reference.ReferenceWindow;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AveragePool2dTest {
  @ParameterizedTest
  @CsvSource({
    "0, '-7,-6,-6,-6', -6",
    "0, '-7,-7,-6,-6', -6",
    "0, '-3,-2', -2",
    "0, '-5,-4', -4",
    "0, '3,2', 2",
    "-1, '-7,-7,-6,-6', -7"
  })
  void windowsOfTheContract(int zeroPoint, String levels, byte expected) {
    String[] cells = levels.split(",", -1);
    int channels = 33;
    byte[] x = new byte[cells.length * channels];
    for (int i = 0; i < x.length; i++) {
      x[i] = Byte.parseByte(cells[i / channels]);
    }
    QuantParams params = new QuantParams(0.1f, zeroPoint, QuantizedType.S8);
    Pool2dGeometry geometry = Pool2dGeometry.global(1, cells.length, channels);
    assertThat(pool(AveragePool2d.builder(geometry, params).build(), x)).containsOnly(expected);
  }

  /// Around the largest divisors of the float form and beyond them; values at the ends of the type,
  /// so that the sums are as large as they get.
  @ParameterizedTest
  @CsvSource({"255, 257", "256, 256", "257, 256"})
  void hugeWindowsStayExact(int height, int width) {
    int channels = 17;
    Random random = new Random(height);
    byte[] x = new byte[height * width * channels];
    Arrays.fill(x, (byte) 127);
    for (int i = 0; i < 3 * channels; i++) {
      x[random.nextInt(x.length)] = (byte) random.nextInt(256);
    }
    QuantParams params = new QuantParams(0.1f, -128, QuantizedType.S8);
    Pool2dGeometry geometry = Pool2dGeometry.global(height, width, channels);
    ReferenceWindow window = ReferenceWindow.of(height, width, height, width, 1, 0);
    ReferenceTensor tensor = ReferenceTensor.s8(x, 0);
    assertThat(pool(AveragePool2d.builder(geometry, params).build(), x))
        .containsExactly(ReferenceAveragePool.sameParams(window, 1, channels, tensor, -128, false));
    assertThat(
            pool(
                AveragePool2d.builder(geometry, params)
                    .rounding(AveragePool2d.Rounding.TFLITE_HALF_AWAY)
                    .build(),
                x))
        .containsExactly(ReferenceAveragePool.halfAway(window, 1, channels, tensor, -128, 127));
  }

  @Test
  void combinationsWithoutMeaningAreRefused() {
    QuantParams params = QuantParams.symmetric(0.5f);
    Pool2dGeometry geometry = Pool2dGeometry.global(2, 2, 1);
    assertThatThrownBy(
            () ->
                AveragePool2d.builder(geometry, params)
                    .countIncludePad(true)
                    .rounding(AveragePool2d.Rounding.TFLITE_HALF_AWAY)
                    .build())
        .isInstanceOf(QuantizationException.class)
        .hasMessage(
            "rounding: TFLITE_HALF_AWAY (expected: HALF_EVEN where padding counts or parameters"
                + " differ)");
    assertThatThrownBy(
            () -> AveragePool2d.builder(geometry, params).clamp(new ClampRange(0, 255)).build())
        .isInstanceOf(QuantizationException.class)
        .hasMessage("clamp: [0, 255] (expected: within [-128, 127] of S8)");
    Pool2dGeometry dilated = Pool2dGeometry.builder(4, 4, 1, 2, 2).dilation(2, 1).build();
    assertThatThrownBy(() -> AveragePool2d.builder(dilated, params).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("dilation: above 1 (expected: 1 for average pools)");
  }

  private static byte[] pool(AveragePool2d pool, byte[] x) {
    byte[] y = new byte[pool.geometry().outputSize()];
    pool.run(x, 0, y, 0, 1, Workspace.forOperators(pool));
    return y;
  }
}
