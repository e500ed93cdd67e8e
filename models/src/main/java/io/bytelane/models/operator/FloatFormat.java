package io.bytelane.models.operator;

/// Rounding of doubles to 16-bit floats, half to even, without rounding twice.
final class FloatFormat {
  private FloatFormat() {}

  static short toFloat16(double value) {
    return Float.floatToFloat16(toOdd(value));
  }

  static short toBfloat16(double value) {
    int bits = Float.floatToRawIntBits(toOdd(value));
    if (Double.isNaN(value)) {
      return (short) ((bits >>> 16) | 0x40);
    }
    return (short) ((bits + 0x7FFF + ((bits >>> 16) & 1)) >>> 16);
  }

  /// Rounds to float32 so that a second rounding to fewer bits sees whether anything was cut off:
  /// an inexact result gets an odd last bit.
  private static float toOdd(double value) {
    float nearest = (float) value;
    if (nearest == value || Float.isInfinite(nearest) || Float.isNaN(nearest)) {
      return nearest;
    }
    if ((Float.floatToRawIntBits(nearest) & 1) != 0) {
      return nearest;
    }
    return value > nearest ? Math.nextUp(nearest) : Math.nextDown(nearest);
  }
}
