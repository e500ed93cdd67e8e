package io.bytelane.models.calibration;

import io.bytelane.quant.QuantizationException;
import io.bytelane.quant.QuantizationException.Reason;
import java.util.Objects;

/// One pass over a batch before any state changes: refuses NaN, counts infinities, finds the
/// extremes of the finite values.
///
/// @param finite number of finite values
/// @param infinities number of infinite values
/// @param min smallest finite value, +infinity if there is none
/// @param max largest finite value, -infinity if there is none
record BatchScan(long finite, long infinities, float min, float max) {

  static BatchScan of(String tensor, float[] values, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, values.length);
    long infinities = 0;
    long nans = 0;
    int firstNan = -1;
    float min = Float.POSITIVE_INFINITY;
    float max = Float.NEGATIVE_INFINITY;
    for (int i = offset; i < offset + length; i++) {
      float x = values[i];
      if (Float.isFinite(x)) {
        min = Math.min(min, x);
        max = Math.max(max, x);
      } else if (Float.isNaN(x)) {
        firstNan = nans == 0 ? i - offset : firstNan;
        nans++;
      } else {
        infinities++;
      }
    }
    if (nans > 0) {
      throw new QuantizationException(
          Reason.NON_FINITE_DATA,
          tensor + ": " + nans + " NaN, first at index " + firstNan + " (expected: none)",
          firstNan,
          nans);
    }
    return new BatchScan(length - infinities, infinities, min, max);
  }

  /// Returns the error of a result that was asked for before any data.
  static QuantizationException noData(String tensor) {
    return QuantizationException.of(
        Reason.NO_CALIBRATION_DATA, tensor, "no finite value", "at least one observed value");
  }
}
