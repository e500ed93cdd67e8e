package io.bytelane.reference;

/// Quantization named by the absolute maximum of its range, as NVIDIA's toolkit does; for
/// reproduction.
public final class ReferenceAmax {
  private ReferenceAmax() {}

  /// Returns the largest level: 2^(bits-1) - 1, or 2^bits - 1 unsigned.
  public static int high(int bits, boolean unsigned) {
    return (1 << (unsigned ? bits : bits - 1)) - 1;
  }

  /// Returns the smallest level: 0 unsigned, -high in narrow range, else -high - 1.
  public static int low(int bits, boolean unsigned, boolean narrow) {
    return unsigned ? 0 : -high(bits, false) - (narrow ? 0 : 1);
  }

  /// Returns the factor `t = fl32(high / amax)`.
  ///
  /// @throws ReferenceRefusal `InvalidRange` if amax is negative or NaN
  public static float factor(float amax, int high) {
    if (!(amax >= 0)) {
      throw new ReferenceRefusal("InvalidRange", -1, "amax " + amax + " (>= 0)");
    }
    return high / amax;
  }

  /// Returns `sat(rint(fl32(x * t)))` of all values. With `floor`, an amax of at most 2^-24 gives
  /// all zeros.
  ///
  /// @throws ReferenceRefusal `NegativeInUnsigned` with the first index, `InvalidRange`
  public static int[] quantize(
      float[] x, float amax, int bits, boolean unsigned, boolean narrow, boolean floor) {
    int high = high(bits, unsigned);
    float t = factor(amax, high);
    int[] q = new int[x.length];
    for (int i = 0; i < x.length; i++) {
      if (unsigned && x[i] < 0) {
        throw new ReferenceRefusal("NegativeInUnsigned", i, "x[" + i + "]: " + x[i] + " (>= 0)");
      }
      boolean dead = floor && amax <= 0x1p-24f;
      double rounded = dead ? 0 : Math.rint((double) (x[i] * t));
      q[i] = ReferenceRequantize.saturate(rounded, low(bits, unsigned, narrow), high);
    }
    return q;
  }

  /// Fake quantization by amax: the level divided by t, not multiplied by a scale.
  public static float fake(float x, float amax, int low, int high) {
    float t = factor(amax, high);
    return ReferenceRequantize.saturate(Math.rint((double) (x * t)), low, high) / t;
  }

  /// NVIDIA's affine form per tensor, no widening: `step = (max - min) / (2^bits - 1)`,
  /// `qz = rint(min / step) - low`, `q = sat(rint(x / step) - qz)`, y = (q + qz) * step.
  public static float affineFake(float x, float min, float max, int bits) {
    int low = -(1 << (bits - 1));
    float step = (max - min) / ((1 << bits) - 1);
    double qz = Math.rint((double) (min / step)) - low;
    double level = Math.rint((double) (x / step)) - qz;
    return (float) (Math.max(low, Math.min(-low - 1, level)) + qz) * step;
  }
}
