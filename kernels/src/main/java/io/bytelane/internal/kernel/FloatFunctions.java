package io.bytelane.internal.kernel;

/// Functions of float32 values, element by element: `out[i] = f(in[i])`. `out` may be the range of
/// `in`; otherwise they do not overlap. NaN gives NaN, but for [#above].
///
/// Polynomials in float32 whose steps are rounded one by one, never fused, so that all paths give
/// the same bits. `relative` and `absolute` below are bounds of the error against the real
/// function.
public interface FloatFunctions {
  /// Computes `e^x`; relative 3e-7, beyond the range of normal floats gradual underflow, infinity
  /// from 88.73 on.
  void exp(float[] in, int inOffset, int length, float[] out, int outOffset);

  /// Computes `1 / (1 + e^-x)`; relative 5e-7.
  void sigmoid(float[] in, int inOffset, int length, float[] out, int outOffset);

  /// Computes the hyperbolic tangent; relative 1e-6.
  void tanh(float[] in, int inOffset, int length, float[] out, int outOffset);

  /// Computes the error function; relative 1e-6.
  void erf(float[] in, int inOffset, int length, float[] out, int outOffset);

  /// Computes `x / 2 * (1 + erf(x / sqrt(2)))`; absolute `5e-7 * max(1, abs(x))`.
  void gelu(float[] in, int inOffset, int length, float[] out, int outOffset);

  /// Computes `x / 2 * (1 + tanh(sqrt(2 / pi) * (x + 0.044715 x^3)))`; absolute
  /// `1e-6 * max(1, abs(x))`.
  void geluTanh(float[] in, int inOffset, int length, float[] out, int outOffset);

  /// Takes the magnitude.
  void abs(float[] in, int inOffset, int length, float[] out, int outOffset);

  /// Changes the sign.
  void negate(float[] in, int inOffset, int length, float[] out, int outOffset);

  /// Takes the square root, correctly rounded.
  void sqrt(float[] in, int inOffset, int length, float[] out, int outOffset);

  /// Computes `1 / x`, correctly rounded.
  void reciprocal(float[] in, int inOffset, int length, float[] out, int outOffset);

  /// Takes the greatest whole number that is not above `x`, as `Math.floor` does.
  void floor(float[] in, int inOffset, int length, float[] out, int outOffset);

  /// Takes the least whole number that is not below `x`, as `Math.ceil` does.
  void ceil(float[] in, int inOffset, int length, float[] out, int outOffset);

  /// Takes the nearest whole number, half to even, as `Math.rint` does.
  void round(float[] in, int inOffset, int length, float[] out, int outOffset);

  /// Takes the sign, as `Math.signum` does.
  void sign(float[] in, int inOffset, int length, float[] out, int outOffset);

  /// Computes `x / (1 + abs(x))`; relative 2e-7.
  void softsign(float[] in, int inOffset, int length, float[] out, int outOffset);

  /// Computes the natural logarithm; relative 5e-7.
  void log(float[] in, int inOffset, int length, float[] out, int outOffset);

  /// Computes `ln(1 + e^x)`; relative 1e-6, 0 below -86.
  void softplus(float[] in, int inOffset, int length, float[] out, int outOffset);

  /// Computes `x tanh(ln(1 + e^x))`; relative 1e-6 where `e^x` is a normal float.
  void mish(float[] in, int inOffset, int length, float[] out, int outOffset);

  /// Takes `x` where it is above a threshold, 0 elsewhere.
  void above(float[] in, int inOffset, int length, float threshold, float[] out, int outOffset);

  /// Computes `x * slope + shift`, clamped to `0 .. 1`.
  void hardSigmoid(
      float[] in, int inOffset, int length, float slope, float shift, float[] out, int outOffset);

  /// Computes `x` times `x / 6 + 1 / 2` clamped to `0 .. 1`.
  void hardSwish(float[] in, int inOffset, int length, float[] out, int outOffset);

  /// Computes `x * positive` from 0 on, `(e^(x * inner) - 1) * negative` below; relative 1e-6
  /// where `inner` is 1.
  void elu(
      float[] in,
      int inOffset,
      int length,
      float inner,
      float negative,
      float positive,
      float[] out,
      int outOffset);
}
