package io.bytelane.reference;

/// Softmax over rows of 8-bit levels (section 5.5 of the numeric contract).
public final class ReferenceSoftmax {
  private ReferenceSoftmax() {}

  /// Returns one row: `E[d] = rint(e^(-s_in * d) * 2^23)` in double, S = the int64 sum of
  /// `E[max - q]`, `sat(rint((E / S) / s_out) + z_out)` in double.
  ///
  /// @param input levels
  /// @param offset first level of the row
  /// @param length levels in the row
  /// @param inputScale s_in
  /// @param outputScale s_out
  /// @param outputZeroPoint z_out
  /// @param low smallest output level
  /// @param high largest output level
  public static int[] row(
      ReferenceTensor input,
      int offset,
      int length,
      float inputScale,
      float outputScale,
      int outputZeroPoint,
      int low,
      int high) {
    int max = Integer.MIN_VALUE;
    for (int i = 0; i < length; i++) {
      max = Math.max(max, input.value(offset + i));
    }
    long[] e = new long[length];
    long sum = 0;
    for (int i = 0; i < length; i++) {
      int d = max - input.value(offset + i);
      e[i] = (long) Math.rint(StrictMath.exp(-(double) inputScale * d) * 0x1p23);
      sum += e[i];
    }
    int[] q = new int[length];
    for (int i = 0; i < length; i++) {
      double share = (double) e[i] / (double) sum;
      q[i] =
          ReferenceRequantize.saturate(
              Math.rint(share / (double) outputScale) + outputZeroPoint, low, high);
    }
    return q;
  }
}
