package io.bytelane.quant;

import io.bytelane.internal.dispatch.Kernels;
import java.util.Objects;

/// What an observer has to know of an array before it counts it: whether it holds NaN, how many
/// infinities, and the extremes of the finite values. One pass on vectors where all is finite.
///
/// @param finite number of finite values
/// @param infinities number of infinite values
/// @param nans number of NaN
/// @param firstNan index of the first NaN, counted from the offset; -1 without NaN
/// @param min smallest finite value, +infinity if there is none; a zero is +0
/// @param max largest finite value, -infinity if there is none; a zero is +0
public record ValueScan(
    long finite, long infinities, long nans, int firstNan, float min, float max) {

  /// Values that are not worth the vectors.
  private static final int FEW = 16;

  /// Scans values.
  ///
  /// @param values array that holds them
  /// @param offset first value
  /// @param length number of values
  /// @return what was found
  public static ValueScan of(float[] values, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, values.length);
    if (length < FEW) {
      return ofAny(values, offset, length);
    }
    float[] range = new float[2];
    if (Kernels.active().elements().levels().extremes(values, offset, length, range)) {
      // Adding +0 takes the sign from a zero.
      return new ValueScan(length, 0, 0, -1, range[0] + 0f, range[1] + 0f);
    }
    return ofAny(values, offset, length);
  }

  private static ValueScan ofAny(float[] values, int offset, int length) {
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
    return new ValueScan(
        length - infinities - nans, infinities, nans, firstNan, min + 0f, max + 0f);
  }
}
