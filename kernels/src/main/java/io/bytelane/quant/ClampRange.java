package io.bytelane.quant;

import io.bytelane.quant.QuantizationException.Reason;

/// The levels that an operator may write: its type's range, narrowed by a fused activation. Both
/// ends belong to the range.
///
/// @param min smallest level
/// @param max largest level, not below `min`
public record ClampRange(int min, int max) {

  /// Checks the order of the ends.
  ///
  /// @throws QuantizationException `INVALID_RANGE` if `min > max`
  public ClampRange {
    if (min > max) {
      throw QuantizationException.of(Reason.INVALID_RANGE, "min", min, "<= max = " + max);
    }
  }

  /// Returns the whole range of a type: no activation.
  ///
  /// @param type the output type
  /// @return [type.min(), type.max()]
  public static ClampRange of(QuantizedType type) {
    return new ClampRange(type.min(), type.max());
  }

  /// Returns the clamp of Relu: the output zero point is real 0.
  ///
  /// @param output quantization of the output
  /// @return [max(type.min(), zeroPoint), type.max()]
  public static ClampRange relu(QuantParams output) {
    return new ClampRange(output.zeroPoint(), output.type().max());
  }

  /// Returns the clamp of Relu6: `max = min(type.max(), zeroPoint + rint(fl32(6 / scale)))`.
  ///
  /// @param output quantization of the output
  /// @return the levels of real 0 and real 6
  public static ClampRange relu6(QuantParams output) {
    return clip(0f, 6f, output);
  }

  /// Returns the clamp of Clip: both ends are quantized as any value is. An infinite end leaves
  /// that side of the type's range open.
  ///
  /// @param low smallest real value, not NaN
  /// @param high largest real value, not NaN and not below `low`
  /// @param output quantization of the output
  /// @return the levels of both ends
  /// @throws QuantizationException `INVALID_RANGE` if an end is NaN or `low > high`
  public static ClampRange clip(float low, float high, QuantParams output) {
    if (!(low <= high)) {
      throw QuantizationException.of(Reason.INVALID_RANGE, "low", low, "<= high = " + high);
    }
    return new ClampRange(output.quantize(low), output.quantize(high));
  }

  /// Returns the levels that two clamps allow, as when Clip follows Relu.
  ///
  /// @param next the clamp that is applied after this one
  /// @return the clamp equal to applying this one and then `next`
  public ClampRange then(ClampRange next) {
    return new ClampRange(next.clamp(min), next.clamp(max));
  }

  /// Saturates a level to the range.
  ///
  /// @param value any number
  /// @return the nearest number in [min, max]
  public int clamp(long value) {
    return Math.clamp(value, min, max);
  }
}
