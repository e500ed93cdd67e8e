package io.bytelane.reference;

/// A scale and a zero point, and the rules that choose them from a range of real values.
///
/// @param scale float32 distance of two levels
/// @param zeroPoint level of real 0
public record ReferenceQuantParams(float scale, int zeroPoint) {

  /// The project's affine rule: the range is widened to hold 0, `s = fl32(fl32(hi - lo) / levels)`,
  /// `z = sat(low - rint(fl32(lo / s)))`. If hi - lo overflows float32, s is computed in double. A
  /// scale of 0 becomes 1 with z = low; a subnormal scale becomes the smallest normal float.
  public static ReferenceQuantParams affine(float min, float max, int low, int high) {
    checkRange(min, max);
    float lo = Math.min(min, 0f);
    float hi = Math.max(max, 0f);
    float range = hi - lo;
    float scale =
        Float.isInfinite(range)
            ? (float) (((double) hi - lo) / (high - low))
            : range / (high - low);
    if (scale == 0) {
      return new ReferenceQuantParams(1f, low);
    }
    scale = Math.max(scale, Float.MIN_NORMAL);
    return new ReferenceQuantParams(scale, zeroPoint(lo, scale, low, high));
  }

  /// The project's symmetric scale `fl32(absMax / divisor)`, divisor 127 or 127.5 by convention; an
  /// absolute maximum of 0 gives 1, and the smallest normal float is the floor.
  public static float symmetric(float absMax, float divisor) {
    if (!(absMax >= 0)) {
      throw new ReferenceRefusal("InvalidRange", -1, "absMax " + absMax + " (>= 0)");
    }
    return absMax == 0 ? 1f : Math.max(absMax / divisor, Float.MIN_NORMAL);
  }

  /// The symmetric weight scale with the bias floor:
  /// `max(absMax / divisor, |bias| / (inputScale * 2^30))`, 1 if both are 0.
  public static float biasAware(float absMax, float divisor, float bias, float inputScale) {
    float scale = Math.max(absMax / divisor, Math.abs(bias) / (inputScale * 0x1p30f));
    return scale == 0 ? 1f : Math.max(scale, Float.MIN_NORMAL);
  }

  /// MIT_NO_ZERO_WIDENING: in double, no widening,
  /// `z = rint(sat(low - min / s))`; max = min gives s = 1. The scale is returned apart as a double
  /// by [#mitScale].
  public static int mitZeroPoint(double min, double max, int low, int high) {
    double z = low - min / mitScale(min, max, low, high);
    return (int) Math.rint(Math.max(low, Math.min(high, z)));
  }

  /// The double scale `(max - min) / (high - low)` of [#mitZeroPoint], 1 if max = min.
  public static double mitScale(double min, double max, int low, int high) {
    return max == min ? 1.0 : (max - min) / (high - low);
  }

  /// PyTorch's affine observer: as [#affine] with the floor 2^-23 in place of the special cases.
  public static ReferenceQuantParams pytorchAffine(float min, float max, int low, int high) {
    checkRange(min, max);
    float lo = Math.min(min, 0f);
    float scale = Math.max((Math.max(max, 0f) - lo) / (high - low), 0x1p-23f);
    return new ReferenceQuantParams(scale, zeroPoint(lo, scale, low, high));
  }

  /// PyTorch's symmetric observer: divisor (high - low) / 2, floor 2^-23, zero point 0, or 128 for
  /// u8.
  public static ReferenceQuantParams pytorchSymmetric(float min, float max, int low, int high) {
    checkRange(min, max);
    float absMax = Math.max(-Math.min(min, 0f), Math.max(max, 0f));
    float scale = Math.max(absMax / ((high - low) / 2f), 0x1p-23f);
    return new ReferenceQuantParams(scale, low < 0 ? 0 : 128);
  }

  static void checkRange(float min, float max) {
    if (!(min <= max) || Float.isInfinite(min) || Float.isInfinite(max)) {
      throw new ReferenceRefusal(
          "InvalidRange", -1, "min " + min + ", max " + max + " (finite, min <= max)");
    }
  }

  private static int zeroPoint(float lo, float scale, int low, int high) {
    return ReferenceRequantize.saturate(low - Math.rint((double) (lo / scale)), low, high);
  }
}
