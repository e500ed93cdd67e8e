package io.bytelane.models.calibration;

import io.bytelane.quant.QuantizationException;
import io.bytelane.quant.QuantizationException.Reason;

/// Keeps exponentially weighted averages of the extremes of each batch: the first batch sets them,
/// then `m = fl32(m + fl32(c * (batch - m)))`.
///
/// Depends on the order and the split of batches by its nature, so it cannot be merged and is never
/// the default.
public final class MovingAverageObserver implements Observer {

  /// The averaging constant of PyTorch.
  public static final float DEFAULT_CONSTANT = 0.01f;

  private final String tensor;
  private final float constant;
  private float min;
  private float max;
  private boolean started;
  private long infinities;

  /// Creates an observer that has seen nothing.
  ///
  /// @param tensor name of the tensor, for messages
  /// @param constant weight `c` of a new batch, in (0, 1]
  /// @throws QuantizationException `INVALID_RANGE` for a constant outside (0, 1]
  public MovingAverageObserver(String tensor, float constant) {
    if (!(constant > 0 && constant <= 1)) {
      throw QuantizationException.of(Reason.INVALID_RANGE, "constant", constant, "in (0, 1]");
    }
    this.tensor = tensor;
    this.constant = constant;
  }

  @Override
  public String tensor() {
    return tensor;
  }

  @Override
  public void observe(float[] values, int offset, int length) {
    BatchScan batch = BatchScan.of(tensor, values, offset, length);
    infinities += batch.infinities();
    if (batch.finite() == 0) {
      return;
    }
    min = started ? approach(min, batch.min()) : batch.min();
    max = started ? approach(max, batch.max()) : batch.max();
    started = true;
  }

  private float approach(float average, float current) {
    return average + constant * (current - average);
  }

  @Override
  public void merge(Observer other) {
    throw QuantizationException.of(
        Reason.UNSUPPORTED, "merge", "moving average", "an observer that ignores order");
  }

  @Override
  public boolean hasData() {
    return started;
  }

  @Override
  public ValueRange range() {
    if (!started) {
      throw BatchScan.noData(tensor);
    }
    return new ValueRange(min, max);
  }

  @Override
  public long infinities() {
    return infinities;
  }
}
