package io.bytelane.models.report;

import java.math.BigDecimal;
import java.math.RoundingMode;

/// Decimal texts as C's `printf` writes them: the exact binary value, rounded half to even.
/// (`String.format` rounds half up, and from the shortest decimal text of the value.)
public final class Decimals {
  private static final String MISSING = "n/a";

  private Decimals() {}

  /// Returns `%.<digits>f`; a value below zero keeps its minus sign when it rounds to zero. A value
  /// that is not finite reads `n/a`.
  ///
  /// @param value the value
  /// @param digits digits after the point
  public static String fixed(double value, int digits) {
    if (!Double.isFinite(value)) {
      return MISSING;
    }
    BigDecimal rounded = new BigDecimal(value).setScale(digits, RoundingMode.HALF_EVEN);
    String text = rounded.toPlainString();
    return value < 0 && rounded.signum() == 0 ? "-" + text : text;
  }

  /// Returns [#fixed] with a plus sign before values above zero, and a unit after the number.
  ///
  /// @param value the value
  /// @param digits digits after the point
  /// @param unit text after the number; left out where the value is not finite
  public static String signed(double value, int digits, String unit) {
    return (value > 0 && Double.isFinite(value) ? "+" : "") + withUnit(value, digits, unit);
  }

  /// Returns [#fixed] with a unit after the number.
  ///
  /// @param value the value
  /// @param digits digits after the point
  /// @param unit text after the number; left out where the value is not finite
  public static String withUnit(double value, int digits, String unit) {
    return Double.isFinite(value) ? fixed(value, digits) + unit : MISSING;
  }
}
