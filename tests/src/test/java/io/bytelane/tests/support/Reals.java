package io.bytelane.tests.support;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

/// Floats of all their bits: uniform over the representations of a range, so that every magnitude
/// comes up. (The generators of the test library have two decimals unless told otherwise.)
public final class Reals {
  private Reals() {}

  /// Floats in [low, high], finite.
  public static Arbitrary<Float> floats(float low, float high) {
    return Arbitraries.longs().between(key(low), key(high)).map(Reals::value);
  }

  /// Positive doubles in [low, high].
  public static Arbitrary<Double> positiveDoubles(double low, double high) {
    return Arbitraries.longs()
        .between(Double.doubleToLongBits(low), Double.doubleToLongBits(high))
        .map(Double::longBitsToDouble);
  }

  /// Orders floats as integers; both zeros are 0.
  private static long key(float x) {
    int bits = Float.floatToIntBits(x);
    return bits < 0 ? -(long) (bits & Integer.MAX_VALUE) : bits;
  }

  private static float value(long key) {
    return key < 0 ? -Float.intBitsToFloat((int) -key) : Float.intBitsToFloat((int) key);
  }
}
