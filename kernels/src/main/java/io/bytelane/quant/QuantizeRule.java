package io.bytelane.quant;

import io.bytelane.quant.QuantizationException.Reason;

/// How a float becomes a level. The four are different functions of the same scale; `DIVIDE` is
/// the contract, the others reproduce other systems.
///
/// In all of them the zero point is added after rounding, NaN gives the zero point, and an infinity
/// the end of the range. To quantize many values, prepare the `factor` once and call `level`.
public enum QuantizeRule {
  /// `rint(fl32(x / scale))`, ties to even: ONNX QuantizeLinear.
  DIVIDE,
  /// `rint(fl32(x * fl32(1 / scale)))`, ties to even: PyTorch, FBGEMM.
  RECIPROCAL,
  /// `rint(fl32(x * fl32(qmax / amax)))`, ties to even, zero point 0: NVIDIA pytorch-quantization.
  /// Its parameter is the absolute maximum, not a scale.
  AMAX_MULTIPLY,
  /// As `DIVIDE`, with ties away from zero: TFLite.
  HALF_AWAY;

  /// Prepares the number that the rule divides or multiplies by.
  ///
  /// @param parameter the scale, for `AMAX_MULTIPLY` the absolute maximum
  /// @param levels the levels to use
  /// @return the factor for `level`
  /// @throws QuantizationException `INVALID_SCALE` if the scale is not finite and positive, or the
  ///     reciprocal infinite; `INVALID_RANGE` if the absolute maximum is negative, NaN or infinite
  public float factor(float parameter, LevelRange levels) {
    if (this == AMAX_MULTIPLY) {
      return levels.max() / ScaleChooser.requireAbsMax("amax", parameter);
    }
    QuantParams.requireScale("scale", parameter);
    if (this != RECIPROCAL) {
      return parameter;
    }
    float reciprocal = 1 / parameter;
    if (reciprocal == Float.POSITIVE_INFINITY) {
      throw QuantizationException.of(
          Reason.INVALID_SCALE, "scale", parameter, "finite reciprocal, > 2.938736e-39");
    }
    return reciprocal;
  }

  /// Quantizes one value.
  ///
  /// @param x any float
  /// @param factor from `factor`
  /// @param zeroPoint within the levels; 0 for `AMAX_MULTIPLY`
  /// @param levels the levels to use
  /// @return the level
  public int level(float x, float factor, int zeroPoint, LevelRange levels) {
    float ratio = this == DIVIDE || this == HALF_AWAY ? x / factor : x * factor;
    float clamped = Math.clamp(ratio, levels.min() - zeroPoint, (float) (levels.max() - zeroPoint));
    return (int) (this == HALF_AWAY ? roundHalfAway(clamped) : Math.rint(clamped)) + zeroPoint;
  }

  /// Rounds to the nearest integer, ties away from zero. In double the sum is exact.
  static double roundHalfAway(double x) {
    return Math.copySign(Math.floor(Math.abs(x) + 0.5), x);
  }
}
