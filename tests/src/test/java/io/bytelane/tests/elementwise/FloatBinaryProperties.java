package io.bytelane.tests.elementwise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bytelane.FloatBinary;
import io.bytelane.FloatBinary.Operation;
import io.bytelane.tests.support.FloatPattern;
import io.bytelane.tests.support.GuardedFloats;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/// Arithmetic on floats is that of Java, bit for bit.
class FloatBinaryProperties {
  @Property
  void pairsElements(
      @ForAll Operation operation,
      @ForAll FloatPattern pattern,
      @ForAll @IntRange(max = 100) int length,
      @ForAll boolean clamps,
      @ForAll boolean inPlace,
      @ForAll long seed) {
    float[] a = pattern.floats(length, seed);
    float[] b = pattern.floats(length, seed + 1);
    GuardedFloats left = GuardedFloats.copyOf(a, 1);
    GuardedFloats right = GuardedFloats.copyOf(b, 2);
    GuardedFloats out = inPlace ? left : GuardedFloats.of(length, 3);

    operator(operation, clamps)
        .run(
            left.array(),
            left.offset(),
            right.array(),
            right.offset(),
            out.array(),
            out.offset(),
            length);

    float[] actual = out.content();
    for (int i = 0; i < length; i++) {
      assertThat((Float) actual[i]).isEqualTo((Float) expected(operation, a[i], b[i], clamps));
    }
    out.assertGuardsIntact();
  }

  @Property
  void repeatsTheSecondOperand(
      @ForAll Operation operation,
      @ForAll FloatPattern pattern,
      @ForAll @IntRange(max = 5) int times,
      @ForAll @IntRange(min = 1, max = 70) int period,
      @ForAll boolean clamps,
      @ForAll long seed) {
    int length = times * period;
    float[] a = pattern.floats(length, seed);
    float[] b = pattern.floats(period, seed + 1);
    GuardedFloats out = GuardedFloats.of(length, 3);

    operator(operation, clamps).runRepeated(a, 0, b, 0, period, out.array(), out.offset(), length);

    float[] actual = out.content();
    for (int i = 0; i < length; i++) {
      assertThat((Float) actual[i])
          .isEqualTo((Float) expected(operation, a[i], b[i % period], clamps));
    }
    out.assertGuardsIntact();
  }

  private static FloatBinary operator(Operation operation, boolean clamps) {
    return clamps ? FloatBinary.of(operation, -0.5f, 3f) : FloatBinary.of(operation);
  }

  private static float expected(Operation operation, float a, float b, boolean clamps) {
    float value =
        switch (operation) {
          case ADD -> a + b;
          case SUB -> a - b;
          case MUL -> a * b;
          case DIV -> a / b;
          case MIN -> Math.min(a, b);
          case MAX -> Math.max(a, b);
          case PRELU -> a < 0 ? a * b : a;
        };
    return clamps ? Math.min(Math.max(value, -0.5f), 3f) : value;
  }

  @Example
  void refusesAPeriodThatDoesNotFit() {
    FloatBinary add = FloatBinary.of(Operation.ADD);
    float[] data = new float[8];
    assertThatThrownBy(() -> add.runRepeated(data, 0, data, 0, 3, data, 0, 8))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("period: 3 (expected: a divisor of length 8)");
    assertThatThrownBy(() -> add.runRepeated(data, 0, data, 6, 4, data, 0, 8))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessage("b.length: 8 (expected: >= bOffset + 4 = 10)");
  }
}
