package io.bytelane.models.calibration;

/// Watches the values of one tensor, batch by batch, and keeps its range.
///
/// Mutable and not thread-safe. The package documentation states the rules that hold for all.
public sealed interface Observer permits MinMaxObserver, MovingAverageObserver, HistogramObserver {

  /// Returns the name of the tensor, as used in messages.
  ///
  /// @return the name
  String tensor();

  /// Adds a batch.
  ///
  /// @param values array that holds the batch
  /// @param offset first value
  /// @param length number of values; an empty batch changes nothing
  /// @throws io.bytelane.quant.QuantizationException `NON_FINITE_DATA` with count and first index
  ///     (relative to `offset`) of NaN; nothing has been counted then
  void observe(float[] values, int offset, int length);

  /// Adds a whole array as a batch.
  ///
  /// @param values the batch
  default void observe(float[] values) {
    observe(values, 0, values.length);
  }

  /// Adds what another observer of the same kind has seen.
  ///
  /// @param other an observer of the same class and options; not changed
  /// @throws io.bytelane.quant.QuantizationException `UNSUPPORTED` for a moving average, whose
  ///     result depends on the order, and for observers of another kind
  void merge(Observer other);

  /// Tells whether a finite value has been seen.
  ///
  /// @return false as long as `range` would throw
  boolean hasData();

  /// Returns the range of the tensor. Reading changes nothing.
  ///
  /// @return smallest and largest value
  /// @throws io.bytelane.quant.QuantizationException `NO_CALIBRATION_DATA` naming the tensor
  ValueRange range();

  /// Returns how many infinities were ignored.
  ///
  /// @return the number over all batches
  long infinities();
}
