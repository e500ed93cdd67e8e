package io.bytelane.tests.elementwise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bytelane.FloatActivation;
import io.bytelane.internal.kernel.FloatArithmetic;
import io.bytelane.internal.kernel.FloatFunctions;
import io.bytelane.internal.scalar.ScalarFloatArithmetic;
import io.bytelane.internal.scalar.ScalarFloatFunctions;
import io.bytelane.reference.ReferenceFunction;
import io.bytelane.tests.support.FloatPattern;
import io.bytelane.tests.support.GuardedFloats;
import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.FloatRange;
import net.jqwik.api.constraints.IntRange;

/// Activations of floats against double, and the chosen path against the scalar one.
class FloatActivationProperties {
  enum Form {
    HARD_SIGMOID,
    HARD_SWISH,
    LEAKY_RELU,
    THRESHOLDED_RELU,
    ELU,
    SELU,
    CELU;

    FloatActivation operator(float alpha, float beta) {
      return switch (this) {
        case HARD_SIGMOID -> FloatActivation.hardSigmoid(alpha, beta);
        case HARD_SWISH -> FloatActivation.hardSwish();
        case LEAKY_RELU -> FloatActivation.leakyRelu(alpha);
        case THRESHOLDED_RELU -> FloatActivation.thresholdedRelu(alpha);
        case ELU -> FloatActivation.elu(alpha);
        case SELU -> FloatActivation.selu(alpha, beta);
        case CELU -> FloatActivation.celu(alpha);
      };
    }

    DoubleUnaryOperator exact(float alpha, float beta) {
      return switch (this) {
        case HARD_SIGMOID -> ReferenceFunction.hardSigmoid(alpha, beta);
        case HARD_SWISH -> ReferenceFunction::hardSwish;
        case LEAKY_RELU -> ReferenceFunction.leakyRelu(alpha);
        case THRESHOLDED_RELU -> ReferenceFunction.thresholdedRelu(alpha);
        case ELU -> ReferenceFunction.elu(alpha);
        case SELU -> x -> beta * ReferenceFunction.elu(alpha).applyAsDouble(x);
        case CELU -> x -> x > 0 ? x : alpha * StrictMath.expm1(x / alpha);
      };
    }

    void scalar(float alpha, float beta, float[] in, float[] out) {
      FloatFunctions functions = new ScalarFloatFunctions();
      FloatArithmetic arithmetic = new ScalarFloatArithmetic();
      int length = in.length;
      switch (this) {
        case HARD_SIGMOID -> functions.hardSigmoid(in, 0, length, alpha, beta, out, 0);
        case HARD_SWISH -> functions.hardSwish(in, 0, length, out, 0);
        case LEAKY_RELU -> arithmetic.prelu(in, 0, alpha, length, out, 0);
        case THRESHOLDED_RELU -> functions.above(in, 0, length, alpha, out, 0);
        case ELU -> functions.elu(in, 0, length, 1f, alpha, 1f, out, 0);
        case SELU -> functions.elu(in, 0, length, 1f, alpha * beta, beta, out, 0);
        case CELU -> functions.elu(in, 0, length, 1f / alpha, alpha, 1f, out, 0);
      }
    }

    double bound(double x, double expected, float beta) {
      return switch (this) {
        // The rounding of the product and of the sum, before the clamp.
        case HARD_SIGMOID -> 3e-7 * (1 + Math.abs(beta));
        case HARD_SWISH -> 3e-7 * Math.max(1, Math.abs(x));
        case LEAKY_RELU, THRESHOLDED_RELU -> 0;
        case ELU, SELU -> 1e-6 * Math.abs(expected) + Float.MIN_VALUE;
        case CELU -> 2e-6 * Math.abs(expected) + Float.MIN_VALUE;
      };
    }
  }

  @Property
  void staysWithinItsBound(
      @ForAll Form form,
      @ForAll FloatPattern pattern,
      @ForAll @FloatRange(min = 0.01f, max = 3f) float alpha,
      @ForAll @FloatRange(min = 0.5f, max = 2f) float beta,
      @ForAll long seed) {
    float[] x = pattern.floats(100, seed);
    float[] y = new float[x.length];
    form.operator(alpha, beta).run(x, 0, y, 0, x.length);
    DoubleUnaryOperator exact = form.exact(alpha, beta);
    for (int i = 0; i < x.length; i++) {
      if (Float.isFinite(x[i])) {
        double expected = exact.applyAsDouble(x[i]);
        boolean right =
            Math.abs(y[i] - expected) <= form.bound(x[i], expected, beta)
                || y[i] == (float) expected;
        assertThat(right).as("%s(%s): %s, not %s", form, x[i], y[i], expected).isTrue();
      }
    }
  }

  @Property
  void hasTheBitsOfTheScalarPath(
      @ForAll Form form,
      @ForAll FloatPattern pattern,
      @ForAll @FloatRange(min = 0.01f, max = 3f) float alpha,
      @ForAll @FloatRange(min = 0.5f, max = 2f) float beta,
      @ForAll @IntRange(max = 200) int length,
      @ForAll boolean inPlace,
      @ForAll long seed) {
    float[] x = pattern.floats(length, seed);
    float[] expected = new float[length];
    form.scalar(alpha, beta, x, expected);
    GuardedFloats in = GuardedFloats.copyOf(x, 3);
    GuardedFloats out = inPlace ? in : GuardedFloats.of(length, 5);

    form.operator(alpha, beta).run(in.array(), in.offset(), out.array(), out.offset(), length);

    float[] actual = out.content();
    for (int i = 0; i < length; i++) {
      assertThat(Float.floatToIntBits(actual[i]))
          .as("%s(%s) = %s, not %s", form, x[i], actual[i], expected[i])
          .isEqualTo(Float.floatToIntBits(expected[i]));
    }
    out.assertGuardsIntact();
  }

  @Example
  void specialValues() {
    float[] x = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, -0f};
    for (Form form : Form.values()) {
      float[] y = new float[4];
      form.operator(0.5f, 0.5f).run(x, 0, y, 0, 4);
      if (form == Form.THRESHOLDED_RELU) {
        assertThat(y[0]).as("%s(NaN)", form).isZero();
      } else {
        assertThat(y[0]).as("%s(NaN)", form).isNaN();
      }
      assertThat((double) y[1]).isEqualTo(form.exact(0.5f, 0.5f).applyAsDouble(x[1]));
      double low = form.exact(0.5f, 0.5f).applyAsDouble(x[2]);
      assertThat((Double) (double) y[2]).as("%s(-Infinity)", form).isEqualTo((Double) low);
      assertThat((double) y[3]).isEqualTo(form.exact(0.5f, 0.5f).applyAsDouble(0));
    }
  }

  /// What equals the threshold is not above it; the same in every lane and in the tail.
  @Example
  void theThresholdItselfGivesZero() {
    float[] x = new float[37];
    Arrays.fill(x, 0.75f);
    float[] y = new float[37];
    FloatActivation.thresholdedRelu(0.75f).run(x, 0, y, 0, 37);
    assertThat(y).containsOnly(0f);
    FloatActivation.thresholdedRelu(Math.nextDown(0.75f)).run(x, 0, y, 0, 37);
    assertThat(y).containsOnly(0.75f);
    FloatActivation.thresholdedRelu(-2f).run(new float[] {Float.NaN, -1f}, 0, y, 0, 2);
    assertThat(y).startsWith(0f, -1f);
  }

  @Example
  void refusesConstantsThatAreNotFinite() {
    assertThatThrownBy(() -> FloatActivation.elu(Float.NaN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("alpha: NaN (expected: finite)");
    assertThatThrownBy(() -> FloatActivation.celu(0f))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("alpha: 0.0 (expected: > 0)");
    assertThatThrownBy(() -> FloatActivation.hardSigmoid(1f, Float.POSITIVE_INFINITY))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("beta: Infinity (expected: finite)");
  }
}
