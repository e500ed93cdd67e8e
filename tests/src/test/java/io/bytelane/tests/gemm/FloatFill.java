package io.bytelane.tests.gemm;

import java.util.Random;

/// Operands and error bounds of float32 sums.
public final class FloatFill {
  private FloatFill() {}

  /// Returns normally distributed values.
  public static float[] gaussian(int length, long seed) {
    Random random = new Random(seed);
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  /// Returns the magnitudes.
  public static float[] absolute(float[] values) {
    float[] magnitudes = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      magnitudes[i] = Math.abs(values[i]);
    }
    return magnitudes;
  }

  /// Returns how far a float32 sum of `k` products may lie from the exact one, in any order of
  /// addition, if the sum of their magnitudes is `magnitude`.
  public static double tolerance(int k, double magnitude) {
    return (k + 2) * 0x1p-23 * magnitude;
  }
}
