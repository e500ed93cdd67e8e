package io.bytelane.tests.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.bytelane.Conv2d;
import io.bytelane.Conv2dGeometry;
import io.bytelane.FullyConnected;
import io.bytelane.Int8Dot;
import io.bytelane.Workspace;
import io.bytelane.quant.PerChannelQuantParams;
import io.bytelane.quant.QuantParams;
import io.bytelane.quant.QuantizedType;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// All 65,536 pairs of bytes, in all four combinations of types, through every engine that forms
/// products: whichever register, lane or transformation a pair goes through, its product is exact.
class ByteProductExhaustiveTest {
  private static final int LEVELS = 256;

  private static byte[] everyByte() {
    byte[] bytes = new byte[LEVELS];
    for (int i = 0; i < LEVELS; i++) {
      bytes[i] = (byte) i;
    }
    return bytes;
  }

  /// Products `[x][w]` of all bytes.
  private static int[] products(QuantizedType x, QuantizedType w) {
    int[] products = new int[LEVELS * LEVELS];
    for (int i = 0; i < products.length; i++) {
      products[i] = x.value((byte) (i / LEVELS)) * w.value((byte) i);
    }
    return products;
  }

  private static PerChannelQuantParams weights(QuantizedType type) {
    return PerChannelQuantParams.perTensor(new QuantParams(1f, 0, type), LEVELS);
  }

  @ParameterizedTest
  @CsvSource({"S8, S8", "S8, U8", "U8, S8", "U8, U8"})
  void dotProducts(QuantizedType x, QuantizedType w) {
    // Vectors of a lane's length and of none, so that bytes meet in vectors and in the tail.
    for (int length : new int[] {1, 67}) {
      Int8Dot dot = Int8Dot.of(x, w, length);
      int[] got = new int[LEVELS * LEVELS];
      byte[] query = new byte[length];
      byte[] row = new byte[length];
      int[] pair = products(x, w);
      for (int i = 0; i < got.length; i++) {
        Arrays.fill(query, (byte) (i / LEVELS));
        Arrays.fill(row, (byte) i);
        got[i] = dot.dot(query, 0, row, 0);
        pair[i] *= length;
      }
      assertThat(got).isEqualTo(pair);
    }
  }

  /// The tile takes many rows, the two kernels on bytes three and one.
  @ParameterizedTest
  @CsvSource({"S8, S8", "S8, U8", "U8, S8", "U8, U8"})
  void matrixProducts(QuantizedType x, QuantizedType w) {
    FullyConnected fc =
        FullyConnected.builder(1, LEVELS)
            .input(new QuantParams(1f, 0, x))
            .weights(everyByte(), weights(w))
            .outputInt32()
            .build();
    Workspace workspace = Workspace.forOperators(fc);
    for (int rows : new int[] {LEVELS, 3, 1}) {
      int[] got = new int[LEVELS * LEVELS];
      for (int row = 0; row < LEVELS; row += rows) {
        int count = Math.min(rows, LEVELS - row);
        fc.run(everyByte(), row, got, row * LEVELS, count, workspace);
      }
      assertThat(got).as("%d rows at a time", rows).isEqualTo(products(x, w));
    }
  }

  @ParameterizedTest
  @CsvSource({"S8, S8", "S8, U8", "U8, S8", "U8, U8"})
  void pointwiseAndDepthwiseConvolutions(QuantizedType x, QuantizedType w) {
    Conv2dGeometry pointwise = Conv2dGeometry.builder(16, 16, 1, LEVELS).build();
    assertProducts(pointwise, everyByte(), everyByte(), x, w);
    // Each pixel holds one byte in all of its channels.
    byte[] pixels = new byte[LEVELS * LEVELS];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (i / LEVELS);
    }
    Conv2dGeometry depthwise =
        Conv2dGeometry.builder(16, 16, LEVELS, LEVELS).groups(LEVELS).build();
    assertProducts(depthwise, pixels, everyByte(), x, w);
  }

  /// Kernels of 3 x 3 whose centre holds the byte, in one of 32 input channels: Winograd's form
  /// where weights are signed, patches where they are not.
  @ParameterizedTest
  @CsvSource({"S8, S8", "S8, U8", "U8, S8", "U8, U8"})
  void threeByThreeConvolutions(QuantizedType x, QuantizedType w) {
    int inputs = 32;
    byte[] weights = new byte[LEVELS * 9 * inputs];
    byte[] pixels = new byte[LEVELS * inputs];
    for (int i = 0; i < LEVELS; i++) {
      weights[(i * 9 + 4) * inputs + i % inputs] = (byte) i;
      Arrays.fill(pixels, i * inputs, (i + 1) * inputs, (byte) i);
    }
    Conv2dGeometry padded =
        Conv2dGeometry.builder(16, 16, inputs, LEVELS).kernel(3, 3).pads(1, 1, 1, 1).build();
    assertProducts(padded, pixels, weights, x, w);
  }

  private static void assertProducts(
      Conv2dGeometry geometry, byte[] pixels, byte[] weights, QuantizedType x, QuantizedType w) {
    Conv2d conv =
        Conv2d.builder(geometry)
            .input(new QuantParams(1f, 0, x))
            .weights(weights, weights(w))
            .outputInt32()
            .build();
    int[] got = new int[LEVELS * LEVELS];
    conv.run(pixels, 0, got, 0, 1, Workspace.forOperators(conv));
    assertThat(got).as(conv.kernelName()).isEqualTo(products(x, w));
  }
}
