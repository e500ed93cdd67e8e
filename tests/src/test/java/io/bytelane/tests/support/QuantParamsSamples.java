package io.bytelane.tests.support;

import io.bytelane.quant.QuantParams;
import io.bytelane.quant.QuantizedType;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/// Quantization parameters of both types, with zero points in the middle and at the ends.
public final class QuantParamsSamples {
  private QuantParamsSamples() {}

  /// Any legal parameters: ordinary scales, and the smallest, subnormal and largest ones.
  public static Arbitrary<QuantParams> any() {
    Arbitrary<Float> extreme =
        Arbitraries.of(
            1e-7f, 1e4f, 3e38f, 1e-40f, Float.MIN_VALUE, Float.MIN_NORMAL, 0.0021485486f);
    return of(Arbitraries.oneOf(extreme, scales()), Arbitraries.of(QuantizedType.values()));
  }

  /// Parameters as networks have them, scales from 2^-10 to 2.
  public static Arbitrary<QuantParams> ordinary() {
    return of(scales(), Arbitraries.of(QuantizedType.values()));
  }

  /// Parameters of one type, scales from 2^-10 to 2.
  public static Arbitrary<QuantParams> ordinary(QuantizedType type) {
    return of(scales(), Arbitraries.of(type));
  }

  private static Arbitrary<Float> scales() {
    Arbitrary<Float> round = Arbitraries.of(1f, 0.5f, 0.1f, 1f / 255, 1f / 256);
    Arbitrary<Float> odd =
        Combinators.combine(
                Arbitraries.integers().between(0, 8191), Arbitraries.integers().between(-10, 0))
            .as((fraction, exponent) -> Math.scalb(1 + fraction / 8192f, exponent));
    return Arbitraries.oneOf(round, odd);
  }

  private static Arbitrary<QuantParams> of(
      Arbitrary<Float> scales, Arbitrary<QuantizedType> types) {
    Arbitrary<Integer> levels =
        Arbitraries.oneOf(
            Arbitraries.of(0, 1, 127, 128, 254, 255), Arbitraries.integers().between(0, 255));
    return Combinators.combine(scales, levels, types)
        .as((scale, level, type) -> new QuantParams(scale, level + type.min(), type));
  }
}
