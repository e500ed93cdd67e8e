package io.bytelane;

import io.bytelane.quant.ClampRange;
import io.bytelane.quant.QuantizationException;
import io.bytelane.quant.QuantizationException.Reason;
import io.bytelane.quant.QuantizedType;

/// Checks of level ranges.
final class Levels {
  private Levels() {}

  /// Requires that `type` holds both ends of `clamp`.
  ///
  /// @throws QuantizationException `INVALID_RANGE`
  static void requireWithin(ClampRange clamp, QuantizedType type) {
    if (!type.contains(clamp.min()) || !type.contains(clamp.max())) {
      throw QuantizationException.of(
          Reason.INVALID_RANGE,
          "clamp",
          "[" + clamp.min() + ", " + clamp.max() + "]",
          "within [" + type.min() + ", " + type.max() + "] of " + type);
    }
  }
}
