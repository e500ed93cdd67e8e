package io.bytelane.models.calibration;

/// How the range of a tensor is found from what was observed.
public enum CalibrationMethod {
  /// The exact extremes over all batches.
  MIN_MAX,
  /// Exponentially weighted averages of the extremes of each batch; depends on their order.
  MOVING_AVERAGE,
  /// A percentile of the histogram.
  PERCENTILE,
  /// The least mean squared error over the histogram.
  MSE,
  /// The least divergence over the histogram; symmetric or unsigned activations only.
  ENTROPY
}
