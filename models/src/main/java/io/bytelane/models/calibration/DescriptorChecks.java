package io.bytelane.models.calibration;

import io.bytelane.quant.QuantizationException;
import io.bytelane.quant.QuantizationException.Reason;
import io.bytelane.quant.QuantizeRule;
import io.bytelane.quant.SymmetricConvention;
import java.util.List;

/// The rules that the parts of a [QuantDescriptor] obey.
final class DescriptorChecks {

  private DescriptorChecks() {}

  static void numbers(
      float scaleAmax, List<Float> preScale, double percentile, float averagingConstant) {
    requirePositive("scaleAmax", scaleAmax);
    if (preScale != null) {
      for (int i = 0; i < preScale.size(); i++) {
        requirePositive("preScale[" + i + "]", preScale.get(i));
      }
    }
    if (!(percentile >= 0 && percentile <= 100)) {
      throw QuantizationException.of(
          Reason.INVALID_PERCENTILE, "percentile", percentile, "in [0, 100]");
    }
    if (!(averagingConstant > 0 && averagingConstant <= 1)) {
      throw QuantizationException.of(
          Reason.INVALID_RANGE, "averagingConstant", averagingConstant, "in (0, 1]");
    }
  }

  private static void requirePositive(String name, float factor) {
    if (!(factor > 0) || factor == Float.POSITIVE_INFINITY) {
      throw QuantizationException.of(Reason.INVALID_SCALE, name, factor, "finite and > 0");
    }
  }

  static void amax(List<Float> amax, List<Integer> shape) {
    if (amax == null && shape == null) {
      return;
    }
    long elements = 1;
    for (int extent : shape == null ? List.<Integer>of() : shape) {
      elements *= extent;
    }
    if (amax == null || shape == null || elements != amax.size()) {
      throw QuantizationException.of(
          Reason.INVALID_RANGE, "amaxShape", shape, "the shape of amax = " + amax);
    }
    for (int i = 0; i < amax.size(); i++) {
      float value = amax.get(i);
      if (!(value >= 0) || value == Float.POSITIVE_INFINITY) {
        throw QuantizationException.at(Reason.INVALID_RANGE, "amax", i, value, "finite and >= 0");
      }
    }
  }

  static void combination(
      boolean signed,
      LevelKind kind,
      boolean symmetric,
      SymmetricConvention convention,
      List<Float> amax,
      QuantizeRule rule,
      CalibrationMethod method,
      DynamicMode mode) {
    boolean narrowConvention = convention == SymmetricConvention.NARROW_127;
    if (symmetric && signed && narrowConvention != (kind == LevelKind.NARROW)) {
      throw unsupported("kind", kind, "NARROW exactly for NARROW_127, found " + convention);
    }
    if (!signed && kind == LevelKind.NARROW) {
      throw unsupported("kind", kind, "FULL or REDUCED for unsigned levels");
    }
    if (!symmetric && amax != null) {
      throw unsupported("amax", amax, "null for affine parameters");
    }
    if (!symmetric && rule == QuantizeRule.AMAX_MULTIPLY) {
      throw unsupported("rule", rule, "a rule with a zero point for affine parameters");
    }
    if (!symmetric && method == CalibrationMethod.ENTROPY) {
      throw unsupported("method", method, "any other for affine parameters");
    }
    if (symmetric && mode != DynamicMode.STATIC) {
      throw unsupported("mode", mode, "STATIC for symmetric parameters");
    }
  }

  private static QuantizationException unsupported(String name, Object value, String expected) {
    return QuantizationException.of(Reason.UNSUPPORTED, name, value, expected);
  }
}
