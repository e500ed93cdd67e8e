package io.bytelane.models.calibration;

import io.bytelane.quant.QuantizationException;
import io.bytelane.quant.QuantizationException.Reason;

/// Keeps the extremes over all batches.
public final class MinMaxObserver implements Observer {

  private final String tensor;
  private float min = Float.POSITIVE_INFINITY;
  private float max = Float.NEGATIVE_INFINITY;
  private long infinities;

  /// Creates an observer that has seen nothing.
  ///
  /// @param tensor name of the tensor, for messages
  public MinMaxObserver(String tensor) {
    this.tensor = tensor;
  }

  @Override
  public String tensor() {
    return tensor;
  }

  @Override
  public void observe(float[] values, int offset, int length) {
    BatchScan batch = BatchScan.of(tensor, values, offset, length);
    widen(batch.min(), batch.max());
    infinities += batch.infinities();
  }

  @Override
  public void merge(Observer other) {
    if (!(other instanceof MinMaxObserver that)) {
      throw QuantizationException.of(
          Reason.UNSUPPORTED, "other", other.getClass().getSimpleName(), "MinMaxObserver");
    }
    widen(that.min, that.max);
    infinities += that.infinities;
  }

  private void widen(float low, float high) {
    min = Math.min(min, low);
    max = Math.max(max, high);
  }

  @Override
  public boolean hasData() {
    return min <= max;
  }

  @Override
  public ValueRange range() {
    if (!hasData()) {
      throw BatchScan.noData(tensor);
    }
    return new ValueRange(min, max);
  }

  @Override
  public long infinities() {
    return infinities;
  }
}
