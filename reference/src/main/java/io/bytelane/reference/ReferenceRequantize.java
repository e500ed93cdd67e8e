package io.bytelane.reference;

/// From int32 accumulators back to 8 bits: one method per scheme of the numeric contract (its
/// section 3).
public final class ReferenceRequantize {
  private ReferenceRequantize() {}

  /// Returns the float32 multiplier `fl32(fl32(inputScale * weightScale) / outputScale)`.
  public static float multiplier(float inputScale, float weightScale, float outputScale) {
    return inputScale * weightScale / outputScale;
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

  static int saturate(double v, int low, int high) {
    return (int) Math.max(low, Math.min(high, v));
  }
}
