package io.bytelane;

import io.bytelane.quant.ClampRange;
import io.bytelane.quant.QuantParams;

/// Takes the larger of two quantized arrays, element by element; [Extremum] says how levels of
/// different parameters compare.
public final class Max extends Extremum {
  private Max(QuantParams a, QuantParams b, QuantParams output, ClampRange clamp) {
    super(true, a, b, output, clamp);
  }

  /// Returns the operator for operands and output of equal parameters.
  public static Max of(QuantParams params) {
    return of(params, params, params);
  }

  /// Returns the operator without activation.
  ///
  /// @throws io.bytelane.quant.QuantizationException `INVALID_MULTIPLIER` if the scales are too far
  ///     apart
  public static Max of(QuantParams a, QuantParams b, QuantParams output) {
    return of(a, b, output, ClampRange.of(output.type()));
  }

  /// Returns the operator with a fused activation.
  ///
  /// @throws io.bytelane.quant.QuantizationException `INVALID_MULTIPLIER` if the scales are too far
  ///     apart, `INVALID_RANGE` if the clamp leaves the output type
  public static Max of(QuantParams a, QuantParams b, QuantParams output, ClampRange clamp) {
    return new Max(a, b, output, clamp);
  }
}
