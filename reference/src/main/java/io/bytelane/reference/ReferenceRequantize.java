package io.bytelane.reference;

/// From int32 accumulators back to 8 bits: one method per scheme of the numeric contract (its
/// section 3). All schemes but one add the zero point after rounding.
public final class ReferenceRequantize {
  private ReferenceRequantize() {}

  /// Returns the float32 multiplier `fl32(fl32(inputScale * weightScale) / outputScale)`.
  ///
  /// @throws ReferenceRefusal `InvalidMultiplier` if it is negative, NaN or infinite
  public static float multiplier(float inputScale, float weightScale, float outputScale) {
    return checked(inputScale * weightScale / outputScale);
  }

  /// Returns `m`.
  ///
  /// @throws ReferenceRefusal `InvalidMultiplier` if it is negative, NaN or infinite
  public static float checked(float m) {
    if (!(m >= 0) || Float.isInfinite(m)) {
      throw new ReferenceRefusal("InvalidMultiplier", -1, "multiplier " + m + " (finite, >= 0)");
    }
    return m;
  }

  /// Scheme A, FLOAT32: `sat(rint(fl32(float(acc) * m)) + z)`.
  public static int float32(int acc, float m, int zeroPoint, int low, int high) {
    float product = (float) acc * m;
    return saturate(Math.rint((double) product) + zeroPoint, low, high);
  }

  /// Scheme A over rows of `channels` accumulators, channel c with multiplier `m[c]`, or `m[0]` if
  /// there is only one. The result holds the low eight bits: s8 or u8 by the range given.
  public static byte[] float32(
      int[] acc, int channels, float[] m, int zeroPoint, int low, int high) {
    byte[] q = new byte[acc.length];
    for (int i = 0; i < acc.length; i++) {
      float multiplier = m.length == 1 ? m[0] : m[i % channels];
      q[i] = (byte) float32(acc[i], multiplier, zeroPoint, low, high);
    }
    return q;
  }

  /// Zero point before rounding: `sat(rint(fl32(fl32(float(acc) * m) + z)))`. Reproduces the MIT
  /// laboratory; no kernel offers it.
  public static int zeroPointFirst(int acc, float m, int zeroPoint, int low, int high) {
    float shifted = (float) acc * m + zeroPoint;
    return saturate(Math.rint((double) shifted), low, high);
  }

  /// Scheme B, FIXED_DOUBLE: `sat(RDP(SRDHM(acc * 2^max(shift, 0), m0), max(-shift, 0)) + z)`.
  public static int fixedDouble(int acc, int m0, int shift, int zeroPoint, int low, int high) {
    return ReferenceByte.clamp(
        (long) ReferenceFixedPoint.scale(acc, m0, shift) + zeroPoint, low, high);
  }

  /// Scheme B over rows of `channels` accumulators; `m0` and `shift` hold one value or one per
  /// channel.
  public static byte[] fixedDouble(
      int[] acc, int channels, int[] m0, int[] shift, int zeroPoint, int low, int high) {
    byte[] q = new byte[acc.length];
    for (int i = 0; i < acc.length; i++) {
      int c = i % channels;
      q[i] =
          (byte)
              fixedDouble(
                  acc[i],
                  ReferenceByte.channel(m0, c),
                  ReferenceByte.channel(shift, c),
                  zeroPoint,
                  low,
                  high);
    }
    return q;
  }

  /// Scheme C, FIXED_SINGLE:
  /// `sat(floor((acc * m0 + 2^(30 - shift)) / 2^(31 - shift)) + z)`, ties toward +infinity.
  public static int fixedSingle(int acc, int m0, int shift, int zeroPoint, int low, int high) {
    long rounded = ((long) acc * m0 + (1L << (30 - shift))) >> (31 - shift);
    return ReferenceByte.clamp(rounded + zeroPoint, low, high);
  }

  static int saturate(double v, int low, int high) {
    return (int) Math.max(low, Math.min(high, v));
  }
}
