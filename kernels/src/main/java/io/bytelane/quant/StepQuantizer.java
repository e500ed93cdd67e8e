package io.bytelane.quant;

import io.bytelane.quant.QuantizationException.Reason;

/// Quantization by a step: `level = clip(round(w / step), low, high)`, and `level * step` back. For
/// n bits `low = -2^(n-1)` and `high = 2^(n-1) - 1`.
///
/// @param step distance of two levels, finite and greater than 0
/// @param low smallest level
/// @param high largest level, greater than `low`
/// @param halfAway true to round ties away from zero instead of to even
public record StepQuantizer(float step, int low, int high, boolean halfAway) {

  /// Checks step and levels.
  ///
  /// @throws QuantizationException `INVALID_SCALE` or `INVALID_RANGE`
  public StepQuantizer {
    QuantParams.requireScale("step", step);
    if (low >= high) {
      throw QuantizationException.of(Reason.INVALID_RANGE, "low", low, "< high = " + high);
    }
  }

  /// Returns the quantizer of n bits, ties to even.
  ///
  /// @param step distance of two levels, finite and greater than 0
  /// @param bits in [2, 8]
  /// @return the quantizer
  public static StepQuantizer ofBits(float step, int bits) {
    LevelRange levels = LevelRange.signed(bits);
    return new StepQuantizer(step, levels.min(), levels.max(), false);
  }

  /// Quantizes one value.
  ///
  /// @param w any float; NaN gives the level nearest to 0, a quotient beyond int32 an end
  /// @return the level, in [low, high]
  public int level(float w) {
    double ratio = w / step;
    double rounded = halfAway ? QuantizeRule.roundHalfAway(ratio) : Math.rint(ratio);
    return Math.clamp((long) rounded, low, high);
  }

  /// Returns the value of a level.
  ///
  /// @param level a level
  /// @return `fl32(level * step)`
  public float value(int level) {
    return level * step;
  }
}
