package io.bytelane.tests.elementwise;

import static org.assertj.core.api.Assertions.assertThat;

import io.bytelane.FloatFunction;
import io.bytelane.FloatFunction.Function;
import io.bytelane.internal.kernel.FloatFunctions;
import io.bytelane.internal.scalar.ScalarFloatFunctions;
import io.bytelane.reference.ReferenceFunction;
import io.bytelane.tests.support.FloatPattern;
import io.bytelane.tests.support.GuardedFloats;
import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// Float functions against double, and the chosen path against the scalar one.
class FloatFunctionProperties {
  /// The steps of the sweep over all floats; odd, so that every fraction occurs.
  private static final int STRIDE = Boolean.getBoolean("bytelane.long") ? 37 : 10007;

  private static final float SMALLEST_NORMAL = 0x1p-126f;

  @ParameterizedTest
  @EnumSource
  void staysWithinItsBoundOverAllMagnitudes(Function function) {
    DoubleUnaryOperator exact = exact(function);
    FloatFunction operator = FloatFunction.of(function);
    int count = 4096;
    float[] x = new float[count];
    float[] y = new float[count];
    for (long bits = Integer.MIN_VALUE; bits <= Integer.MAX_VALUE; bits += (long) STRIDE * count) {
      for (int i = 0; i < count; i++) {
        long place = Math.min(bits + (long) i * STRIDE, Integer.MAX_VALUE);
        x[i] = Float.intBitsToFloat((int) place);
      }
      operator.run(x, 0, y, 0, count);
      for (int i = 0; i < count; i++) {
        if (Float.isFinite(x[i])) {
          double expected = exact.applyAsDouble(x[i]);
          double error = Math.abs(y[i] - expected);
          boolean right =
              error <= bound(function, x[i], expected)
                  || y[i] == (float) expected
                  || (Float.isNaN(y[i]) && Double.isNaN(expected));
          assertThat(right).as("%s(%s): %s, not %s", function, x[i], y[i], expected).isTrue();
        }
      }
    }
  }

  private static double bound(Function function, double x, double expected) {
    double relative = Math.abs(expected);
    if (relative < SMALLEST_NORMAL && (function == Function.EXP || function == Function.SIGMOID)) {
      return SMALLEST_NORMAL;
    }
    return switch (function) {
      case EXP -> 3e-7 * relative;
      case SIGMOID -> 5e-7 * relative;
      case TANH, ERF -> 1e-6 * relative + Float.MIN_VALUE;
      case GELU -> 5e-7 * Math.max(1, Math.abs(x));
      case GELU_TANH -> 1e-6 * Math.max(1, Math.abs(x));
      case SOFTSIGN -> 2e-7 * relative;
      case LOG -> 5e-7 * relative;
      case SOFTPLUS -> x < -86 ? relative : 1e-6 * relative;
      case MISH -> 1e-6 * relative + 1e-42;
      case ABS, NEG, SQRT, RECIPROCAL, FLOOR, CEIL, ROUND, SIGN -> 0;
    };
  }

  private static DoubleUnaryOperator exact(Function function) {
    return switch (function) {
      case EXP -> ReferenceFunction::exp;
      case SIGMOID -> ReferenceFunction::sigmoid;
      case TANH -> ReferenceFunction::tanh;
      case ERF -> ReferenceFunction::erf;
      case GELU -> ReferenceFunction::gelu;
      case GELU_TANH -> ReferenceFunction::geluTanh;
      case ABS -> StrictMath::abs;
      case NEG -> x -> 0 - x;
      case SQRT -> StrictMath::sqrt;
      case RECIPROCAL -> x -> 1 / x;
      case FLOOR -> StrictMath::floor;
      case CEIL -> StrictMath::ceil;
      case ROUND -> ReferenceFunction::round;
      case SIGN -> x -> x > 0 ? 1 : x < 0 ? -1 : 0;
      case SOFTSIGN -> ReferenceFunction::softsign;
      case LOG -> StrictMath::log;
      case SOFTPLUS -> ReferenceFunction::softplus;
      case MISH -> ReferenceFunction::mish;
    };
  }

  @Property
  void hasTheBitsOfTheScalarPath(
      @ForAll Function function,
      @ForAll FloatPattern pattern,
      @ForAll @IntRange(max = 200) int length,
      @ForAll @IntRange(max = 7) int shift,
      @ForAll long seed) {
    float[] x = pattern.floats(length, seed);
    float[] expected = new float[length];
    FloatFunctions scalar = new ScalarFloatFunctions();
    switch (function) {
      case EXP -> scalar.exp(x, 0, length, expected, 0);
      case SIGMOID -> scalar.sigmoid(x, 0, length, expected, 0);
      case TANH -> scalar.tanh(x, 0, length, expected, 0);
      case ERF -> scalar.erf(x, 0, length, expected, 0);
      case GELU -> scalar.gelu(x, 0, length, expected, 0);
      case GELU_TANH -> scalar.geluTanh(x, 0, length, expected, 0);
      case ABS -> scalar.abs(x, 0, length, expected, 0);
      case NEG -> scalar.negate(x, 0, length, expected, 0);
      case SQRT -> scalar.sqrt(x, 0, length, expected, 0);
      case RECIPROCAL -> scalar.reciprocal(x, 0, length, expected, 0);
      case FLOOR -> scalar.floor(x, 0, length, expected, 0);
      case CEIL -> scalar.ceil(x, 0, length, expected, 0);
      case ROUND -> scalar.round(x, 0, length, expected, 0);
      case SIGN -> scalar.sign(x, 0, length, expected, 0);
      case LOG -> scalar.log(x, 0, length, expected, 0);
      case SOFTPLUS -> scalar.softplus(x, 0, length, expected, 0);
      case MISH -> scalar.mish(x, 0, length, expected, 0);
      case SOFTSIGN -> scalar.softsign(x, 0, length, expected, 0);
    }
    GuardedFloats in = GuardedFloats.copyOf(x, shift);
    GuardedFloats out = GuardedFloats.of(length, 7 - shift);

    FloatFunction.of(function).run(in.array(), in.offset(), out.array(), out.offset(), length);

    float[] actual = out.content();
    for (int i = 0; i < length; i++) {
      // All NaNs count as one.
      assertThat(Float.floatToIntBits(actual[i]))
          .as("%s(%s) = %s, not %s", function, x[i], actual[i], expected[i])
          .isEqualTo(Float.floatToIntBits(expected[i]));
      assertThat(Float.isNaN(actual[i])).isEqualTo(isNotANumber(function, x[i]));
    }
    out.assertGuardsIntact();
  }

  /// The tanh form of gelu has no value at minus infinity: it is a product of 0 and infinity.
  private static boolean isNotANumber(Function function, float x) {
    return Float.isNaN(x)
        || (function == Function.GELU_TANH && x == Float.NEGATIVE_INFINITY)
        || ((function == Function.SQRT || function == Function.LOG) && x < 0)
        || (function == Function.MISH && x == Float.NEGATIVE_INFINITY)
        || (function == Function.SOFTSIGN && Float.isInfinite(x));
  }

  @ParameterizedTest
  @CsvSource({
    "LOG, 0, -Infinity",
    "LOG, -0.0, -Infinity",
    "LOG, Infinity, Infinity",
    "LOG, 1, 0",
    "SOFTPLUS, -Infinity, 0",
    "SOFTPLUS, Infinity, Infinity",
    "SOFTPLUS, -0.0, 0.6931472",
    "MISH, Infinity, Infinity",
    "MISH, 0, 0",
    "MISH, -0.0, -0.0"
  })
  void endsOfTheRange(Function function, float x, float expected) {
    float[] in = new float[37];
    Arrays.fill(in, x);
    float[] out = new float[37];
    FloatFunction.of(function).run(in, 0, out, 0, 37);
    assertThat(out).containsOnly(expected);
  }

  /// Ties, the last floats with a fraction, both zeros, infinities: in every lane and in the tail.
  @ParameterizedTest
  @EnumSource(names = {"FLOOR", "CEIL", "ROUND", "SIGN"})
  void wholeNumbersKeepTheirBits(Function function) {
    float[] magnitudes = {
      0f,
      Float.MIN_VALUE,
      0.25f,
      0.49999997f,
      0.5f,
      0.50000006f,
      0.99999994f,
      1f,
      1.5f,
      2.5f,
      3.5f,
      4194303.5f,
      4194304.5f,
      8388607f,
      8388607.5f,
      8388608f,
      8388609f,
      16777215f,
      16777216f,
      1e20f,
      Float.MAX_VALUE,
      Float.POSITIVE_INFINITY,
      Float.NaN
    };
    float[] x = new float[4 * magnitudes.length];
    for (int i = 0; i < x.length; i++) {
      float magnitude = magnitudes[i % magnitudes.length];
      x[i] = i / magnitudes.length % 2 == 0 ? magnitude : -magnitude;
    }
    float[] y = new float[x.length];
    FloatFunction.of(function).run(x, 0, y, 0, x.length);
    for (int i = 0; i < x.length; i++) {
      float expected =
          switch (function) {
            case FLOOR -> (float) StrictMath.floor(x[i]);
            case CEIL -> (float) StrictMath.ceil(x[i]);
            case ROUND -> (float) StrictMath.rint(x[i]);
            default -> StrictMath.signum(x[i]);
          };
      assertThat(Float.floatToIntBits(y[i]))
          .as("%s(%s) = %s, not %s", function, x[i], y[i], expected)
          .isEqualTo(Float.floatToIntBits(expected));
    }
  }
}
