package io.bytelane.tests.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SupportTest {
  @Test
  void patternsAreDeterministicAndReachTheEnds() {
    for (BytePattern pattern : BytePattern.values()) {
      byte[] first = pattern.bytes(200, false, 7);
      byte[] second = pattern.bytes(200, false, 7);
      assertThat(first).isEqualTo(second);
    }
    assertThat(BytePattern.MAX_MIN.bytes(3, false, 0)).containsExactly(127, -128, 127);
    assertThat(BytePattern.MIN_MAX.bytes(3, true, 0)).containsExactly(0, 255, 0);
    assertThat(BytePattern.EXTREMES.bytes(100, false, 1)).contains(-128, 127);
    assertThat(BytePattern.ONE_HOT.bytes(100, false, 1)).containsOnlyOnce(127);
    assertThat(BytePattern.RANDOM.bytes(100, false, 1))
        .isNotEqualTo(BytePattern.RANDOM.bytes(100, false, 2));
  }

  @Test
  void guardsCatchOneElementOnEitherSide() {
    GuardedBytes bytes = GuardedBytes.of(5, 3);
    assertThatCode(bytes::assertGuardsIntact).doesNotThrowAnyException();
    bytes.array()[bytes.offset() - 1] = 0;
    assertThatThrownBy(bytes::assertGuardsIntact).hasMessageContaining("element -1 of 5");

    GuardedInts ints = GuardedInts.of(0);
    ints.array()[ints.offset()] = 0;
    assertThatThrownBy(ints::assertGuardsIntact).hasMessageContaining("element 0 of 0");

    GuardedFloats floats = GuardedFloats.copyOf(new float[] {1f}, 1);
    assertThatCode(floats::assertGuardsIntact).doesNotThrowAnyException();
    floats.array()[floats.offset() + 1] = Float.NaN;
    assertThatThrownBy(floats::assertGuardsIntact).hasMessageContaining("element 1 of 1");
  }

  @Test
  void gapsBetweenRowsAreGuarded() {
    GuardedInts ints = GuardedInts.of(2 * 5);
    ints.array()[ints.offset() + 5] = 1;
    assertThatCode(() -> ints.assertGapsIntact(2, 3, 5)).doesNotThrowAnyException();
    ints.array()[ints.offset() + 4] = 1;
    assertThatThrownBy(() -> ints.assertGapsIntact(2, 3, 5)).hasMessageContaining("element 4");
  }

  @Test
  void stridesArePrimesAboveTheMinimum() {
    assertThat(Shapes.primeAbove(0)).isEqualTo(2);
    assertThat(Shapes.primeAbove(7)).isEqualTo(11);
    assertThat(Shapes.primeAbove(64)).isEqualTo(67);
  }
}
