package io.bytelane.models.calibration;

import io.bytelane.quant.LevelRange;

/// Keeps everything: the exact extremes.
public record MaxCalibrator() implements Calibrator {

  @Override
  public double amax(MagnitudeHistogram histogram, LevelRange levels) {
    return histogram.max();
  }

  @Override
  public ValueRange range(SignedHistogram histogram, LevelRange levels) {
    return histogram.range();
  }
}
