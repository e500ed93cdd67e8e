package io.bytelane.internal.kernel;

/// float32 arithmetic, element by element. `out` may be the range of an operand; otherwise ranges
/// do not overlap. All paths give the same bits.
///
/// The operands of a network lie in one array at offsets that are known at run time only, where C2
/// has to assume overlap and leaves plain loops scalar.
public interface FloatArithmetic {
  /// Adds: `out[i] = a[i] + b[i]`.
  void add(float[] a, int aOffset, float[] b, int bOffset, int length, float[] out, int outOffset);

  /// Subtracts: `out[i] = a[i] - b[i]`.
  void subtract(
      float[] a, int aOffset, float[] b, int bOffset, int length, float[] out, int outOffset);

  /// Multiplies: `out[i] = a[i] * b[i]`.
  void multiply(
      float[] a, int aOffset, float[] b, int bOffset, int length, float[] out, int outOffset);

  /// Divides: `out[i] = a[i] / b[i]`.
  void divide(
      float[] a, int aOffset, float[] b, int bOffset, int length, float[] out, int outOffset);

  /// Takes the smaller one, as `Math.min` orders floats.
  void min(float[] a, int aOffset, float[] b, int bOffset, int length, float[] out, int outOffset);

  /// Takes the larger one, as `Math.max` orders floats.
  void max(float[] a, int aOffset, float[] b, int bOffset, int length, float[] out, int outOffset);

  /// Adds one value: `out[i] = a[i] + b`.
  void add(float[] a, int aOffset, float b, int length, float[] out, int outOffset);

  /// Multiplies by one value: `out[i] = a[i] * b`.
  void multiply(float[] a, int aOffset, float b, int length, float[] out, int outOffset);

  /// Divides by one value: `out[i] = a[i] / b`.
  void divide(float[] a, int aOffset, float b, int length, float[] out, int outOffset);

  /// Scales what is negative: `out[i] = a[i] < 0 ? a[i] * b[i] : a[i]`.
  void prelu(
      float[] a, int aOffset, float[] b, int bOffset, int length, float[] out, int outOffset);

  /// Scales what is negative by one value.
  void prelu(float[] a, int aOffset, float b, int length, float[] out, int outOffset);

  /// Mixes two ranges of one array: `out[i] = in[first + i] * firstWeight + in[second + i] *
  /// secondWeight`, rounded step by step.
  void mix(
      float[] in,
      int first,
      float firstWeight,
      int second,
      float secondWeight,
      int length,
      float[] out,
      int outOffset);

  /// Adds a multiple, rounded step by step: `out[i] = in[i] * weight + out[i]`.
  void addScaled(float[] in, int inOffset, float weight, int length, float[] out, int outOffset);

  /// Clamps: `out[i] = min(max(a[i], low), high)`, as `Math.min` and `Math.max` order floats.
  void clamp(float[] a, int aOffset, float low, float high, int length, float[] out, int outOffset);
}
