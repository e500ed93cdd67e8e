package io.bytelane.models.calibration;

import io.bytelane.quant.QuantizationException;
import io.bytelane.quant.QuantizationException.Reason;
import java.util.Arrays;

/// Collects a histogram of magnitudes whose bin width is a power of two.
///
/// Bin `i` of either sign holds the magnitudes in `[i * w, (i + 1) * w)`, with `w = 2^e` the
/// smallest width such that every magnitude lies below `capacity * w`. A larger value raises `e` by
/// `d`, and bin `i` joins bin `i >> d`: aligned bins only ever merge, so the counts depend on the
/// multiset of values alone. Zeros are counted apart; the extremes are exact; counts have 64 bits.
/// The default capacity uses 64 KiB per observer.
public final class HistogramObserver implements Observer {

  /// Bins per sign of the numeric contract.
  public static final int DEFAULT_CAPACITY = 4096;

  private final String tensor;
  private final int capacityLog2;
  private final long[] positive;
  private final long[] negative;

  /// Exponent of the bin width; meaningless until a value other than 0 was seen.
  private int exponent;

  private boolean hasMagnitude;
  private long zeros;
  private long infinities;
  private float min = Float.POSITIVE_INFINITY;
  private float max = Float.NEGATIVE_INFINITY;
  private float minMagnitude = Float.POSITIVE_INFINITY;

  /// Creates an observer with the capacity of the contract.
  ///
  /// @param tensor name of the tensor, for messages
  public HistogramObserver(String tensor) {
    this(tensor, DEFAULT_CAPACITY);
  }

  /// Creates an observer.
  ///
  /// @param tensor name of the tensor, for messages
  /// @param capacity bins per sign, a power of two, at least 2
  public HistogramObserver(String tensor, int capacity) {
    if (capacity < 2 || Integer.bitCount(capacity) != 1) {
      throw new IllegalArgumentException(
          "capacity: " + capacity + " (expected: a power of two >= 2)");
    }
    this.tensor = tensor;
    capacityLog2 = Integer.numberOfTrailingZeros(capacity);
    positive = new long[capacity];
    negative = new long[capacity];
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
    widen(batch.min(), batch.max());
    double reciprocal = Math.scalb(1.0, -exponent);
    for (int i = offset; i < offset + length; i++) {
      float x = values[i];
      float magnitude = Math.abs(x);
      minMagnitude = Math.min(minMagnitude, magnitude);
      if (x == 0) {
        zeros++;
      } else if (magnitude < Float.POSITIVE_INFINITY) {
        // Scaling by a power of two is exact in double, for subnormal floats as well.
        (x > 0 ? positive : negative)[(int) (magnitude * reciprocal)]++;
      }
    }
  }

  @Override
  public void merge(Observer other) {
    if (!(other instanceof HistogramObserver that) || that.capacityLog2 != capacityLog2) {
      throw QuantizationException.of(
          Reason.UNSUPPORTED,
          "other",
          other.getClass().getSimpleName(),
          "HistogramObserver of capacity " + (1 << capacityLog2));
    }
    infinities += that.infinities;
    if (!that.hasData()) {
      return;
    }
    long addedZeros = that.zeros;
    // Copies, so that an observer may be merged with itself.
    long[] addedPositive = that.positive.clone();
    long[] addedNegative = that.negative.clone();
    int addedExponent = that.exponent;
    boolean addsMagnitude = that.hasMagnitude;
    widen(that.min, that.max);
    minMagnitude = Math.min(minMagnitude, that.minMagnitude);
    zeros += addedZeros;
    if (addsMagnitude) {
      int shift = Math.min(exponent - addedExponent, 31);
      for (int i = 0; i < positive.length; i++) {
        positive[i >> shift] += addedPositive[i];
        negative[i >> shift] += addedNegative[i];
      }
    }
  }

  /// Takes new extremes in and raises the bin width until the largest magnitude fits.
  private void widen(float low, float high) {
    min = Math.min(min, low);
    max = Math.max(max, high);
    double magnitude = Math.max(Math.abs((double) low), Math.abs((double) high));
    if (magnitude == 0) {
      return;
    }
    int needed = Math.getExponent(magnitude) + 1 - capacityLog2;
    if (!hasMagnitude) {
      exponent = needed;
      hasMagnitude = true;
    } else if (needed > exponent) {
      int shift = Math.min(needed - exponent, 31);
      coarsen(positive, shift);
      coarsen(negative, shift);
      exponent = needed;
    }
  }

  private static void coarsen(long[] counts, int shift) {
    for (int i = 0; i < counts.length; i++) {
      long moved = counts[i];
      counts[i] = 0;
      counts[i >> shift] += moved;
    }
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

  /// Returns what was collected, as an immutable histogram.
  ///
  /// @return the histogram; later batches do not change it
  /// @throws QuantizationException `NO_CALIBRATION_DATA` naming the tensor
  public SignedHistogram histogram() {
    ValueRange range = range();
    double width = hasMagnitude ? Math.scalb(1.0, exponent) : 1.0;
    return new SignedHistogram(width, used(negative), used(positive), zeros, minMagnitude, range);
  }

  private static long[] used(long[] counts) {
    int last = counts.length;
    while (last > 0 && counts[last - 1] == 0) {
      last--;
    }
    return Arrays.copyOf(counts, last);
  }

  @Override
  public long infinities() {
    return infinities;
  }
}
