package io.bytelane.reference;

/// From float32 to integers and back: the quantize operations of the numeric contract, section 1.
///
/// NaN gives the zero point (real 0), infinities the ends of the range.
public final class ReferenceQuantizer {
  private ReferenceQuantizer() {}

  /// DIVIDE: `sat(rint(fl32(x / scale)) + zeroPoint, low, high)`.
  public static int divide(float x, float scale, int zeroPoint, int low, int high) {
    return place(Math.rint((double) (x / scale)), zeroPoint, low, high);
  }

  /// Quantizes `length` values with [#divide]; the result holds the low eight bits.
  public static byte[] divide(
      float[] x, int offset, int length, float scale, int zeroPoint, int low, int high) {
    byte[] q = new byte[length];
    for (int i = 0; i < length; i++) {
      q[i] = (byte) divide(x[offset + i], scale, zeroPoint, low, high);
    }
    return q;
  }

  /// RECIPROCAL: `sat(rint(fl32(x * r)) + zeroPoint, low, high)` with `r = fl32(1 / scale)`.
  ///
  /// @throws ArithmeticException if r is infinite
  public static int reciprocal(float x, float scale, int zeroPoint, int low, int high) {
    float r = 1f / scale;
    if (Float.isInfinite(r)) {
      throw new ArithmeticException("1 / scale: infinite (scale " + scale + ")");
    }
    return place(Math.rint((double) (x * r)), zeroPoint, low, high);
  }

  /// HALF_AWAY: as [#divide], ties away from zero.
  public static int halfAway(float x, float scale, int zeroPoint, int low, int high) {
    return place(roundHalfAway((double) (x / scale)), zeroPoint, low, high);
  }

  /// AMAX_MULTIPLY: `sat(rint(fl32(x * fl32(high / amax))), low, high)`, no zero point.
  public static int amaxMultiply(float x, float amax, int low, int high) {
    return place(Math.rint((double) (x * (high / amax))), 0, low, high);
  }

  /// Returns `fl32(float(q - zeroPoint) * scale)`.
  public static float dequantize(int q, float scale, int zeroPoint) {
    return (float) (q - zeroPoint) * scale;
  }

  /// Fake quantization: dequantize after [#divide].
  public static float fake(float x, float scale, int zeroPoint, int low, int high) {
    return dequantize(divide(x, scale, zeroPoint, low, high), scale, zeroPoint);
  }

  /// Step quantizer: `clip(round(w / step), low, high)`, half to even.
  public static int step(float w, float step, int low, int high) {
    return divide(w, step, 0, low, high);
  }

  /// Quantizes one image byte as the real value pixel / 255.
  public static int pixel(int pixel, float scale, int zeroPoint, int low, int high) {
    return divide(pixel / 255f, scale, zeroPoint, low, high);
  }

  /// Returns `v` rounded to the nearest integer, ties away from zero.
  static double roundHalfAway(double v) {
    return Math.copySign(Math.floor(Math.abs(v) + 0.5), v);
  }

  private static int place(double rounded, int zeroPoint, int low, int high) {
    return Double.isNaN(rounded)
        ? zeroPoint
        : ReferenceRequantize.saturate(rounded + zeroPoint, low, high);
  }
}
