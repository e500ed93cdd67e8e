package io.bytelane.models.calibration;

import io.bytelane.quant.ChannelLayout;
import io.bytelane.quant.LevelRange;
import io.bytelane.quant.QuantizationException;
import io.bytelane.quant.QuantizationException.Reason;
import io.bytelane.quant.TensorRange;

/// Chooses the absolute maximum of each channel of a weight tensor.
public final class WeightCalibration {

  private WeightCalibration() {}

  /// Chooses the absolute maxima, each channel from its own histogram.
  ///
  /// @param tensor name of the tensor, for messages
  /// @param weights the tensor, row-major, finite
  /// @param layout its channels
  /// @param calibrator max, percentile or MSE
  /// @param levels the levels to use
  /// @return one absolute maximum per channel
  /// @throws QuantizationException `NON_FINITE_DATA` naming tensor and first index; `UNSUPPORTED`
  ///     for entropy
  public static float[] absMax(
      String tensor,
      float[] weights,
      ChannelLayout layout,
      Calibrator calibrator,
      LevelRange levels) {
    if (calibrator instanceof EntropyCalibrator) {
      throw QuantizationException.of(
          Reason.UNSUPPORTED, tensor + ": calibrator", "entropy", "max, percentile or MSE");
    }
    float[] maxima = TensorRange.absMax(tensor, weights, layout);
    if (calibrator instanceof MaxCalibrator) {
      return maxima;
    }
    HistogramObserver[] observers = new HistogramObserver[maxima.length];
    for (int c = 0; c < observers.length; c++) {
      observers[c] = new HistogramObserver(tensor + "[" + c + "]");
    }
    for (int i = 0; i < weights.length; i++) {
      observers[layout.parameterOf(i)].observe(weights, i, 1);
    }
    for (int c = 0; c < maxima.length; c++) {
      if (observers[c].hasData()) {
        maxima[c] = (float) calibrator.amax(observers[c].histogram().magnitudes(), levels);
      }
    }
    return maxima;
  }
}
