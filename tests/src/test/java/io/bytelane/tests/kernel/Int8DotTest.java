package io.bytelane.tests.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bytelane.Int8Dot;
import io.bytelane.quant.QuantizedType;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Int8DotTest {
  @ParameterizedTest
  @CsvSource({
    "S8, S8, 131071, -128, -128, 2147467264",
    "U8, S8, 65793, 255, -128, -2147483520",
    "S8, U8, 65793, -128, 255, -2147483520",
    "U8, U8, 33025, 255, 255, 2147450625"
  })
  void theLongestVectorsOfExtremesAreExactAndLongerOnesAreRefused(
      QuantizedType a, QuantizedType b, int bound, int x, int y, int sum) {
    byte[] xs = new byte[bound];
    byte[] ys = new byte[bound];
    Arrays.fill(xs, (byte) x);
    Arrays.fill(ys, (byte) y);
    assertThat(Int8Dot.maxLength(a, b)).isEqualTo(bound);
    assertThat(Int8Dot.of(a, b, bound).dot(xs, 0, ys, 0)).isEqualTo(sum);
    assertThatThrownBy(() -> Int8Dot.of(a, b, bound + 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("length: " + (bound + 1) + " (expected: in [0, " + bound + "])");
  }

  /// Pairs whose sum leaves 16 bits, the case of acceptance.json: at every lane of every length.
  @ParameterizedTest
  @CsvSource({
    "U8, 255, 127, 64770",
    "U8, 255, 113, 57630",
    "U8, 255, -128, -65280",
    "S8, -128, -128, 32768",
    "S8, 127, 127, 32258"
  })
  void pairsThatSaturateElsewhereAreExactAtEveryLane(QuantizedType type, int x, int y, int sum) {
    for (int length = 65; length <= 131; length++) {
      Int8Dot dot = Int8Dot.of(type, QuantizedType.S8, length);
      for (int lane = 0; lane < 64; lane++) {
        byte[] a = new byte[length];
        byte[] b = new byte[length];
        Arrays.fill(a, lane, lane + 2, (byte) x);
        Arrays.fill(b, lane, lane + 2, (byte) y);
        assertThat(dot.dot(a, 0, b, 0)).as("length %d, lane %d", length, lane).isEqualTo(sum);
      }
    }
  }

  @Test
  void refusesBadArgumentsBeforeWriting() {
    Int8Dot dot = Int8Dot.of(QuantizedType.S8, QuantizedType.S8, 4);
    byte[] query = {1, 2, 3, 4};
    byte[] rows = new byte[12];
    int[] out = {9, 9, 9, 9};
    assertThatThrownBy(() -> dot.dot(query, 1, rows, 0))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessageStartingWith("query.length: 4");
    assertThatThrownBy(() -> dot.dotRows(query, 0, rows, 0, 3, 2, out, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("stride: 3 (expected: >= 4)");
    assertThatThrownBy(() -> dot.dotRows(query, 0, rows, 0, 4, 4, out, 0))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessageStartingWith("rows.length: 12");
    for (int index : new int[] {-1, 3, Integer.MAX_VALUE}) {
      int[] indices = {0, index};
      assertThatThrownBy(() -> dot.dotRowsAt(query, 0, rows, 0, 4, indices, 0, 2, out, 0))
          .isInstanceOf(IndexOutOfBoundsException.class)
          .hasMessage("indices[1]: " + index + " (expected: a row inside rows)");
    }
    assertThat(out).containsOnly(9);
  }
}
