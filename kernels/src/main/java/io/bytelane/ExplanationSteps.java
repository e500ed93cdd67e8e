package io.bytelane;

import io.bytelane.quant.ClampRange;
import io.bytelane.quant.FixedPointMultiplier;
import io.bytelane.quant.QuantParams;
import io.bytelane.quant.RequantScheme;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/// Collects the steps of an [Explanation]; holds the chains that several operators share.
final class ExplanationSteps {
  private final String output;
  private final List<Explanation.Step> steps = new ArrayList<>();

  ExplanationSteps(String output) {
    this.output = output;
  }

  Explanation done() {
    return new Explanation(output, steps);
  }

  /// Adds a step and returns its value.
  <N extends Number> N add(String name, String formula, N value) {
    steps.add(new Explanation.Step(name, formula, value));
    return value;
  }

  /// From a float32 product to a level.
  void level(float product, QuantParams params, ClampRange clamp) {
    double rounded = Math.rint(product);
    // A product beyond long is shown as it is; the clamp takes it to the same end.
    boolean whole = Math.abs(rounded) < 0x1p62;
    add("rounded", "nearest, ties to even", whole ? (Number) (long) rounded : (Number) rounded);
    level((long) Math.clamp(rounded, -0x1p62, 0x1p62), params, clamp);
  }

  /// From a rounded product to a level.
  void level(long rounded, QuantParams params, ClampRange clamp) {
    long shifted = add("with zero point", "+ " + params.zeroPoint(), rounded + params.zeroPoint());
    int level =
        add("level", "clamped to [" + clamp.min() + ", " + clamp.max() + "]", clamp.clamp(shifted));
    add(
        "real",
        "fl32(float(" + level + " - " + params.zeroPoint() + ") * " + params.scale() + ")",
        params.dequantize(level));
  }

  /// Multiplies a sum by a fixed-point multiplier, rounded as the scheme says; `name` is that of
  /// the last step, and the prefix of the others.
  long fixedPoint(String name, RequantScheme scheme, long sum, FixedPointMultiplier m) {
    int shift = m.shift();
    add(
        name + ": exact",
        sum + " * " + m.multiplier() + " * 2^(" + shift + " - 31)",
        exactProduct(sum, m));
    if (scheme == RequantScheme.FIXED_SINGLE) {
      return add(
          name,
          "floor((%d * %d + 2^%d) / 2^%d), ties up"
              .formatted(sum, m.multiplier(), 30 - shift, 31 - shift),
          (sum * m.multiplier() + (1L << (30 - shift))) >> (31 - shift));
    }
    int left = Math.max(shift, 0);
    int right = Math.max(-shift, 0);
    long shifted = add(name + ": shifted left", sum + " * 2^" + left, sum << left);
    long high =
        add(
            name + ": high product",
            "floor((%d * %d + 2^30) / 2^31), ties up".formatted(shifted, m.multiplier()),
            (shifted * m.multiplier() + (1L << 30)) >> 31);
    // Half away from zero: the magnitude rounds up at ties.
    long magnitude = (Math.abs(high) + (1L << right >> 1)) >> right;
    return add(
        name, high + " / 2^" + right + ", ties away from zero", high < 0 ? -magnitude : magnitude);
  }

  private static BigDecimal exactProduct(long sum, FixedPointMultiplier m) {
    BigDecimal product = BigDecimal.valueOf(sum).multiply(BigDecimal.valueOf(m.multiplier()));
    return m.shift() > 31
        ? product
        : product.divide(BigDecimal.valueOf(2).pow(31 - m.shift())).stripTrailingZeros();
  }
}
