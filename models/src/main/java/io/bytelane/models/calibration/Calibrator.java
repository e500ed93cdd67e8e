package io.bytelane.models.calibration;

import io.bytelane.quant.LevelRange;

/// Chooses, from a histogram, the range that quantization keeps. A pure function: the histogram is
/// never changed, and the same histogram gives the same result, whatever was asked before.
public sealed interface Calibrator
    permits MaxCalibrator, PercentileCalibrator, MseCalibrator, EntropyCalibrator {

  /// Chooses the absolute maximum for symmetric quantization, or for unsigned quantization of
  /// values that are not negative.
  ///
  /// @param histogram magnitudes; not changed
  /// @param levels the levels to use; its largest one counts
  /// @return the absolute maximum, at most the largest magnitude
  double amax(MagnitudeHistogram histogram, LevelRange levels);

  /// Chooses the range for affine quantization.
  ///
  /// @param histogram signed values; not changed
  /// @param levels the levels to use
  /// @return the range, within the exact extremes
  /// @throws io.bytelane.quant.QuantizationException `UNSUPPORTED` for entropy
  ValueRange range(SignedHistogram histogram, LevelRange levels);
}
