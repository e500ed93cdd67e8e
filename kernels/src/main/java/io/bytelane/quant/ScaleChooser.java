package io.bytelane.quant;

import io.bytelane.quant.QuantizationException.Reason;

/// Chooses scale and zero point from the range of a tensor.
///
/// Affine, from minimum and maximum: the range is widened to hold 0, so that real 0 has a level of
/// its own. Symmetric, from the absolute maximum: see [SymmetricConvention].
public final class ScaleChooser {

  private ScaleChooser() {}

  /// Chooses affine parameters with the default floor.
  ///
  /// @param min smallest value, finite
  /// @param max largest value, finite, not below `min`
  /// @param levels the levels to use
  /// @return scale `fl32(fl32(hi - lo) / steps)` of the widened range, and the level of real 0
  /// @throws QuantizationException `INVALID_RANGE`
  public static QuantParams affine(float min, float max, LevelRange levels) {
    return affine(min, max, levels, ScaleFloor.DEFAULT);
  }

  /// Chooses affine parameters.
  ///
  /// A range without extent, or so small that the scale underflows to 0, has scale 1 and zero point
  /// `levels.min()` under the default floor. A range whose extent exceeds float32 is divided in
  /// double.
  ///
  /// @param min smallest value, finite
  /// @param max largest value, finite, not below `min`
  /// @param levels the levels to use
  /// @param floor lower limit of the scale: `DEFAULT`, `PYTORCH_EPS` or `FBGEMM`
  /// @return the parameters
  /// @throws QuantizationException `INVALID_RANGE`, or `UNSUPPORTED` for a floor that is defined
  ///     for symmetric scales only
  public static QuantParams affine(float min, float max, LevelRange levels, ScaleFloor floor) {
    requireRange(min, max);
    float lo = Math.min(min, 0f);
    float hi = Math.max(max, 0f);
    if (floor == ScaleFloor.FBGEMM) {
      return FbgemmChooser.choose(lo, hi, levels);
    }
    float scale = (hi - lo) / levels.steps();
    if (scale == Float.POSITIVE_INFINITY) {
      scale = (float) (((double) hi - lo) / levels.steps());
    }
    float floored = floor.affine(scale);
    // A range that underflowed has scale 1, so the quotient vanishes and real 0 is the lowest
    // level.
    long zeroPoint = levels.min() - (long) Math.rint(lo / floored);
    return new QuantParams(floored, levels.saturate(zeroPoint), levels.type());
  }

  /// Chooses the symmetric scale of an absolute maximum, with the default floor.
  ///
  /// @param absMax absolute maximum, finite and not negative
  /// @param levels the levels to use
  /// @param convention the divisor
  /// @return the scale, finite and greater than 0
  /// @throws QuantizationException `INVALID_RANGE` if `absMax` is negative, NaN or infinite
  public static float symmetric(float absMax, LevelRange levels, SymmetricConvention convention) {
    return symmetric(absMax, levels, convention, ScaleFloor.DEFAULT);
  }

  /// Chooses the symmetric scale of an absolute maximum.
  ///
  /// @param absMax absolute maximum, finite and not negative
  /// @param levels the levels to use
  /// @param convention the divisor
  /// @param floor lower limit of the scale
  /// @return the scale, finite and greater than 0
  /// @throws QuantizationException `INVALID_RANGE` if `absMax` is negative, NaN or infinite
  public static float symmetric(
      float absMax, LevelRange levels, SymmetricConvention convention, ScaleFloor floor) {
    return floor.symmetric(requireAbsMax("absMax", absMax), convention.divisor(levels));
  }

  /// Chooses symmetric parameters for a tensor: zero point 0, or the middle level under
  /// `FULL_127_5` with unsigned levels (128 for `U8`), as PyTorch does.
  ///
  /// @param absMax absolute maximum, finite and not negative
  /// @param levels the levels to use
  /// @param convention the divisor
  /// @param floor lower limit of the scale
  /// @return the parameters
  /// @throws QuantizationException `INVALID_RANGE` if `absMax` is negative, NaN or infinite
  public static QuantParams symmetricParams(
      float absMax, LevelRange levels, SymmetricConvention convention, ScaleFloor floor) {
    boolean centred = !levels.isSigned() && convention == SymmetricConvention.FULL_127_5;
    return new QuantParams(
        symmetric(absMax, levels, convention, floor),
        centred ? (levels.steps() + 1) / 2 : 0,
        levels.type());
  }

  /// Chooses the symmetric scale of the weights of one output channel whose bias is known: at
  /// least `|bias| / (inputScale * 2^30)`, so that the int32 bias neither saturates nor loses its
  /// precision on a channel of tiny or zero weights.
  ///
  /// @param absMax absolute maximum of the channel, finite and not negative
  /// @param levels the levels to use
  /// @param convention the divisor
  /// @param bias real bias of the channel, finite
  /// @param inputScale scale of the layer's input, finite and greater than 0
  /// @return the scale; 1 for a channel without weights and bias
  /// @throws QuantizationException `INVALID_RANGE`, `NON_FINITE_DATA` or `INVALID_SCALE`
  public static float biasAware(
      float absMax,
      LevelRange levels,
      SymmetricConvention convention,
      float bias,
      float inputScale) {
    requireAbsMax("absMax", absMax);
    QuantParams.requireScale("inputScale", inputScale);
    if (!Float.isFinite(bias)) {
      throw QuantizationException.of(Reason.NON_FINITE_DATA, "bias", bias, "finite");
    }
    double needed = Math.abs((double) bias) / (inputScale * 0x1p30);
    float scale = Math.max(absMax / convention.divisor(levels), (float) needed);
    if (scale == Float.POSITIVE_INFINITY) {
      throw QuantizationException.of(
          Reason.INVALID_SCALE, "bias", bias, "|bias| / (inputScale * 2^30) finite");
    }
    return absMax == 0 && bias == 0 ? 1f : Math.max(scale, Float.MIN_NORMAL);
  }

  /// A scale in double beside a zero point, for the one rule that needs it.
  ///
  /// @param scale distance of two levels
  /// @param zeroPoint the level of real 0, or the nearest one
  public record DoubleParams(double scale, int zeroPoint) {}

  /// Chooses affine parameters in double and without widening the range to 0
  /// (`MIT_NO_ZERO_WIDENING`): `scale = (max - min) / steps`, `zeroPoint = rint(sat(qmin - min /
  /// scale))`; equal ends have scale 1. For reproduction only: real 0 need not have a level.
  ///
  /// @param min smallest value, finite
  /// @param max largest value, finite, not below `min`
  /// @param levels the levels to use
  /// @return the parameters
  /// @throws QuantizationException `INVALID_RANGE`
  public static DoubleParams withoutWidening(double min, double max, LevelRange levels) {
    if (!(min <= max) || Double.isInfinite(min) || Double.isInfinite(max)) {
      throw QuantizationException.of(Reason.INVALID_RANGE, "min", min, "finite, <= max = " + max);
    }
    double scale = max == min ? 1 : (max - min) / levels.steps();
    double zeroPoint = Math.clamp(levels.min() - min / scale, levels.min(), levels.max());
    return new DoubleParams(scale, (int) Math.rint(zeroPoint));
  }

  static float requireAbsMax(String name, float absMax) {
    if (!(absMax >= 0) || absMax == Float.POSITIVE_INFINITY) {
      throw QuantizationException.of(Reason.INVALID_RANGE, name, absMax, "finite and >= 0");
    }
    return absMax;
  }

  private static void requireRange(float min, float max) {
    if (!(min <= max) || Float.isInfinite(min) || Float.isInfinite(max)) {
      throw QuantizationException.of(Reason.INVALID_RANGE, "min", min, "finite, <= max = " + max);
    }
  }
}
