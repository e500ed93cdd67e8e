package io.bytelane.internal.gemm;

import io.bytelane.internal.pack.SignFlip;
import io.bytelane.quant.QuantizationException;
import io.bytelane.quant.QuantizationException.Reason;
import io.bytelane.quant.QuantizedType;

/// The zero points of one operand of a product. Set anew for each call, so that none is allocated.
public final class GemmZeroPoints extends PerVector {
  private QuantizedType type;
  private int[] values;
  private int least;
  private int greatest;

  /// Creates zero points that are set later.
  public GemmZeroPoints() {}

  /// Sets zero points that hold for any call.
  ///
  /// @param newValues one, or one for each vector; within the type; kept
  public void set(QuantizedType newType, int[] newValues) {
    type = newType;
    values = newValues;
    place(newValues.length);
    least = newType.max();
    greatest = newType.min();
    for (int value : newValues) {
      least = Math.min(least, value);
      greatest = Math.max(greatest, value);
    }
  }

  /// Checks and sets the zero points of one call.
  ///
  /// @param name for messages
  /// @param newValues one, `vectors`, or `vectors * batch`; kept until the next call
  /// @throws IllegalArgumentException if there are as many as none of these
  /// @throws QuantizationException `INVALID_ZERO_POINT` with the first outside the type
  public void set(String name, QuantizedType newType, int[] newValues, int vectors, int batch) {
    place(name, newValues.length, vectors, batch);
    for (int i = 0; i < newValues.length; i++) {
      if (!newType.contains(newValues[i])) {
        throw QuantizationException.at(
            Reason.INVALID_ZERO_POINT, name, i, newValues[i], "within " + newType);
      }
    }
    set(newType, newValues);
    place(name, newValues.length, vectors, batch);
  }

  /// Returns the zero point of a vector after the flip to signed bytes.
  int flipped(int matrix, int vector) {
    return SignFlip.zeroPoint(values[index(matrix, vector)], type);
  }

  /// Returns whether every zero point is 0 after the flip.
  boolean areZero() {
    return least == greatest && SignFlip.zeroPoint(least, type) == 0;
  }

  /// Returns the least value that a level less its zero point may have.
  private long lowest() {
    return (long) type.min() - greatest;
  }

  /// Returns the greatest value that a level less its zero point may have.
  private long highest() {
    return (long) type.max() - least;
  }

  /// Returns a bound from below of a sum of `k` products of these operands; 0 or less.
  public static long leastSum(GemmZeroPoints a, GemmZeroPoints b, int k) {
    return k * Math.min(0, Math.min(a.lowest() * b.highest(), a.highest() * b.lowest()));
  }

  /// Returns a bound from above of a sum of `k` products of these operands; 0 or more.
  public static long greatestSum(GemmZeroPoints a, GemmZeroPoints b, int k) {
    return k * Math.max(0, Math.max(a.lowest() * b.lowest(), a.highest() * b.highest()));
  }
}
