package io.bytelane.models.calibration;

/// When the parameters of an activation are chosen.
public enum DynamicMode {
  /// Once, by calibration.
  STATIC,
  /// At each call, from the whole tensor: ONNX DynamicQuantizeLinear.
  PER_TENSOR,
  /// At each call, from each row by itself, so that a sample does not depend on its batch mates.
  PER_ROW
}
