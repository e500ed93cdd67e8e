package io.bytelane.internal.scalar;

import static io.bytelane.internal.kernel.FunctionTerms.*;

import io.bytelane.internal.kernel.FloatFunctions;

/// [FloatFunctions] in plain loops; the vector form hands its last values here.
public final class ScalarFloatFunctions implements FloatFunctions {
  /// Creates the stateless instance.
  public ScalarFloatFunctions() {}

  @Override
  public void exp(float[] in, int inOffset, int length, float[] out, int outOffset) {
    for (int i = 0; i < length; i++) {
      out[outOffset + i] = ScalarExponential.any(in[inOffset + i]);
    }
  }

  @Override
  public void sigmoid(float[] in, int inOffset, int length, float[] out, int outOffset) {
    for (int i = 0; i < length; i++) {
      out[outOffset + i] = 1f / (ScalarExponential.any(-in[inOffset + i]) + 1f);
    }
  }

  @Override
  public void tanh(float[] in, int inOffset, int length, float[] out, int outOffset) {
    for (int i = 0; i < length; i++) {
      out[outOffset + i] = tanh(in[inOffset + i]);
    }
  }

  @Override
  public void erf(float[] in, int inOffset, int length, float[] out, int outOffset) {
    for (int i = 0; i < length; i++) {
      out[outOffset + i] = erf(in[inOffset + i]);
    }
  }

  @Override
  public void gelu(float[] in, int inOffset, int length, float[] out, int outOffset) {
    for (int i = 0; i < length; i++) {
      float x = in[inOffset + i];
      float magnitude = Math.abs(x);
      float z = magnitude > GELU_LIMIT ? GELU_LIMIT : magnitude;
      float share = complement(z * SQRT_HALF) * (z * 0.5f);
      out[outOffset + i] = (x < 0f ? 0f : x) - share;
    }
  }

  @Override
  public void geluTanh(float[] in, int inOffset, int length, float[] out, int outOffset) {
    for (int i = 0; i < length; i++) {
      float x = in[inOffset + i];
      float inner = (x * x * GELU_CUBE + 1f) * x * GELU_TANH;
      float e = ScalarExponential.ofNegative(-Math.abs(inner));
      out[outOffset + i] = (inner < 0f ? e : 1f) / (e + 1f) * x;
    }
  }

  private static float tanh(float x) {
    float e = ScalarExponential.lessOne(Math.abs(x) * -2f);
    return Math.copySign(e / (e + 2f), x);
  }

  private static float erf(float x) {
    float z = Math.abs(x);
    if (z < ERF_SERIES) {
      float u = x * x;
      float p = u * (1f / 9360) - 1f / 1320;
      p = p * u + 1f / 216;
      p = p * u - 1f / 42;
      p = p * u + 1f / 10;
      p = p * u - 1f / 3;
      return (p * u + 1f) * (x * ERF_FACTOR);
    }
    return Math.copySign(1f - complement(z), x);
  }

  /// 1 - erf(z) for `z >= 0`.
  private static float complement(float z) {
    float t = 1f / (z * ERF_P + 1f);
    float p = t * ERF_5 + ERF_4;
    p = p * t + ERF_3;
    p = p * t + ERF_2;
    p = p * t + ERF_1;
    return p * t * ScalarExponential.ofNegative(z * -z);
  }

  @Override
  public void abs(float[] in, int inOffset, int length, float[] out, int outOffset) {
    for (int i = 0; i < length; i++) {
      out[outOffset + i] = Math.abs(in[inOffset + i]);
    }
  }

  @Override
  public void negate(float[] in, int inOffset, int length, float[] out, int outOffset) {
    for (int i = 0; i < length; i++) {
      out[outOffset + i] = -in[inOffset + i];
    }
  }

  @Override
  public void sqrt(float[] in, int inOffset, int length, float[] out, int outOffset) {
    for (int i = 0; i < length; i++) {
      out[outOffset + i] = (float) Math.sqrt(in[inOffset + i]);
    }
  }

  @Override
  public void reciprocal(float[] in, int inOffset, int length, float[] out, int outOffset) {
    for (int i = 0; i < length; i++) {
      out[outOffset + i] = 1f / in[inOffset + i];
    }
  }

  @Override
  public void floor(float[] in, int inOffset, int length, float[] out, int outOffset) {
    for (int i = 0; i < length; i++) {
      out[outOffset + i] = (float) Math.floor(in[inOffset + i]);
    }
  }

  @Override
  public void ceil(float[] in, int inOffset, int length, float[] out, int outOffset) {
    for (int i = 0; i < length; i++) {
      out[outOffset + i] = (float) Math.ceil(in[inOffset + i]);
    }
  }

  @Override
  public void round(float[] in, int inOffset, int length, float[] out, int outOffset) {
    for (int i = 0; i < length; i++) {
      out[outOffset + i] = (float) Math.rint(in[inOffset + i]);
    }
  }

  @Override
  public void sign(float[] in, int inOffset, int length, float[] out, int outOffset) {
    for (int i = 0; i < length; i++) {
      out[outOffset + i] = Math.signum(in[inOffset + i]);
    }
  }

  @Override
  public void softsign(float[] in, int inOffset, int length, float[] out, int outOffset) {
    for (int i = 0; i < length; i++) {
      float x = in[inOffset + i];
      out[outOffset + i] = x / (Math.abs(x) + 1f);
    }
  }

  @Override
  public void log(float[] in, int inOffset, int length, float[] out, int outOffset) {
    for (int i = 0; i < length; i++) {
      out[outOffset + i] = log(in[inOffset + i]);
    }
  }

  /// With x = 2^n m, m in sqrt(1/2) .. sqrt(2): n ln 2 + 2 artanh((m - 1) / (m + 1)), by its
  /// series.
  private static float log(float x) {
    boolean tiny = x < SMALLEST_NORMAL;
    int bits = Float.floatToRawIntBits(tiny ? x * 0x1p23f : x) - SQRT_HALF_BITS;
    float n = (float) (bits >> FRACTION) - (tiny ? FRACTION : 0f);
    float f = Float.intBitsToFloat((bits & FRACTION_MASK) + SQRT_HALF_BITS) - 1f;
    float s = f / (f + 2f);
    float u = s * s;
    float p = u * (1f / 9) + 1f / 7;
    p = p * u + 1f / 5;
    p = p * u + 1f / 3;
    float series = (p * u + 1f) * (s * 2f);
    float y = n * LN2_HIGH + (n * LN2_LOW + series);
    if (x > 0f) {
      return x == Float.POSITIVE_INFINITY ? x : y;
    }
    return x == 0f ? Float.NEGATIVE_INFINITY : Float.NaN;
  }

  @Override
  public void softplus(float[] in, int inOffset, int length, float[] out, int outOffset) {
    for (int i = 0; i < length; i++) {
      out[outOffset + i] = softplus(in[inOffset + i]);
    }
  }

  /// max(x, 0) + 2 artanh(t / (t + 2)) with t = e^-|x|, by the series of artanh up to 1/3.
  private static float softplus(float x) {
    float t = ScalarExponential.ofNegative(-Math.abs(x));
    float s = t / (t + 2f);
    float u = s * s;
    float p = u * (1f / 13) + 1f / 11;
    p = p * u + 1f / 9;
    p = p * u + 1f / 7;
    p = p * u + 1f / 5;
    p = p * u + 1f / 3;
    return (p * u + 1f) * (s * 2f) + (x < 0f ? 0f : x);
  }

  @Override
  public void mish(float[] in, int inOffset, int length, float[] out, int outOffset) {
    for (int i = 0; i < length; i++) {
      out[outOffset + i] = mish(in[inOffset + i]);
    }
  }

  /// x tanh(ln(1 + t)) with t = e^x is x (t^2 + 2t) / (t^2 + 2t + 2).
  private static float mish(float x) {
    float t = ScalarExponential.any(x > MISH_LIMIT ? MISH_LIMIT : x);
    float n = (t + 2f) * t;
    return n / (n + 2f) * x;
  }

  @Override
  public void above(
      float[] in, int inOffset, int length, float threshold, float[] out, int outOffset) {
    for (int i = 0; i < length; i++) {
      float x = in[inOffset + i];
      out[outOffset + i] = x > threshold ? x : 0f;
    }
  }

  @Override
  public void hardSigmoid(
      float[] in, int inOffset, int length, float slope, float shift, float[] out, int outOffset) {
    for (int i = 0; i < length; i++) {
      out[outOffset + i] = unit(in[inOffset + i] * slope + shift);
    }
  }

  @Override
  public void hardSwish(float[] in, int inOffset, int length, float[] out, int outOffset) {
    for (int i = 0; i < length; i++) {
      float x = in[inOffset + i];
      out[outOffset + i] = unit(x * SIXTH + 0.5f) * x;
    }
  }

  /// Clamps to 0 .. 1; NaN stays.
  private static float unit(float x) {
    float raised = x < 0f ? 0f : x;
    return raised > 1f ? 1f : raised;
  }

  @Override
  public void elu(
      float[] in,
      int inOffset,
      int length,
      float inner,
      float negative,
      float positive,
      float[] out,
      int outOffset) {
    for (int i = 0; i < length; i++) {
      float x = in[inOffset + i];
      out[outOffset + i] = x < 0f ? ScalarExponential.lessOne(x * inner) * negative : x * positive;
    }
  }
}
