package io.bytelane.models.graph;

/// Floats of 4 and 8 bits: sign, exponent and mantissa in one byte.
///
/// Decoding is exact. Encoding rounds half to even; what then lies beyond the largest finite value
/// becomes that value when saturating, otherwise infinity where the format has it, else NaN. The
/// formats and this rule are those of the ONNX pages on float8 and float4.
public enum NarrowFloat {
  /// 4 exponent bits, 3 mantissa bits, no infinity; NaN is all ones.
  E4M3FN(8, 3, 7, 448, 0x7F, -1),
  /// As E4M3FN with another bias, no negative zero: its place is NaN.
  E4M3FNUZ(8, 3, 8, 240, 0x80, -1),
  /// 5 exponent bits, 2 mantissa bits, with infinity, as IEEE formats are.
  E5M2(8, 2, 15, 57344, 0x7F, 0x7C),
  /// As E5M2 without infinity and with another bias, no negative zero: its place is NaN.
  E5M2FNUZ(8, 2, 16, 57344, 0x80, -1),
  /// 2 exponent bits, 1 mantissa bit, no infinity, no NaN; always saturates, NaN becomes 6.
  E2M1(4, 1, 1, 6, -1, -1);

  private final int bits;
  private final int mantissaBits;
  private final int bias;
  private final double largest;
  private final int nan;
  private final int infinity;

  @SuppressWarnings("ImmutableEnumChecker") // not written once the constructor is done
  private final float[] values;

  NarrowFloat(int bits, int mantissaBits, int bias, double largest, int nan, int infinity) {
    this.bits = bits;
    this.mantissaBits = mantissaBits;
    this.bias = bias;
    this.largest = largest;
    this.nan = nan;
    this.infinity = infinity;
    this.values = new float[1 << bits];
    for (int code = 0; code < values.length; code++) {
      values[code] = value(code);
    }
  }

  private float value(int code) {
    int sign = 1 << (bits - 1);
    int magnitude = code & (sign - 1);
    boolean isNan = hasNegativeZero() ? magnitude == nan : code == nan;
    double value;
    if (isNan || (infinity >= 0 && magnitude > infinity)) {
      return Float.NaN;
    } else if (magnitude == infinity) {
      value = Double.POSITIVE_INFINITY;
    } else {
      int exponent = magnitude >> mantissaBits;
      int mantissa = magnitude & ((1 << mantissaBits) - 1);
      int whole = exponent == 0 ? mantissa : mantissa + (1 << mantissaBits);
      value = Math.scalb((double) whole, Math.max(exponent, 1) - bias - mantissaBits);
    }
    return (float) ((code & sign) == 0 ? value : -value);
  }

  private boolean hasNegativeZero() {
    return nan != 1 << (bits - 1);
  }

  /// Returns the value of a code.
  ///
  /// @param code the bits, those above the width of the format ignored
  public float decode(byte code) {
    return values[code & (values.length - 1)];
  }

  /// Returns the nearest code.
  ///
  /// @param value any value
  /// @param saturate whether what is too large becomes the largest finite value
  public byte encode(double value, boolean saturate) {
    int sign = Double.doubleToRawLongBits(value) < 0 ? 1 << (bits - 1) : 0;
    if (Double.isNaN(value)) {
      return (byte) (nan < 0 ? code(largest) : hasNegativeZero() ? sign | nan : nan);
    }
    double magnitude = Math.abs(value);
    int exponent = Math.max(Math.getExponent(magnitude), 1 - bias);
    double rounded =
        Double.isInfinite(magnitude)
            ? magnitude
            : Math.scalb(
                Math.rint(Math.scalb(magnitude, mantissaBits - exponent)), exponent - mantissaBits);
    if (rounded > largest) {
      if (!saturate && nan >= 0) {
        return (byte) (infinity >= 0 ? sign | infinity : hasNegativeZero() ? sign | nan : nan);
      }
      rounded = largest;
    }
    int code = code(rounded);
    return (byte) (code == 0 && !hasNegativeZero() ? 0 : sign | code);
  }

  /// The code of a magnitude that the format holds exactly.
  private int code(double magnitude) {
    int exponent = Math.max(Math.getExponent(magnitude), 1 - bias);
    int whole = (int) Math.scalb(magnitude, mantissaBits - exponent);
    return whole < 1 << mantissaBits
        ? whole
        : ((exponent + bias) << mantissaBits) + whole - (1 << mantissaBits);
  }
}
