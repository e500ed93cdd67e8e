package io.bytelane.models.calibration;

import io.bytelane.quant.QuantizationException;
import io.bytelane.quant.QuantizationException.Reason;
import io.bytelane.quant.ValueScan;

/// One pass over a batch before any state changes: refuses NaN, counts infinities, finds the
/// extremes of the finite values.
///
/// @param finite number of finite values
/// @param infinities number of infinite values
/// @param min smallest finite value, +infinity if there is none
/// @param max largest finite value, -infinity if there is none
record BatchScan(long finite, long infinities, float min, float max) {

  static BatchScan of(String tensor, float[] values, int offset, int length) {
    ValueScan scan = ValueScan.of(values, offset, length);
    if (scan.nans() > 0) {
      throw new QuantizationException(
          Reason.NON_FINITE_DATA,
          tensor
              + ": "
              + scan.nans()
              + " NaN, first at index "
              + scan.firstNan()
              + " (expected: none)",
          scan.firstNan(),
          scan.nans());
    }
    return new BatchScan(scan.finite(), scan.infinities(), scan.min(), scan.max());
  }

  /// Returns the error of a result that was asked for before any data.
  static QuantizationException noData(String tensor) {
    return QuantizationException.of(
        Reason.NO_CALIBRATION_DATA, tensor, "no finite value", "at least one observed value");
  }
}
