package io.bytelane.reference;

/// Bias of an integer layer (section 4 of the numeric contract) and the bound of its accumulator
/// (section 2.4).
public final class ReferenceBias {
  private ReferenceBias() {}

  /// Returns the float32 scale of the bias, `fl32(inputScale * weightScale)`.
  public static float scale(float inputScale, float weightScale) {
    return inputScale * weightScale;
  }

  /// Returns `sat_int32(rint(double(bias) / double(scale)))`.
  ///
  /// @throws ReferenceRefusal `InvalidScale` if the scale is 0 and the bias is not
  public static int quantize(float bias, float scale) {
    if (scale == 0 && bias != 0) {
      throw new ReferenceRefusal("InvalidScale", -1, "bias scale 0 (> 0 for bias " + bias + ")");
    }
    return bias == 0 ? 0 : (int) Math.rint((double) bias / (double) scale);
  }

  /// Returns whether [#quantize] saturates.
  public static boolean saturates(float bias, float scale) {
    double q = Math.rint((double) bias / (double) scale);
    return q > Integer.MAX_VALUE || q < Integer.MIN_VALUE;
  }

  /// Returns `qBias - inputZeroPoint * sum(weights - weightZeroPoint)`: what is left of the
  /// accumulator's terms when the raw input levels are multiplied.
  public static long folded(int qBias, int inputZeroPoint, int[] weights, int weightZeroPoint) {
    long sum = 0;
    for (int w : weights) {
      sum += w - weightZeroPoint;
    }
    return qBias - inputZeroPoint * sum;
  }

  /// Returns the smallest and the largest accumulator that inputs in [low, high] can produce with
  /// these weights of one output channel: the bound that must lie in int32.
  public static long[] bounds(
      int[] weights, int weightZeroPoint, int inputZeroPoint, int low, int high, int qBias) {
    long smallest = qBias;
    long largest = qBias;
    for (int w : weights) {
      long a = (long) (low - inputZeroPoint) * (w - weightZeroPoint);
      long b = (long) (high - inputZeroPoint) * (w - weightZeroPoint);
      smallest += Math.min(a, b);
      largest += Math.max(a, b);
    }
    return new long[] {smallest, largest};
  }
}
