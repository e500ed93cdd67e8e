package io.bytelane.models.ptq;

import io.bytelane.models.calibration.CalibrationMethod;
import io.bytelane.models.calibration.Calibrator;
import io.bytelane.models.calibration.MaxCalibrator;
import io.bytelane.models.calibration.PercentileCalibrator;
import io.bytelane.quant.LevelRange;
import io.bytelane.quant.QuantizedType;
import java.util.Objects;
import java.util.Set;

/// How a network is quantized.
///
/// @param perChannel whether weights have one scale per output channel, otherwise one per tensor
/// @param activationType storage of activations; both use affine parameters and all 256 levels
/// @param method how the range of an activation is found
/// @param percentile the percentile of method `PERCENTILE`, in [0, 100]
/// @param weightCalibrator how the range of weights is found: maximum, percentile or MSE
/// @param excludedNodes names of nodes that stay float
/// @param dynamicPerRow whether dynamic quantization takes one scale per row, so that a sample does
///     not depend on the others of its batch; otherwise one per tensor, as ONNX has it
/// @param weightBits bits of a weight, 2 to 8: symmetric levels in the narrow range of so many bits
public record PtqOptions(
    boolean perChannel,
    QuantizedType activationType,
    CalibrationMethod method,
    double percentile,
    Calibrator weightCalibrator,
    Set<String> excludedNodes,
    boolean dynamicPerRow,
    int weightBits) {
  /// Per channel, s8, exact extremes, nothing excluded.
  public static final PtqOptions DEFAULT =
      new PtqOptions(
          true,
          QuantizedType.S8,
          CalibrationMethod.MIN_MAX,
          PercentileCalibrator.DEFAULT_PERCENTILE,
          new MaxCalibrator(),
          Set.of(),
          true,
          LevelRange.MAX_BITS);

  /// Checks the parts.
  ///
  /// @throws io.bytelane.quant.QuantizationException `INVALID_PERCENTILE`, or `INVALID_RANGE` if
  ///     the bits lie outside [2, 8]
  public PtqOptions {
    Objects.requireNonNull(activationType, "activationType");
    Objects.requireNonNull(method, "method");
    Objects.requireNonNull(weightCalibrator, "weightCalibrator");
    excludedNodes = Set.copyOf(excludedNodes);
    percentile = new PercentileCalibrator(percentile).percentile();
    LevelRange.narrow(weightBits); // checks the bits
  }

  /// Returns the levels of weights.
  LevelRange weightLevels() {
    return LevelRange.narrow(weightBits);
  }

  /// Returns the options of a configuration.
  ///
  /// @param config a quantized configuration
  /// @return the default options with its granularity of weights
  public static PtqOptions of(ConfigName config) {
    return DEFAULT.withPerChannel(config != ConfigName.STATIC_INT8_PER_TENSOR);
  }

  /// Returns options that differ in the granularity of weights.
  ///
  /// @param value true for one scale per output channel
  /// @return the options
  public PtqOptions withPerChannel(boolean value) {
    return new PtqOptions(
        value,
        activationType,
        method,
        percentile,
        weightCalibrator,
        excludedNodes,
        dynamicPerRow,
        weightBits);
  }

  /// Returns options that differ in the storage of activations.
  ///
  /// @param type s8 or u8
  /// @return the options
  public PtqOptions withActivationType(QuantizedType type) {
    return new PtqOptions(
        perChannel,
        type,
        method,
        percentile,
        weightCalibrator,
        excludedNodes,
        dynamicPerRow,
        weightBits);
  }

  /// Returns options that differ in the calibration of activations.
  ///
  /// @param newMethod the method
  /// @param newPercentile used by `PERCENTILE`
  /// @return the options
  public PtqOptions withMethod(CalibrationMethod newMethod, double newPercentile) {
    return new PtqOptions(
        perChannel,
        activationType,
        newMethod,
        newPercentile,
        weightCalibrator,
        excludedNodes,
        dynamicPerRow,
        weightBits);
  }

  /// Returns options that differ in the calibration of weights.
  ///
  /// @param calibrator maximum, percentile or MSE
  /// @return the options
  public PtqOptions withWeightCalibrator(Calibrator calibrator) {
    return new PtqOptions(
        perChannel,
        activationType,
        method,
        percentile,
        calibrator,
        excludedNodes,
        dynamicPerRow,
        weightBits);
  }

  /// Returns options that differ in what stays float.
  ///
  /// @param nodes names of nodes
  /// @return the options
  public PtqOptions withExcludedNodes(Set<String> nodes) {
    return new PtqOptions(
        perChannel,
        activationType,
        method,
        percentile,
        weightCalibrator,
        nodes,
        dynamicPerRow,
        weightBits);
  }

  /// Returns options that differ in the granularity of dynamic quantization.
  ///
  /// @param perRow true for one scale per row, false for one per tensor
  /// @return the options
  public PtqOptions withDynamicPerRow(boolean perRow) {
    return new PtqOptions(
        perChannel,
        activationType,
        method,
        percentile,
        weightCalibrator,
        excludedNodes,
        perRow,
        weightBits);
  }

  /// Returns options that differ in the bits of weights.
  ///
  /// @param bits 2 to 8
  /// @return the options
  public PtqOptions withWeightBits(int bits) {
    return new PtqOptions(
        perChannel,
        activationType,
        method,
        percentile,
        weightCalibrator,
        excludedNodes,
        dynamicPerRow,
        bits);
  }
}
