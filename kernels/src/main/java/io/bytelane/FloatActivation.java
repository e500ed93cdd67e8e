package io.bytelane;

import io.bytelane.internal.check.Checks;
import io.bytelane.internal.dispatch.Kernels;
import io.bytelane.internal.kernel.FloatArithmetic;
import io.bytelane.internal.kernel.FloatFunctions;
import java.util.Locale;

/// An activation function with parameters, on float32 values, element by element: the fp32 twin of
/// a [LookupTable] of the [Activations] of the same names. Immutable and thread-safe.
///
/// Steps in float32, rounded one by one: the bits are the same on every path, for every length and
/// offset. NaN gives NaN, but for [#thresholdedRelu]. Functions without parameters are in
/// [FloatFunction].
public final class FloatActivation implements Operator {
  private enum Form {
    HARD_SIGMOID,
    HARD_SWISH,
    LEAKY_RELU,
    THRESHOLDED_RELU,
    ELU
  }

  private final Form form;
  private final float first;
  private final float second;
  private final float third;
  private final FloatFunctions functions = Kernels.active().elements().floats().functions();
  private final FloatArithmetic arithmetic = Kernels.active().elements().floats().arithmetic();

  private FloatActivation(Form form, float first, float second, float third) {
    this.form = form;
    this.first = first;
    this.second = second;
    this.third = third;
  }

  /// Returns `max(0, min(1, alpha * x + beta))`; 0.2 and 0.5 are the usual constants.
  ///
  /// @throws IllegalArgumentException if a constant is not finite
  public static FloatActivation hardSigmoid(float alpha, float beta) {
    return new FloatActivation(Form.HARD_SIGMOID, finite("alpha", alpha), finite("beta", beta), 0f);
  }

  /// Returns `x * max(0, min(1, x / 6 + 0.5))`. Minus infinity gives NaN: a product of 0 and
  /// infinity.
  public static FloatActivation hardSwish() {
    return new FloatActivation(Form.HARD_SWISH, 0f, 0f, 0f);
  }

  /// Returns `x` from 0 on, `alpha * x` below.
  ///
  /// @throws IllegalArgumentException if `alpha` is not finite
  public static FloatActivation leakyRelu(float alpha) {
    return new FloatActivation(Form.LEAKY_RELU, finite("alpha", alpha), 0f, 0f);
  }

  /// Returns `x` above `alpha`, 0 otherwise, as for NaN.
  ///
  /// @throws IllegalArgumentException if `alpha` is not finite
  public static FloatActivation thresholdedRelu(float alpha) {
    return new FloatActivation(Form.THRESHOLDED_RELU, finite("alpha", alpha), 0f, 0f);
  }

  /// Returns `x` from 0 on, `alpha * (e^x - 1)` below; relative error at most 1e-6.
  ///
  /// @throws IllegalArgumentException if `alpha` is not finite
  public static FloatActivation elu(float alpha) {
    return new FloatActivation(Form.ELU, 1f, finite("alpha", alpha), 1f);
  }

  /// Returns `gamma * x` from 0 on, `gamma * alpha * (e^x - 1)` below; relative error at most
  /// 1e-6.
  ///
  /// @throws IllegalArgumentException if a constant, or their product, is not finite
  public static FloatActivation selu(float alpha, float gamma) {
    finite("alpha", alpha);
    finite("gamma", gamma);
    return new FloatActivation(Form.ELU, 1f, finite("alpha * gamma", alpha * gamma), gamma);
  }

  /// Returns `x` from 0 on, `alpha * (e^(x / alpha) - 1)` below; relative error at most 2e-6.
  ///
  /// @throws IllegalArgumentException if `alpha` is not positive or its reciprocal not finite
  public static FloatActivation celu(float alpha) {
    Checks.that(alpha > 0, "alpha", alpha, "> 0");
    return new FloatActivation(
        Form.ELU, finite("1 / alpha", 1 / alpha), finite("alpha", alpha), 1f);
  }

  private static float finite(String name, float value) {
    Checks.that(Float.isFinite(value), name, value, "finite");
    return value;
  }

  /// Computes `length` values. The output may be the range of the input; otherwise they must not
  /// overlap.
  ///
  /// @throws IndexOutOfBoundsException if a range leaves its array; nothing is written then
  public void run(float[] input, int inputOffset, float[] output, int outputOffset, int length) {
    Checks.atLeast("length", length, 0);
    Checks.range("input", input.length, inputOffset, length);
    Checks.range("output", output.length, outputOffset, length);
    switch (form) {
      case HARD_SIGMOID ->
          functions.hardSigmoid(input, inputOffset, length, first, second, output, outputOffset);
      case HARD_SWISH -> functions.hardSwish(input, inputOffset, length, output, outputOffset);
      case LEAKY_RELU -> arithmetic.prelu(input, inputOffset, first, length, output, outputOffset);
      case THRESHOLDED_RELU ->
          functions.above(input, inputOffset, length, first, output, outputOffset);
      case ELU ->
          functions.elu(input, inputOffset, length, first, second, third, output, outputOffset);
    }
  }

  /// Returns no scratch memory; `run` takes no workspace.
  @Override
  public WorkspaceSize workspaceSize() {
    return WorkspaceSize.NONE;
  }

  @Override
  public String kernelName() {
    return KernelNames.active("f32_" + form.name().toLowerCase(Locale.ROOT));
  }

  @Override
  public long packedBytes() {
    return 0;
  }
}
