package io.bytelane.tests.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import io.bytelane.reference.ReferenceBias;
import io.bytelane.reference.ReferenceDynamic;
import io.bytelane.reference.ReferenceElementwise;
import io.bytelane.reference.ReferenceFunction;
import io.bytelane.reference.ReferenceLookup;
import io.bytelane.reference.ReferenceQuantParams;
import io.bytelane.reference.ReferenceQuantizer;
import io.bytelane.reference.ReferenceSoftmax;
import io.bytelane.reference.ReferenceTensor;
import io.bytelane.tests.support.Reals;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.PropertyDefaults;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

@PropertyDefaults(tries = 1000)
class ReferenceQuantizerProperties {
  @Provide
  Arbitrary<Float> scales() {
    return Arbitraries.oneOf(
        Reals.floats(1e-4f, 10f), Arbitraries.of(1f, 0.5f, 0.1f, 1f / 255f, 1e-40f, 1e30f));
  }

  @Provide
  Arbitrary<Float> values() {
    return Reals.floats(-300f, 300f);
  }

  @Provide
  Arbitrary<Float> ranges() {
    return Reals.floats(-1000f, 1000f);
  }

  @Provide
  Arbitrary<Float> biases() {
    return Reals.floats(-100f, 100f);
  }

  @Provide
  Arbitrary<Float> biasScales() {
    return Reals.floats(1e-6f, 1f);
  }

  @Provide
  Arbitrary<Float> smallScales() {
    return Reals.floats(0.001f, 0.5f);
  }

  @Property(tries = 1000)
  void divisionIsRoundedToFloatAndThenHalfToEven(
      @ForAll("values") float x,
      @ForAll("scales") float scale,
      @ForAll @IntRange(min = -128, max = 127) int z) {
    float quotient = x / scale;
    int q = ReferenceQuantizer.divide(x, scale, z, -128, 127);
    if (Float.isInfinite(quotient)) {
      assertThat(q).isEqualTo(x > 0 ? 127 : -128);
      return;
    }
    BigDecimal exact = new BigDecimal(quotient);
    BigDecimal even = exact.setScale(0, RoundingMode.HALF_EVEN);
    BigDecimal away = exact.setScale(0, RoundingMode.HALF_UP);
    assertThat(q).isEqualTo(clamp(even, z));
    assertThat(ReferenceQuantizer.halfAway(x, scale, z, -128, 127)).isEqualTo(clamp(away, z));
    assertThat(Math.abs(ReferenceQuantizer.divide(-x, scale, 0, -127, 127)))
        .isEqualTo(Math.abs(ReferenceQuantizer.divide(x, scale, 0, -127, 127)));
  }

  private static int clamp(BigDecimal rounded, int z) {
    return rounded
        .add(BigDecimal.valueOf(z))
        .max(BigDecimal.valueOf(-128))
        .min(BigDecimal.valueOf(127))
        .intValueExact();
  }

  @Example
  void specialValuesFollowTheContract() {
    for (int z : new int[] {-128, -1, 0, 5, 127}) {
      assertThat(ReferenceQuantizer.divide(Float.NaN, 1f, z, -128, 127)).isEqualTo(z);
      assertThat(ReferenceQuantizer.divide(-0f, 1f, z, -128, 127)).isEqualTo(z);
      assertThat(ReferenceQuantizer.divide(Float.POSITIVE_INFINITY, 1f, z, -128, 127))
          .isEqualTo(127);
      assertThat(ReferenceQuantizer.divide(Float.NEGATIVE_INFINITY, 1f, z, -128, 127))
          .isEqualTo(-128);
      assertThat(ReferenceQuantizer.divide(1e38f, 1e-7f, z, -128, 127)).isEqualTo(127);
      assertThat(ReferenceQuantizer.divide(1e-40f, 1e-40f, Math.min(z, 126), -128, 127))
          .isEqualTo(Math.min(z, 126) + 1);
    }
    assertThatThrownBy(() -> ReferenceQuantizer.reciprocal(1f, 1e-40f, 0, -128, 127))
        .isInstanceOf(ArithmeticException.class);
  }

  @Property(tries = 1000)
  void chosenParametersHoldZeroAndTheRange(@ForAll("ranges") float a, @ForAll("ranges") float b) {
    float lo = Math.min(a, b);
    float hi = Math.max(a, b);
    ReferenceQuantParams p = ReferenceQuantParams.affine(lo, hi, -128, 127);
    assertThat(p.zeroPoint()).isBetween(-128, 127);
    assertThat(ReferenceQuantizer.divide(0f, p.scale(), p.zeroPoint(), -128, 127))
        .isEqualTo(p.zeroPoint());
    for (float x : new float[] {lo, hi}) {
      float back = ReferenceQuantizer.fake(x, p.scale(), p.zeroPoint(), -128, 127);
      assertThat((double) back).isCloseTo(x, offset(p.scale() * 1.001));
    }
  }

  @Property(tries = 1000)
  void biasErrorIsAtMostHalfAStep(@ForAll("biases") float bias, @ForAll("biasScales") float scale) {
    int q = ReferenceBias.quantize(bias, scale);
    assertThat((double) q * scale).isCloseTo(bias, offset(scale / 2.0));
    assertThat(ReferenceBias.saturates(bias, scale)).isFalse();
    assertThat(ReferenceBias.saturates(3e9f, 1f)).isTrue();
    assertThat(ReferenceBias.quantize(-3e9f, 1f)).isEqualTo(Integer.MIN_VALUE);
  }

  @Property
  void aRowKeepsItsParametersAmongOthers(
      @ForAll @IntRange(min = 1, max = 20) int length, @ForAll float[] noise) {
    float[] x = new float[noise.length + length];
    for (int i = 0; i < length; i++) {
      x[noise.length + i] = (float) Math.sin(i + 1.0) * 3;
    }
    System.arraycopy(noise, 0, x, 0, noise.length);
    float[] alone = new float[length];
    System.arraycopy(x, noise.length, alone, 0, length);
    assertThat(ReferenceDynamic.parameters(x, noise.length, length, true, 0))
        .isEqualTo(ReferenceDynamic.parameters(alone, 0, length, true, 0));
  }

  @Property
  void additionCommutesAndSubtractionIsAdditionOfTheOpposite(
      @ForAll @IntRange(min = -128, max = 127) int a,
      @ForAll @IntRange(min = -127, max = 127) int b,
      @ForAll("smallScales") float sa,
      @ForAll("smallScales") float sb) {
    ReferenceQuantParams pa = new ReferenceQuantParams(sa, 3);
    ReferenceQuantParams pb = new ReferenceQuantParams(sb, 0);
    ReferenceQuantParams out = new ReferenceQuantParams(0.7f, -5);
    int sum = ReferenceElementwise.add(a, pa, b, pb, out, -128, 127);
    assertThat(ReferenceElementwise.add(b, pb, a, pa, out, -128, 127)).isEqualTo(sum);
    assertThat(ReferenceElementwise.sub(a, pa, -b, pb, out, -128, 127)).isEqualTo(sum);
    assertThat(ReferenceElementwise.mul(a, pa, b, pb, out, -128, 127))
        .isEqualTo(ReferenceElementwise.mul(b, pb, a, pa, out, -128, 127));
    double real = ((a - 3) * (double) sa + b * (double) sb) / 0.7f - 5;
    assertThat((double) sum).isCloseTo(Math.clamp(real, -128.0, 127.0), offset(0.501));
  }

  @Property
  void theIdentityTableIsTheIdentity(
      @ForAll("scales") float scale, @ForAll @IntRange(min = -128, max = 127) int z) {
    ReferenceQuantParams p = new ReferenceQuantParams(scale, z);
    assertThat(ReferenceLookup.table(x -> x, p, false, p, -128, 127))
        .isEqualTo(IntStream.rangeClosed(-128, 127).toArray());
    for (int q = -128; q < 128; q++) {
      assertThat(ReferenceElementwise.rescale(q, p, p, -128, 127)).isEqualTo(q);
    }
  }

  /// Published values of the error function to 16 digits.
  @Example
  void errorFunction() {
    assertThat(ReferenceFunction.erf(0.5)).isCloseTo(0.5204998778130465, offset(1e-14));
    assertThat(ReferenceFunction.erf(1)).isCloseTo(0.8427007929497149, offset(1e-14));
    assertThat(ReferenceFunction.erf(-2)).isCloseTo(-0.9953222650189527, offset(1e-14));
    assertThat(ReferenceFunction.erf(3.5)).isCloseTo(0.9999992569016276, offset(1e-14));
    assertThat(ReferenceFunction.erf(0)).isZero();
    assertThat(ReferenceFunction.erf(40)).isEqualTo(1.0);
    assertThat(ReferenceFunction.erf(Double.NaN)).isNaN();
  }

  @Property
  void softmaxIsIndependentOfOrderAndOfTheLevelItStartsFrom(
      @ForAll byte[] row, @ForAll("smallScales") float scale) {
    int n = row.length;
    byte[] reversed = new byte[n];
    for (int i = 0; i < n; i++) {
      reversed[n - 1 - i] = row[i];
    }
    int[] q = softmax(row, scale);
    int[] r = softmax(reversed, scale);
    double total = 0;
    for (int i = 0; i < n; i++) {
      assertThat(r[n - 1 - i]).isEqualTo(q[i]);
      total += (q[i] + 128) / 256.0;
    }
    if (n > 1) {
      assertThat(total).isCloseTo(1, offset(n / 512.0 + 0.01));
    }
  }

  private static int[] softmax(byte[] row, float scale) {
    return ReferenceSoftmax.row(
        ReferenceTensor.s8(row, 0), 0, row.length, scale, 1f / 256, -128, -128, 127);
  }
}
