package io.bytelane.tests.quant;

import java.math.BigDecimal;
import java.math.RoundingMode;

/// The fixed-point schemes in exact decimal arithmetic, straight from their formulas.
final class ExactRequantize {

  private static final BigDecimal TWO = BigDecimal.valueOf(2);
  private static final BigDecimal HALF = new BigDecimal("0.5");

  private ExactRequantize() {}

  /// `RDP(SRDHM(acc * 2^max(shift, 0), m0), max(-shift, 0))`.
  static BigDecimal twice(int acc, int m0, int shift) {
    BigDecimal shifted = BigDecimal.valueOf(acc).multiply(TWO.pow(Math.max(shift, 0)));
    BigDecimal first = up(shifted.multiply(BigDecimal.valueOf(m0)).divide(TWO.pow(31)));
    return first.divide(TWO.pow(Math.max(-shift, 0))).setScale(0, RoundingMode.HALF_UP);
  }

  /// `floor((acc * m0 + 2^(30 - shift)) / 2^(31 - shift))`.
  static BigDecimal once(int acc, int m0, int shift) {
    BigDecimal product = BigDecimal.valueOf(acc).multiply(BigDecimal.valueOf(m0));
    return up(product.divide(TWO.pow(31 - shift)));
  }

  /// `acc * 2^-s`, ties to even.
  static BigDecimal toEven(int acc, int s) {
    return BigDecimal.valueOf(acc).divide(TWO.pow(s)).setScale(0, RoundingMode.HALF_EVEN);
  }

  /// Adds the zero point and saturates.
  static int place(BigDecimal rounded, int zeroPoint, int low, int high) {
    return rounded
        .add(BigDecimal.valueOf(zeroPoint))
        .max(BigDecimal.valueOf(low))
        .min(BigDecimal.valueOf(high))
        .intValueExact();
  }

  private static BigDecimal up(BigDecimal x) {
    return x.add(HALF).setScale(0, RoundingMode.FLOOR);
  }
}
