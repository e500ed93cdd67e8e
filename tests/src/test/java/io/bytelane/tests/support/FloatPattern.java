package io.bytelane.tests.support;

import java.util.Random;

/// Contents of a float buffer.
public enum FloatPattern {
  /// Uniform in [-1, 1).
  UNIFORM,
  /// Magnitudes from 2^-20 to 2^20, either sign.
  WIDE,
  /// Small integers, so that every sum is exact in float32.
  INTEGERS,
  /// All zero but one value of 1 at a random place.
  ONE_HOT,
  /// NaN, infinities, both zeros, subnormals and the largest magnitudes among ordinary values.
  SPECIAL;

  private static final float[] SPECIALS = {
    Float.NaN,
    Float.POSITIVE_INFINITY,
    Float.NEGATIVE_INFINITY,
    0f,
    -0f,
    Float.MIN_VALUE,
    -Float.MIN_VALUE,
    1e-40f,
    Float.MAX_VALUE,
    -Float.MAX_VALUE
  };

  /// Returns `length` floats; the same seed gives the same floats on every machine.
  public float[] floats(int length, long seed) {
    Random random = new Random(seed);
    float[] values = new float[length];
    if (this == ONE_HOT) {
      if (length > 0) {
        values[random.nextInt(length)] = 1f;
      }
      return values;
    }
    for (int i = 0; i < length; i++) {
      float uniform = random.nextFloat() * 2 - 1;
      values[i] =
          switch (this) {
            case WIDE -> Math.scalb(uniform, random.nextInt(41) - 20);
            case INTEGERS -> random.nextInt(33) - 16;
            case SPECIAL -> random.nextBoolean() ? SPECIALS[random.nextInt(10)] : uniform * 1000;
            default -> uniform;
          };
    }
    return values;
  }
}
