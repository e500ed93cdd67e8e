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

  private static final int MAX_CAPACITY = 1 << 29;

  private static final int INFINITY_BITS = Float.floatToRawIntBits(Float.POSITIVE_INFINITY);

  private final String tensor;
  private final int capacityLog2;

  /// Bins of positive values, then those of negative ones: the sign is a part of the index, as a
  /// branch on it could not be foreseen.
  private final long[] counts;

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
  /// @param capacity bins per sign, a power of two, in [2, 2^29]
  public HistogramObserver(String tensor, int capacity) {
    if (capacity < 2 || capacity > MAX_CAPACITY || Integer.bitCount(capacity) != 1) {
      throw new IllegalArgumentException(
          "capacity: " + capacity + " (expected: a power of two in [2, " + MAX_CAPACITY + "])");
    }
    this.tensor = tensor;
    capacityLog2 = Integer.numberOfTrailingZeros(capacity);
    counts = new long[2 * capacity];
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
    // The bits of magnitudes, as integers, have the order of the magnitudes.
    int least = Float.floatToRawIntBits(minMagnitude);
    for (int i = offset; i < offset + length; i++) {
      int bits = Float.floatToRawIntBits(values[i]);
      int magnitude = bits & Integer.MAX_VALUE;
      least = Math.min(least, magnitude);
      if (magnitude == 0) {
        zeros++;
      } else if (magnitude < INFINITY_BITS) {
        // Scaling by a power of two is exact in double, for subnormal floats as well.
        int bin = (int) (Float.intBitsToFloat(magnitude) * reciprocal);
        counts[bin + ((bits >>> 31) << capacityLog2)]++;
      }
    }
    minMagnitude = Float.intBitsToFloat(least);
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
    // A copy, so that an observer may be merged with itself.
    long[] added = that.counts.clone();
    int addedExponent = that.exponent;
    boolean addsMagnitude = that.hasMagnitude;
    widen(that.min, that.max);
    minMagnitude = Math.min(minMagnitude, that.minMagnitude);
    zeros += addedZeros;
    if (addsMagnitude) {
      int shift = Math.min(exponent - addedExponent, 31);
      for (int i = 0; i < counts.length; i++) {
        counts[coarse(i, shift)] += added[i];
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
      for (int i = 0; i < counts.length; i++) {
        long moved = counts[i];
        counts[i] = 0;
        counts[coarse(i, shift)] += moved;
      }
      exponent = needed;
    }
  }

  /// Returns the index of the bin of the same sign that takes in the bin of an index.
  private int coarse(int index, int shift) {
    int sign = (index >> capacityLog2) << capacityLog2;
    return sign + ((index - sign) >> shift);
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
    return new SignedHistogram(width, used(1), used(0), zeros, minMagnitude, range);
  }

  /// Copies the bins of a sign up to the last one that counted something.
  private long[] used(int sign) {
    int first = sign << capacityLog2;
    int last = first + (1 << capacityLog2);
    while (last > first && counts[last - 1] == 0) {
      last--;
    }
    return Arrays.copyOfRange(counts, first, last);
  }

  @Override
  public long infinities() {
    return infinities;
  }
}
