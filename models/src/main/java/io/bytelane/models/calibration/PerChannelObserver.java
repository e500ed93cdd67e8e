package io.bytelane.models.calibration;

import io.bytelane.quant.ChannelLayout;
import io.bytelane.quant.QuantizationException;
import io.bytelane.quant.QuantizationException.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// Keeps one observer per channel of any axis; each sees only its own channel, so a histogram has
/// its own bin width per channel.
///
/// Mutable and not thread-safe.
///
/// @param <O> the kind of observer
public final class PerChannelObserver<O extends Observer> {

  private final String tensor;
  private final int axis;
  private final Function<String, O> factory;
  private final List<O> channels = new ArrayList<>();

  /// Creates an observer that has seen nothing.
  ///
  /// @param tensor name of the tensor, for messages
  /// @param axis the axis that keeps its own range; negative counts from the end
  /// @param factory makes the observer of a channel from its name, `tensor[channel]`
  public PerChannelObserver(String tensor, int axis, Function<String, O> factory) {
    this.tensor = tensor;
    this.axis = axis;
    this.factory = factory;
  }

  /// Adds a batch.
  ///
  /// @param values the batch, row-major
  /// @param shape its shape
  /// @throws QuantizationException `NON_FINITE_DATA` with count and first index of NaN;
  ///     `SHAPE_CHANGED` if the number of channels is not that of the batches before. Nothing has
  ///     been counted then
  public void observe(float[] values, int... shape) {
    ChannelLayout layout = ChannelLayout.perAxis(axis, shape);
    if (layout.elements() != values.length) {
      throw new IllegalArgumentException(
          "values.length: " + values.length + " (expected: " + layout.elements() + ")");
    }
    if (values.length == 0) {
      return;
    }
    BatchScan.of(tensor, values, 0, values.length);
    requireChannels(layout.parameters());
    int perChannel = values.length / channels.size();
    float[] gathered = new float[values.length];
    int[] next = new int[channels.size()];
    for (int i = 0; i < values.length; i++) {
      int channel = layout.parameterOf(i);
      gathered[channel * perChannel + next[channel]++] = values[i];
    }
    for (int c = 0; c < channels.size(); c++) {
      channels.get(c).observe(gathered, c * perChannel, perChannel);
    }
  }

  /// Adds what another observer has seen.
  ///
  /// @param other an observer of the same kind and number of channels; not changed
  /// @throws QuantizationException `SHAPE_CHANGED`, or `UNSUPPORTED` as the observers say
  public void merge(PerChannelObserver<O> other) {
    if (other.channels.isEmpty()) {
      return;
    }
    requireChannels(other.channels.size());
    for (int c = 0; c < channels.size(); c++) {
      channels.get(c).merge(other.channels.get(c));
    }
  }

  private void requireChannels(int count) {
    if (channels.isEmpty()) {
      for (int c = 0; c < count; c++) {
        channels.add(factory.apply(tensor + "[" + c + "]"));
      }
    } else if (channels.size() != count) {
      throw QuantizationException.of(
          Reason.SHAPE_CHANGED, tensor + ": channels", count, "= " + channels.size());
    }
  }

  /// Returns the observers of the channels.
  ///
  /// @return one per channel, in order
  /// @throws QuantizationException `NO_CALIBRATION_DATA` naming the tensor
  public List<O> channels() {
    if (channels.isEmpty()) {
      throw BatchScan.noData(tensor);
    }
    return List.copyOf(channels);
  }

  /// Returns how many infinities were ignored.
  ///
  /// @return the number over all batches and channels
  public long infinities() {
    return channels.stream().mapToLong(Observer::infinities).sum();
  }
}
