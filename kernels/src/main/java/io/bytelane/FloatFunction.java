package io.bytelane;

import io.bytelane.internal.check.Checks;
import io.bytelane.internal.dispatch.Kernels;
import io.bytelane.internal.kernel.FloatFunctions;
import java.util.Locale;
import java.util.Objects;

/// A function of float32 values, element by element: the fp32 twin of [LookupTable]. Immutable and
/// thread-safe.
///
/// Polynomials in float32, rounded step by step: the bits are the same on every path, for every
/// length and offset. NaN gives NaN.
public final class FloatFunction implements Operator {
  /// What is computed, with a bound of the error against the real function.
  public enum Function {
    /// `e^x`; relative error at most 3e-7 where the result is a normal float.
    EXP,
    /// `1 / (1 + e^-x)`; relative error at most 5e-7 where the result is a normal float.
    SIGMOID,
    /// The hyperbolic tangent; relative error at most 1e-6.
    TANH,
    /// The error function; relative error at most 1e-6.
    ERF,
    /// `x / 2 * (1 + erf(x / sqrt(2)))`; error at most `5e-7 * max(1, abs(x))`.
    GELU,
    /// `x / 2 * (1 + tanh(sqrt(2 / pi) * (x + 0.044715 x^3)))`; error at most
    /// `1e-6 * max(1, abs(x))`.
    GELU_TANH,
    /// `abs(x)`.
    ABS,
    /// `-x`.
    NEG,
    /// The square root, correctly rounded.
    SQRT,
    /// `1 / x`, correctly rounded.
    RECIPROCAL,
    /// The greatest whole number that is not above `x`; signs of zeros stay.
    FLOOR,
    /// The least whole number that is not below `x`; -0 between -1 and 0.
    CEIL,
    /// The nearest whole number, half to even; the sign of `x` stays with zeros.
    ROUND,
    /// -1, 1, or `x` where it is a zero.
    SIGN,
    /// `x / (1 + abs(x))`; relative error at most 2e-7. Infinities give NaN, a quotient of two.
    SOFTSIGN,
    /// The natural logarithm; relative error at most 5e-7. 0 gives minus infinity, less NaN.
    LOG,
    /// `ln(1 + e^x)`; relative error at most 1e-6 from -86 on, 0 below.
    SOFTPLUS,
    /// `x tanh(ln(1 + e^x))`; relative error at most 1e-6 where `e^x` is a normal float, 1e-42
    /// below. Minus infinity gives NaN: a product of 0 and infinity.
    MISH
  }

  private final Function function;
  private final FloatFunctions kernel = Kernels.active().elements().floats().functions();

  private FloatFunction(Function function) {
    this.function = Objects.requireNonNull(function, "function");
  }

  /// Returns the operator.
  public static FloatFunction of(Function function) {
    return new FloatFunction(function);
  }

  /// Computes `length` values. The output may be the range of the input; otherwise they must not
  /// overlap.
  ///
  /// @throws IndexOutOfBoundsException if a range leaves its array; nothing is written then
  public void run(float[] input, int inputOffset, float[] output, int outputOffset, int length) {
    Checks.atLeast("length", length, 0);
    Checks.range("input", input.length, inputOffset, length);
    Checks.range("output", output.length, outputOffset, length);
    switch (function) {
      case EXP -> kernel.exp(input, inputOffset, length, output, outputOffset);
      case SIGMOID -> kernel.sigmoid(input, inputOffset, length, output, outputOffset);
      case TANH -> kernel.tanh(input, inputOffset, length, output, outputOffset);
      case ERF -> kernel.erf(input, inputOffset, length, output, outputOffset);
      case GELU -> kernel.gelu(input, inputOffset, length, output, outputOffset);
      case GELU_TANH -> kernel.geluTanh(input, inputOffset, length, output, outputOffset);
      case ABS -> kernel.abs(input, inputOffset, length, output, outputOffset);
      case NEG -> kernel.negate(input, inputOffset, length, output, outputOffset);
      case SQRT -> kernel.sqrt(input, inputOffset, length, output, outputOffset);
      case RECIPROCAL -> kernel.reciprocal(input, inputOffset, length, output, outputOffset);
      case FLOOR -> kernel.floor(input, inputOffset, length, output, outputOffset);
      case CEIL -> kernel.ceil(input, inputOffset, length, output, outputOffset);
      case ROUND -> kernel.round(input, inputOffset, length, output, outputOffset);
      case SIGN -> kernel.sign(input, inputOffset, length, output, outputOffset);
      case LOG -> kernel.log(input, inputOffset, length, output, outputOffset);
      case SOFTPLUS -> kernel.softplus(input, inputOffset, length, output, outputOffset);
      case MISH -> kernel.mish(input, inputOffset, length, output, outputOffset);
      case SOFTSIGN -> kernel.softsign(input, inputOffset, length, output, outputOffset);
    }
  }

  /// Returns what is computed.
  public Function function() {
    return function;
  }

  /// Returns no scratch memory; `run` takes no workspace.
  @Override
  public WorkspaceSize workspaceSize() {
    return WorkspaceSize.NONE;
  }

  @Override
  public String kernelName() {
    return KernelNames.active("f32_" + function.name().toLowerCase(Locale.ROOT));
  }

  @Override
  public long packedBytes() {
    return 0;
  }
}
