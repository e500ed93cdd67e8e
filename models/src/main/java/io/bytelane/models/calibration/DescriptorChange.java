package io.bytelane.models.calibration;

import io.bytelane.quant.QuantizeRule;
import io.bytelane.quant.ScaleFloor;
import io.bytelane.quant.SymmetricConvention;
import java.util.List;

/// A mutable copy of a [QuantDescriptor], for its `with` methods.
final class DescriptorChange {

  private int bits;
  private final boolean signed;
  private LevelKind kind;
  private boolean symmetric;
  private SymmetricConvention convention;
  private Integer axis;
  private List<Float> amax;
  private List<Integer> amaxShape;
  private float scaleAmax;
  private List<Float> preScale;
  private ScaleFloor floor;
  private QuantizeRule rule;
  private CalibrationMethod method;
  private double percentile;
  private float averagingConstant;
  private DynamicMode mode;
  private boolean enabled;

  private DescriptorChange(QuantDescriptor d) {
    bits = d.bits();
    signed = d.signed();
    kind = d.kind();
    symmetric = d.symmetric();
    convention = d.convention();
    axis = d.axis();
    amax = d.amax();
    amaxShape = d.amaxShape();
    scaleAmax = d.scaleAmax();
    preScale = d.preScale();
    floor = d.floor();
    rule = d.rule();
    method = d.method();
    percentile = d.percentile();
    averagingConstant = d.averagingConstant();
    mode = d.mode();
    enabled = d.enabled();
  }

  static DescriptorChange of(QuantDescriptor descriptor) {
    return new DescriptorChange(descriptor);
  }

  DescriptorChange bits(int value) {
    bits = value;
    return this;
  }

  DescriptorChange kind(LevelKind value) {
    kind = value;
    return this;
  }

  DescriptorChange symmetric(SymmetricConvention value) {
    symmetric = true;
    convention = value;
    return this;
  }

  DescriptorChange axis(Integer value) {
    axis = value;
    return this;
  }

  DescriptorChange amax(List<Float> values, List<Integer> shape) {
    amax = values;
    amaxShape = shape;
    return this;
  }

  DescriptorChange factors(float onAmax, List<Float> onValues) {
    scaleAmax = onAmax;
    preScale = onValues;
    return this;
  }

  DescriptorChange rules(ScaleFloor newFloor, QuantizeRule newRule) {
    floor = newFloor;
    rule = newRule;
    return this;
  }

  DescriptorChange method(CalibrationMethod value) {
    method = value;
    return this;
  }

  DescriptorChange percentile(double value) {
    percentile = value;
    method = CalibrationMethod.PERCENTILE;
    return this;
  }

  DescriptorChange averagingConstant(float value) {
    averagingConstant = value;
    method = CalibrationMethod.MOVING_AVERAGE;
    return this;
  }

  DescriptorChange mode(DynamicMode value) {
    mode = value;
    return this;
  }

  DescriptorChange enabled(boolean value) {
    enabled = value;
    return this;
  }

  QuantDescriptor build() {
    return new QuantDescriptor(
        bits,
        signed,
        kind,
        symmetric,
        convention,
        axis,
        amax,
        amaxShape,
        scaleAmax,
        preScale,
        floor,
        rule,
        method,
        percentile,
        averagingConstant,
        mode,
        enabled);
  }
}
