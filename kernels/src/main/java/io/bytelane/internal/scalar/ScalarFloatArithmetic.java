package io.bytelane.internal.scalar;

import io.bytelane.internal.kernel.FloatArithmetic;

/// [FloatArithmetic] in plain loops; the vector form hands its last values here.
public final class ScalarFloatArithmetic implements FloatArithmetic {
  /// Creates the stateless instance.
  public ScalarFloatArithmetic() {}

  @Override
  public void add(
      float[] a, int aOffset, float[] b, int bOffset, int length, float[] out, int outOffset) {
    for (int i = 0; i < length; i++) {
      out[outOffset + i] = a[aOffset + i] + b[bOffset + i];
    }
  }

  @Override
  public void subtract(
      float[] a, int aOffset, float[] b, int bOffset, int length, float[] out, int outOffset) {
    for (int i = 0; i < length; i++) {
      out[outOffset + i] = a[aOffset + i] - b[bOffset + i];
    }
  }

  @Override
  public void multiply(
      float[] a, int aOffset, float[] b, int bOffset, int length, float[] out, int outOffset) {
    for (int i = 0; i < length; i++) {
      out[outOffset + i] = a[aOffset + i] * b[bOffset + i];
    }
  }

  @Override
  public void divide(
      float[] a, int aOffset, float[] b, int bOffset, int length, float[] out, int outOffset) {
    for (int i = 0; i < length; i++) {
      out[outOffset + i] = a[aOffset + i] / b[bOffset + i];
    }
  }

  @Override
  public void min(
      float[] a, int aOffset, float[] b, int bOffset, int length, float[] out, int outOffset) {
    for (int i = 0; i < length; i++) {
      out[outOffset + i] = Math.min(a[aOffset + i], b[bOffset + i]);
    }
  }

  @Override
  public void max(
      float[] a, int aOffset, float[] b, int bOffset, int length, float[] out, int outOffset) {
    for (int i = 0; i < length; i++) {
      out[outOffset + i] = Math.max(a[aOffset + i], b[bOffset + i]);
    }
  }

  @Override
  public void add(float[] a, int aOffset, float b, int length, float[] out, int outOffset) {
    for (int i = 0; i < length; i++) {
      out[outOffset + i] = a[aOffset + i] + b;
    }
  }

  @Override
  public void multiply(float[] a, int aOffset, float b, int length, float[] out, int outOffset) {
    for (int i = 0; i < length; i++) {
      out[outOffset + i] = a[aOffset + i] * b;
    }
  }

  @Override
  public void divide(float[] a, int aOffset, float b, int length, float[] out, int outOffset) {
    for (int i = 0; i < length; i++) {
      out[outOffset + i] = a[aOffset + i] / b;
    }
  }

  @Override
  public void clamp(
      float[] a, int aOffset, float low, float high, int length, float[] out, int outOffset) {
    for (int i = 0; i < length; i++) {
      out[outOffset + i] = Math.min(Math.max(a[aOffset + i], low), high);
    }
  }

  @Override
  public void prelu(
      float[] a, int aOffset, float[] b, int bOffset, int length, float[] out, int outOffset) {
    for (int i = 0; i < length; i++) {
      float x = a[aOffset + i];
      out[outOffset + i] = x < 0f ? x * b[bOffset + i] : x;
    }
  }

  @Override
  public void prelu(float[] a, int aOffset, float b, int length, float[] out, int outOffset) {
    for (int i = 0; i < length; i++) {
      float x = a[aOffset + i];
      out[outOffset + i] = x < 0f ? x * b : x;
    }
  }

  @Override
  public void mix(
      float[] in,
      int first,
      float firstWeight,
      int second,
      float secondWeight,
      int length,
      float[] out,
      int outOffset) {
    for (int i = 0; i < length; i++) {
      out[outOffset + i] = in[first + i] * firstWeight + in[second + i] * secondWeight;
    }
  }

  @Override
  public void addScaled(
      float[] in, int inOffset, float weight, int length, float[] out, int outOffset) {
    for (int i = 0; i < length; i++) {
      out[outOffset + i] = in[inOffset + i] * weight + out[outOffset + i];
    }
  }
}
