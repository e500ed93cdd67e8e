package io.bytelane.models.calibration;

import io.bytelane.quant.LevelRange;
import io.bytelane.quant.QuantParams;
import io.bytelane.quant.QuantizationException;
import io.bytelane.quant.QuantizationException.Reason;
import io.bytelane.quant.ScaleChooser;

/// The range of real values that quantization keeps; values beyond it saturate.
///
/// @param min smallest value, finite
/// @param max largest value, finite, not below `min`
public record ValueRange(float min, float max) {

  /// Checks the ends.
  ///
  /// @throws QuantizationException `INVALID_RANGE`
  public ValueRange {
    if (!(min <= max) || Float.isInfinite(min) || Float.isInfinite(max)) {
      throw QuantizationException.of(Reason.INVALID_RANGE, "min", min, "finite, <= max = " + max);
    }
  }

  /// Returns the largest magnitude in the range.
  ///
  /// @return max(|min|, |max|)
  public float absMax() {
    return Math.max(Math.abs(min), Math.abs(max));
  }

  /// Returns the affine parameters of the range, widened to hold 0.
  ///
  /// @param levels the levels to use
  /// @return scale and zero point
  public QuantParams affine(LevelRange levels) {
    return ScaleChooser.affine(min, max, levels);
  }
}
