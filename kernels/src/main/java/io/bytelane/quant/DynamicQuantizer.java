package io.bytelane.quant;

import io.bytelane.quant.QuantizationException.Reason;
import java.util.Objects;

/// Parameters of activations that are quantized at each call, from their own range: `lo = min(0,
/// min)`, `hi = max(0, max)`, `scale = fl32(fl32(hi - lo) / steps)`, `zeroPoint =
/// rint(sat(fl32(qmin
/// - fl32(lo / scale))))`. All-zero input has scale 1 and the lowest level as zero point.
///
/// Applied to a whole tensor this is ONNX DynamicQuantizeLinear; applied to each row, a sample does
/// not depend on its batch mates.
public final class DynamicQuantizer {

  private DynamicQuantizer() {}

  /// Chooses the parameters of one row.
  ///
  /// @param x array that holds the row
  /// @param offset first element
  /// @param length number of elements; 0 counts as all zero
  /// @param row number of the row, for the message
  /// @param levels `LevelRange.of(U8)` or `of(S8)`; a reduced range for reproduction
  /// @return scale and zero point
  /// @throws QuantizationException `NON_FINITE_DATA` with the row, if a value is NaN or infinite
  public static QuantParams choose(float[] x, int offset, int length, int row, LevelRange levels) {
    Objects.checkFromIndexSize(offset, length, x.length);
    float lo = 0;
    float hi = 0;
    for (int i = offset; i < offset + length; i++) {
      if (!Float.isFinite(x[i])) {
        throw new QuantizationException(
            Reason.NON_FINITE_DATA,
            "row " + row + ": x[" + i + "]: " + x[i] + " (expected: finite)",
            row,
            1);
      }
      lo = Math.min(lo, x[i]);
      hi = Math.max(hi, x[i]);
    }
    return ofRange(lo, hi, levels);
  }

  /// Chooses the parameters of a range that holds 0.
  ///
  /// @param lo smallest value, finite and not positive
  /// @param hi largest value, finite and not negative
  /// @param levels the levels to use
  /// @return scale and zero point
  public static QuantParams ofRange(float lo, float hi, LevelRange levels) {
    float scale = scale(lo, hi, levels);
    return new QuantParams(scale, zeroPoint(lo, scale, levels), levels.type());
  }

  /// Chooses the scale of a range that holds 0.
  ///
  /// @param lo smallest value, finite and not positive
  /// @param hi largest value, finite and not negative
  /// @param levels the levels to use
  /// @return greater than 0; 1 for a range of zeros
  public static float scale(float lo, float hi, LevelRange levels) {
    float scale = (hi - lo) / levels.steps();
    if (scale == Float.POSITIVE_INFINITY) {
      scale = (float) (((double) hi - lo) / levels.steps());
    }
    return scale == 0 ? 1f : scale;
  }

  /// Chooses the zero point that belongs to a scale.
  ///
  /// @param lo smallest value of the range
  /// @param scale what [#scale] gave for it
  /// @param levels the levels to use
  /// @return a level
  public static int zeroPoint(float lo, float scale, LevelRange levels) {
    float zeroPoint = Math.clamp(levels.min() - lo / scale, levels.min(), (float) levels.max());
    return (int) Math.rint(zeroPoint);
  }
}
