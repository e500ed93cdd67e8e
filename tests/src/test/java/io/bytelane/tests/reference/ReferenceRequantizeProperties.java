package io.bytelane.tests.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bytelane.reference.ReferenceFixedPoint;
import io.bytelane.reference.ReferenceMultiplier;
import io.bytelane.reference.ReferenceRefusal;
import io.bytelane.reference.ReferenceRequantize;
import io.bytelane.tests.support.Reals;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/// Each scheme against its definition in exact rational arithmetic.
class ReferenceRequantizeProperties {
  private static final BigInteger TWO = BigInteger.TWO;

  @Provide
  Arbitrary<Integer> accumulators() {
    return Arbitraries.oneOf(
        Arbitraries.integers(),
        Arbitraries.integers().between(-4096, 4096),
        Arbitraries.integers().between(-(1 << 25), 1 << 25),
        Arbitraries.of(Integer.MIN_VALUE, Integer.MAX_VALUE, 0, 1, -1));
  }

  @Provide
  Arbitrary<Float> multipliers() {
    return Arbitraries.oneOf(
        Reals.floats(0f, 1f),
        Reals.floats(1e-9f, 1f),
        Arbitraries.integers().between(-30, 4).map(e -> Math.scalb(1f, e)),
        Arbitraries.integers().between(1, 200).map(d -> 1f / d),
        Arbitraries.of(0f, Float.MIN_VALUE, 3.5f, 1e30f));
  }

  @Provide
  Arbitrary<Integer> mantissas() {
    return Arbitraries.oneOf(
        Arbitraries.integers().between(1 << 30, Integer.MAX_VALUE),
        Arbitraries.of(1 << 30, Integer.MAX_VALUE, 0, 3 << 29));
  }

  @Property(tries = 1000)
  void schemeAIsOneFloatProductRoundedHalfToEven(
      @ForAll("accumulators") int acc,
      @ForAll("multipliers") float m,
      @ForAll @IntRange(min = -128, max = 127) int z) {
    float product =
        new BigDecimal(new BigDecimal(acc).floatValue()).multiply(new BigDecimal(m)).floatValue();
    int q = ReferenceRequantize.float32(acc, m, z, -128, 127);
    if (Float.isInfinite(product)) {
      assertThat(q).isEqualTo(product > 0 ? 127 : -128);
      return;
    }
    BigInteger rounded = new BigDecimal(product).setScale(0, RoundingMode.HALF_EVEN).toBigInteger();
    assertThat(q).isEqualTo(clamp(rounded.add(BigInteger.valueOf(z))));
  }

  @Property(tries = 1000)
  void zeroPointFirstDiffersOnlyOnTiesAndBeyondTheFloatGrid(
      @ForAll @IntRange(min = -60000, max = 60000) int acc,
      @ForAll @IntRange(min = 1, max = 12) int shift,
      @ForAll @IntRange(min = -128, max = 127) int z) {
    float m = Math.scalb(1f, -shift);
    int after = ReferenceRequantize.float32(acc, m, z, -100_000, 100_000);
    int before = ReferenceRequantize.zeroPointFirst(acc, m, z, -100_000, 100_000);
    boolean tie = Math.floorMod(acc, 1 << shift) == 1 << (shift - 1);
    if (tie && z % 2 != 0) {
      assertThat(Math.abs(before - after)).isEqualTo(1);
    } else {
      assertThat(before).isEqualTo(after);
    }
  }

  @Property(tries = 1000)
  void schemeBRoundsTwice(
      @ForAll("accumulators") int acc,
      @ForAll("mantissas") int m0,
      @ForAll @IntRange(min = -31, max = 4) int shift,
      @ForAll @IntRange(min = -128, max = 127) int z) {
    BigInteger shifted = BigInteger.valueOf(acc).shiftLeft(Math.max(shift, 0));
    if (shifted.bitLength() > 31) {
      assertThatThrownBy(() -> ReferenceFixedPoint.scale(acc, m0, shift))
          .isInstanceOf(ArithmeticException.class);
      return;
    }
    BigInteger high = floor(shifted.multiply(BigInteger.valueOf(m0)).add(TWO.pow(30)), 31);
    BigDecimal quotient = new BigDecimal(high).divide(new BigDecimal(TWO.pow(Math.max(-shift, 0))));
    BigInteger rounded = quotient.setScale(0, RoundingMode.HALF_UP).toBigInteger();
    assertThat(ReferenceRequantize.fixedDouble(acc, m0, shift, z, -128, 127))
        .isEqualTo(clamp(rounded.add(BigInteger.valueOf(z))));
  }

  @Property(tries = 1000)
  void schemeCRoundsOnceTowardPlusInfinity(
      @ForAll("accumulators") int acc,
      @ForAll("mantissas") int m0,
      @ForAll @IntRange(min = -31, max = 30) int shift,
      @ForAll @IntRange(min = -128, max = 127) int z) {
    BigInteger product = BigInteger.valueOf(acc).multiply(BigInteger.valueOf(m0));
    BigInteger rounded = floor(product.add(TWO.pow(30 - shift)), 31 - shift);
    assertThat(ReferenceRequantize.fixedSingle(acc, m0, shift, z, -128, 127))
        .isEqualTo(clamp(rounded.add(BigInteger.valueOf(z))));
  }

  @Property(tries = 1000)
  void theDecompositionIsTheNearestOneThatFits(@ForAll("multipliers") float m) {
    ReferenceMultiplier d = ReferenceMultiplier.of(m);
    double value = Math.scalb((double) d.m0(), d.shift() - 31);
    if (m < 0x1p-32) {
      assertThat(d).isEqualTo(new ReferenceMultiplier(0, 0));
    } else {
      assertThat(d.m0()).isBetween(1 << 30, Integer.MAX_VALUE);
      // A float has 24 bits, so its mantissa of 31 is exact.
      assertThat(value).isEqualTo((double) m);
    }
  }

  @Property(tries = 1000)
  void theDecompositionOfADoubleIsWithinHalfAUnit(@ForAll("doubles") double m) {
    ReferenceMultiplier d = ReferenceMultiplier.of(m);
    double value = Math.scalb((double) d.m0(), d.shift() - 31);
    assertThat(Math.abs(value - m)).isLessThanOrEqualTo(Math.scalb(1.0, d.shift() - 32));
  }

  @Provide
  Arbitrary<Double> doubles() {
    return Reals.positiveDoubles(1e-8, 100);
  }

  @Example
  void edgesOfTheFixedPointForms() {
    assertThat(ReferenceFixedPoint.doublingHighMultiply(Integer.MIN_VALUE, Integer.MIN_VALUE))
        .isEqualTo(Integer.MAX_VALUE);
    assertThat(ReferenceFixedPoint.roundingDivide(-5, 1)).isEqualTo(-3);
    assertThat(ReferenceFixedPoint.roundingDivide(5, 1)).isEqualTo(3);
    assertThat(ReferenceFixedPoint.roundingDivide(Integer.MIN_VALUE, 31)).isEqualTo(-1);
    assertThat(ReferenceFixedPoint.roundingDivide(7, 0)).isEqualTo(7);
    assertThat(ReferenceMultiplier.single(0x1p40))
        .isEqualTo(new ReferenceMultiplier(Integer.MAX_VALUE, 30));
    for (float m : new float[] {-0.5f, Float.NaN, Float.POSITIVE_INFINITY}) {
      assertThatThrownBy(() -> ReferenceRequantize.checked(m))
          .isInstanceOf(ReferenceRefusal.class)
          .hasMessageContaining("InvalidMultiplier");
    }
  }

  private static BigInteger floor(BigInteger x, int shift) {
    return new BigDecimal(x)
        .divide(new BigDecimal(TWO.pow(shift)))
        .setScale(0, RoundingMode.FLOOR)
        .toBigInteger();
  }

  private static int clamp(BigInteger q) {
    return q.max(BigInteger.valueOf(-128)).min(BigInteger.valueOf(127)).intValueExact();
  }
}
