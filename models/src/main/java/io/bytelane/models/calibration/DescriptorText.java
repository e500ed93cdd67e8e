package io.bytelane.models.calibration;

import java.util.StringJoiner;

/// A [QuantDescriptor] in one line: what always matters first, then what differs from the default.
final class DescriptorText {

  private DescriptorText() {}

  static String of(QuantDescriptor d) {
    StringJoiner text = new StringJoiner(", ");
    text.add(
        (d.signed() ? "int" : "uint")
            + d.bits()
            + " "
            + d.kind()
            + " "
            + d.levels().min()
            + ".."
            + d.levels().max());
    text.add(d.symmetric() ? "symmetric " + d.convention() : "affine");
    text.add(d.axis() == null ? "per tensor" : "per channel of axis " + d.axis());
    text.add(d.mode() == DynamicMode.STATIC ? range(d) : "dynamic " + d.mode());
    text.add("floor " + d.floor());
    text.add("rule " + d.rule());
    if (d.scaleAmax() != 1) {
      text.add("scaleAmax " + d.scaleAmax());
    }
    if (d.preScale() != null) {
      text.add("preScale " + d.preScale());
    }
    if (!d.enabled()) {
      text.add("disabled");
    }
    return text.toString();
  }

  private static String range(QuantDescriptor d) {
    if (d.amax() != null) {
      return "amax " + d.amax() + " of shape " + d.amaxShape();
    }
    return switch (d.method()) {
      case PERCENTILE -> "PERCENTILE " + d.percentile();
      case MOVING_AVERAGE -> "MOVING_AVERAGE " + d.averagingConstant();
      case MIN_MAX, MSE, ENTROPY -> d.method().name();
    };
  }
}
