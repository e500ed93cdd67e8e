package io.bytelane.tests.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.bytelane.internal.pack.ByteTranspose;
import io.bytelane.tests.support.BytePattern;
import io.bytelane.tests.support.GuardedBytes;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/// Blocks of eight by eight bytes, several of them in both directions, and what is left of them.
class ByteTransposeProperties {
  private static final byte UNTOUCHED = 99;

  @Property(tries = 1000)
  void rowsBecomeColumns(
      @ForAll @IntRange(max = 35) int rows,
      @ForAll @IntRange(max = 35) int columns,
      @ForAll @IntRange(max = 5) int sourceGap,
      @ForAll @IntRange(max = 5) int targetGap,
      @ForAll @IntRange(max = 9) int sourceOffset,
      @ForAll @IntRange(max = 9) int targetOffset,
      @ForAll long seed) {
    int from = columns + sourceGap;
    int to = rows + targetGap;
    byte[] source = BytePattern.RANDOM.bytes(sourceOffset + rows * from + 3, false, seed);
    byte[] target = new byte[targetOffset + columns * to + 3];
    Arrays.fill(target, UNTOUCHED);
    byte[] expected = target.clone();
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        expected[targetOffset + j * to + i] = source[sourceOffset + i * from + j];
      }
    }

    ByteTranspose.run(source, sourceOffset, from, rows, columns, target, targetOffset, to);

    assertThat(target).isEqualTo(expected);
  }

  @Property
  void fewRowsAreInterleaved(
      @ForAll @IntRange(min = 2, max = 4) int rows,
      @ForAll @IntRange(max = 70) int columns,
      @ForAll @IntRange(max = 5) int gap,
      @ForAll long seed) {
    int stride = columns + gap;
    byte[] source = new byte[rows * stride + 3];
    new Random(seed).nextBytes(source);
    GuardedBytes target = GuardedBytes.of(rows * columns, 2);

    ByteTranspose.interleave(source, 3, stride, rows, columns, target.array(), target.offset());

    byte[] actual = target.content();
    for (int j = 0; j < columns; j++) {
      for (int i = 0; i < rows; i++) {
        assertThat(actual[j * rows + i]).isEqualTo(source[3 + i * stride + j]);
      }
    }
    target.assertGuardsIntact();
  }
}
