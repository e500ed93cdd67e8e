package io.bytelane.reference;

/// TFLite's Add and Mul, fixed point with the roundings of scheme B. Multipliers are those a model
/// file or CMSIS-NN gives; [#addMultipliers] and [#mulMultiplier] derive them from scales.
public final class ReferenceTfliteElementwise {
  private ReferenceTfliteElementwise() {}

  /// Add: `B(B(a' << leftShift, ma) + B(b' << leftShift, mb), mc) + z_c`, three roundings.
  public static int add(
      int a,
      int aZeroPoint,
      ReferenceMultiplier ma,
      int b,
      int bZeroPoint,
      ReferenceMultiplier mb,
      int leftShift,
      ReferenceMultiplier mc,
      int outputZeroPoint,
      int low,
      int high) {
    int x = scale((a - aZeroPoint) << leftShift, ma);
    int y = scale((b - bZeroPoint) << leftShift, mb);
    return ReferenceByte.clamp((long) scale(x + y, mc) + outputZeroPoint, low, high);
  }

  /// Mul: `B(a' * b', mc) + z_c`.
  public static int mul(
      int a,
      int aZeroPoint,
      int b,
      int bZeroPoint,
      ReferenceMultiplier mc,
      int outputZeroPoint,
      int low,
      int high) {
    int product = (a - aZeroPoint) * (b - bZeroPoint);
    return ReferenceByte.clamp((long) scale(product, mc) + outputZeroPoint, low, high);
  }

  /// Returns the multipliers of a, b and the output of Add: both inputs are brought to twice the
  /// larger input scale, in double.
  public static ReferenceMultiplier[] addMultipliers(
      float aScale, float bScale, float outputScale, int leftShift) {
    double common = 2 * (double) Math.max(aScale, bScale);
    return new ReferenceMultiplier[] {
      ReferenceMultiplier.of(aScale / common),
      ReferenceMultiplier.of(bScale / common),
      ReferenceMultiplier.of(common / ((double) (1 << leftShift) * outputScale))
    };
  }

  /// Returns the multiplier of Mul, s_a * s_b / s_c in double.
  public static ReferenceMultiplier mulMultiplier(float aScale, float bScale, float outputScale) {
    return ReferenceMultiplier.of((double) aScale * bScale / outputScale);
  }

  private static int scale(int x, ReferenceMultiplier m) {
    return ReferenceFixedPoint.scale(x, m.m0(), m.shift());
  }
}
