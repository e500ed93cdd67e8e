package io.bytelane.tests.elementwise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bytelane.Add;
import io.bytelane.FloatBinary;
import io.bytelane.FloatBinary.Operation;
import io.bytelane.LookupTable;
import io.bytelane.Mul;
import io.bytelane.quant.ClampRange;
import io.bytelane.quant.FixedPointMultiplier;
import io.bytelane.quant.QuantParams;
import io.bytelane.quant.QuantizationException;
import io.bytelane.quant.QuantizationException.Reason;
import org.junit.jupiter.api.Test;

class ElementwiseTest {
  private static final QuantParams UNIT = QuantParams.symmetric(1f);

  @Test
  void scalesTooFarApartAreRefused() {
    assertThatThrownBy(
            () -> Add.of(QuantParams.symmetric(1e30f), UNIT, QuantParams.symmetric(1e-9f)))
        .isInstanceOfSatisfying(
            QuantizationException.class,
            e -> assertThat(e.reason()).isEqualTo(Reason.INVALID_MULTIPLIER))
        .hasMessage("aScale / outputScale: Infinity (expected: finite, times 255 as well)");
  }

  @Test
  void fixedPointMultipliersThatOverflowAreRefused() {
    FixedPointMultiplier huge = FixedPointMultiplier.of(1 << 20);
    ClampRange clamp = new ClampRange(-128, 127);
    assertThatThrownBy(() -> Mul.fixedDouble(UNIT, UNIT, UNIT, clamp, huge))
        .isInstanceOfSatisfying(
            QuantizationException.class,
            e -> assertThat(e.reason()).isEqualTo(Reason.ACCUMULATOR_OVERFLOW));
    assertThatThrownBy(
            () -> Mul.fixedDouble(UNIT, UNIT, UNIT, clamp, FixedPointMultiplier.of(-0.5)))
        .isInstanceOfSatisfying(
            QuantizationException.class,
            e -> assertThat(e.reason()).isEqualTo(Reason.INVALID_MULTIPLIER));
  }

  @Test
  void functionsThatGiveNaNAreRefused() {
    assertThatThrownBy(() -> LookupTable.of(UNIT, UNIT, Math::sqrt))
        .isInstanceOf(QuantizationException.class)
        .hasMessage("function(-128.0): NaN (expected: a number)");
  }

  @Test
  void rangesOutsideTheArraysAreRefused() {
    Add add = Add.of(UNIT, UNIT, UNIT);
    assertThatThrownBy(() -> add.run(new byte[4], 0, new byte[4], 1, new byte[4], 0, 4))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessage("b.length: 4 (expected: >= bOffset + 4 = 5)");
  }

  @Test
  void floatsAreCombinedAndClamped() {
    float[] a = {1, -2, 3, Float.NaN};
    float[] b = {4, 5, -6, 1};
    float[] out = new float[4];
    FloatBinary.of(Operation.ADD).run(a, 0, b, 0, out, 0, 4);
    assertThat(out).containsExactly(5, 3, -3, Float.NaN);
    FloatBinary.of(Operation.SUB, 0f, 6f).run(a, 0, b, 0, out, 0, 4);
    assertThat(out).containsExactly(0, 0, 6, Float.NaN);
    FloatBinary.of(Operation.MUL).run(a, 0, b, 0, out, 0, 3);
    assertThat(out).startsWith(4, -10, -18);
    FloatBinary.of(Operation.DIV).run(a, 0, b, 0, out, 0, 3);
    assertThat(out).startsWith(0.25f, -0.4f, -0.5f);
    FloatBinary.of(Operation.MIN).run(a, 0, b, 0, out, 0, 3);
    assertThat(out).startsWith(1, -2, -6);
    FloatBinary.of(Operation.MAX).run(a, 0, b, 0, out, 0, 3);
    assertThat(out).startsWith(4, 5, 3);
  }
}
