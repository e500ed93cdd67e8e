package io.bytelane.internal.kernel;

/// Coefficients of the approximations that every path shares.
public final class FunctionTerms {
  /// log2(e): how many powers of two an exponent holds.
  public static final float LOG2_E = (float) 1.4426950408889634;

  /// The upper part of ln(2), with so few bits that its product with any exponent is exact.
  public static final float LN2_HIGH = 355f / 512;

  /// The rest of ln(2).
  public static final float LN2_LOW = (float) (0.6931471805599453 - 355.0 / 512);

  /// Coefficients of e^r, from r^2 on, of the series; `abs(r) <= ln(2) / 2`, where the first term
  /// left out, r^7/7!, is below 1.2e-7.
  public static final float EXP_2 = 1f / 2;

  /// See [#EXP_2].
  public static final float EXP_3 = 1f / 6;

  /// See [#EXP_2].
  public static final float EXP_4 = 1f / 24;

  /// See [#EXP_2].
  public static final float EXP_5 = 1f / 120;

  /// See [#EXP_2].
  public static final float EXP_6 = 1f / 720;

  /// 1.5 * 2^23; adding it rounds to an integer, which then is in the low bits of the sum.
  public static final float ROUND = 12582912f;

  /// The bits of [#ROUND].
  public static final int ROUND_BITS = 0x4B400000;

  /// Below it the power of two in an exponential is no normal float any more.
  public static final float SMALLEST_EXPONENT = -86f;

  /// Below it e^x is 0 in float32.
  public static final float UNDERFLOW = -104f;

  /// From here on e^x is infinite in float32.
  public static final float OVERFLOW = 89f;

  /// Bits of the fraction of a float.
  public static final int FRACTION = 23;

  /// The bits of the fraction of a float.
  public static final int FRACTION_MASK = (1 << FRACTION) - 1;

  /// What the exponent of a float is stored with.
  public static final int EXPONENT_BIAS = 127;

  /// The bits of 1f.
  public static final int ONE_BITS = EXPONENT_BIAS << FRACTION;

  /// `erf(x) = 1 - (t A1 + t^2 A2 + ... + t^5 A5) e^(-x^2)`, `t = 1 / (1 + ERF_P x)`, `x >= 0`,
  /// within 1.5e-7: Abramowitz and Stegun, Handbook of Mathematical Functions, 7.1.26.
  public static final float ERF_P = (float) 0.3275911;

  /// See [#ERF_P].
  public static final float ERF_1 = (float) 0.254829592;

  /// See [#ERF_P].
  public static final float ERF_2 = (float) -0.284496736;

  /// See [#ERF_P].
  public static final float ERF_3 = (float) 1.421413741;

  /// See [#ERF_P].
  public static final float ERF_4 = (float) -1.453152027;

  /// See [#ERF_P].
  public static final float ERF_5 = (float) 1.061405429;

  /// Below this magnitude [#ERF_P] has too large a relative error, and the series of erf serves.
  public static final float ERF_SERIES = 0.5f;

  /// 2 / sqrt(pi), the first coefficient of the series of erf; the further ones are
  /// `(-1)^n / (n! (2n + 1))` times it.
  public static final float ERF_FACTOR = (float) 1.1283791670955126;

  /// 1 / sqrt(2).
  public static final float SQRT_HALF = (float) 0.7071067811865476;

  /// From here on gelu is `max(x, 0)` in float32; also keeps infinities out of products with 0.
  public static final float GELU_LIMIT = 30f;

  /// From here on mish is x in float32; also keeps infinities out of the quotient.
  public static final float MISH_LIMIT = 20f;

  /// The bits of sqrt(1 / 2), the least fraction that a logarithm splits off.
  public static final int SQRT_HALF_BITS = 0x3F3504F3;

  /// The smallest normal float.
  public static final float SMALLEST_NORMAL = 0x1p-126f;

  /// The slope of the ramp in hard-swish.
  public static final float SIXTH = 1f / 6;

  /// 2 * sqrt(2 / pi).
  public static final float GELU_TANH = (float) 1.5957691216057308;

  /// The factor of the cube in the form of gelu with tanh.
  public static final float GELU_CUBE = 0.044715f;

  private FunctionTerms() {}
}
