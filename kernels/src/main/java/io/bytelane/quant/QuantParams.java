package io.bytelane.quant;

import io.bytelane.quant.QuantizationException.Reason;
import java.util.Objects;

/// Affine quantization of a tensor: the real value of `q` is `scale * (q - zeroPoint)`.
///
/// @param scale the real distance of two neighbouring levels, float32, finite and greater than 0
/// @param zeroPoint the level that means real 0, within the range of the type
/// @param type how levels are stored
public record QuantParams(float scale, int zeroPoint, QuantizedType type) {

  /// Checks the three components.
  ///
  /// @throws QuantizationException if the scale is not finite and positive (`INVALID_SCALE`) or the
  ///     zero point lies outside the type (`INVALID_ZERO_POINT`)
  public QuantParams {
    Objects.requireNonNull(type, "type");
    requireScale("scale", scale);
    if (!type.contains(zeroPoint)) {
      throw QuantizationException.of(
          Reason.INVALID_ZERO_POINT, "zeroPoint", zeroPoint, zeroPointRule(type));
    }
  }

  /// Returns symmetric parameters: signed, zero point 0.
  ///
  /// @param scale finite and greater than 0
  /// @return the parameters
  public static QuantParams symmetric(float scale) {
    return new QuantParams(scale, 0, QuantizedType.S8);
  }

  /// Returns the parameters of image input: pixel `p` of 0..255, given as `p / 255`, has level `p -
  /// 128`.
  ///
  /// @return scale `fl32(1 / 255)`, zero point -128, signed
  public static QuantParams image() {
    return new QuantParams(1f / 255f, -128, QuantizedType.S8);
  }

  /// Quantizes one value by the default rule: float32 division, ties to even, zero point added
  /// after rounding, then saturation. NaN gives the zero point, an infinity the end of the range.
  ///
  /// @param x any float
  /// @return the level, within the range of the type
  public int quantize(float x) {
    return quantize(x, scale, zeroPoint, type.min(), type.max());
  }

  /// Returns the real value of a level, `fl32(float(q - zeroPoint) * scale)`.
  ///
  /// @param q a level of the type
  /// @return its real value
  public float dequantize(int q) {
    return (q - zeroPoint) * scale;
  }

  /// Quantizes one value to any range of levels; `quantize(float)` says how. The parameters are
  /// the caller's responsibility: this form checks nothing.
  ///
  /// @param x any float
  /// @param scale finite and greater than 0
  /// @param zeroPoint within [qmin, qmax]
  /// @param qmin smallest level
  /// @param qmax largest level
  /// @return the level, within [qmin, qmax]
  public static int quantize(float x, float scale, int zeroPoint, int qmin, int qmax) {
    // Clamping to integers before rounding gives the same level as after it, and the addition of
    // the zero point cannot wrap. NaN passes through and converts to 0.
    float clamped = Math.clamp(x / scale, qmin - zeroPoint, (float) (qmax - zeroPoint));
    return (int) Math.rint(clamped) + zeroPoint;
  }

  static void requireScale(String name, float scale) {
    if (!(scale > 0) || scale == Float.POSITIVE_INFINITY) {
      throw QuantizationException.of(Reason.INVALID_SCALE, name, scale, "finite and > 0");
    }
  }

  static String zeroPointRule(QuantizedType type) {
    return "in [" + type.min() + ", " + type.max() + "] for " + type;
  }
}
