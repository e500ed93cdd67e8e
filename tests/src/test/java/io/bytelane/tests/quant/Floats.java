package io.bytelane.tests.quant;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

/// Floats that find numeric mistakes: every bit pattern, and ratios on and beside ties.
final class Floats {

  private Floats() {}

  /// Returns any float, NaN and infinities included.
  static Arbitrary<Float> any() {
    return Arbitraries.integers()
        .between(Integer.MIN_VALUE, Integer.MAX_VALUE)
        .map(Float::intBitsToFloat);
  }

  /// Returns finite floats whose magnitudes are spread over the exponents.
  static Arbitrary<Float> finite() {
    return any().filter(Float::isFinite);
  }

  /// Returns floats between two positive ones, spread over the exponents.
  static Arbitrary<Float> between(float low, float high) {
    return Arbitraries.integers()
        .between(Float.floatToIntBits(low), Float.floatToIntBits(high))
        .map(Float::intBitsToFloat);
  }

  /// Returns scales: finite and positive, subnormals included.
  static Arbitrary<Float> scales() {
    return Arbitraries.integers().between(1, 0x7f7fffff).map(Float::intBitsToFloat);
  }

  /// Returns a few hundred halves, with neighbours one step away.
  static Arbitrary<Float> nearTies() {
    return Arbitraries.integers()
        .between(-600, 600)
        .flatMap(
            half -> Arbitraries.of(half / 2f, Math.nextUp(half / 2f), Math.nextDown(half / 2f)));
  }
}
