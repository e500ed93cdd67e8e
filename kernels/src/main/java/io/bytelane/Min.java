package io.bytelane;

import io.bytelane.quant.ClampRange;
import io.bytelane.quant.QuantParams;

/// Takes the smaller of two quantized arrays, element by element; [Extremum] says how levels of
/// different parameters compare.
public final class Min extends Extremum {
  private Min(QuantParams a, QuantParams b, QuantParams output, ClampRange clamp) {
    super(false, a, b, output, clamp);
  }

  /// Returns the operator for operands and output of equal parameters.
  public static Min of(QuantParams params) {
    return of(params, params, params);
  }

  /// Returns the operator without activation.
  ///
  /// @throws io.bytelane.quant.QuantizationException `INVALID_MULTIPLIER` if the scales are too far
  ///     apart
  public static Min of(QuantParams a, QuantParams b, QuantParams output) {
    return of(a, b, output, ClampRange.of(output.type()));
  }

  /// Returns the operator with a fused activation.
  ///
  /// @throws io.bytelane.quant.QuantizationException `INVALID_MULTIPLIER` if the scales are too far
  ///     apart, `INVALID_RANGE` if the clamp leaves the output type
  public static Min of(QuantParams a, QuantParams b, QuantParams output, ClampRange clamp) {
    return new Min(a, b, output, clamp);
  }
}
