package io.bytelane.bench;

import java.util.Objects;

/// Compares outputs with the oracle's.
public final class Outputs {
  /// Largest accepted difference of a float output, relative to the largest expected magnitude. The
  /// operands are integers below 256, so the only error is the rounding of sums beyond 2^24: with
  /// K = 4608 terms below 2^14 far less than one part in 10^4.
  public static final float FLOAT_TOLERANCE = 1e-4f;

  private Outputs() {}

  /// Compares `length` integers.
  public static Check compare(
      int[] expected, int expectedOffset, int[] actual, int actualOffset, int length) {
    Objects.checkFromIndexSize(actualOffset, length, actual.length);
    long wrong = 0;
    for (int i = 0; i < length; i++) {
      if (expected[expectedOffset + i] != actual[actualOffset + i]) {
        wrong++;
      }
    }
    return new Check(wrong, length);
  }

  /// Compares `length` bytes.
  public static Check compare(
      byte[] expected, int expectedOffset, byte[] actual, int actualOffset, int length) {
    Objects.checkFromIndexSize(actualOffset, length, actual.length);
    long wrong = 0;
    for (int i = 0; i < length; i++) {
      if (expected[expectedOffset + i] != actual[actualOffset + i]) {
        wrong++;
      }
    }
    return new Check(wrong, length);
  }

  /// Compares `length` floats, with the tolerance of [#FLOAT_TOLERANCE].
  public static Check compare(
      float[] expected, int expectedOffset, float[] actual, int actualOffset, int length) {
    Objects.checkFromIndexSize(actualOffset, length, actual.length);
    float largest = 1;
    for (int i = 0; i < length; i++) {
      largest = Math.max(largest, Math.abs(expected[expectedOffset + i]));
    }
    float limit = largest * FLOAT_TOLERANCE;
    long wrong = 0;
    for (int i = 0; i < length; i++) {
      // Written so that a NaN counts as wrong.
      if (!(Math.abs(expected[expectedOffset + i] - actual[actualOffset + i]) <= limit)) {
        wrong++;
      }
    }
    return new Check(wrong, length);
  }

  /// Returns the integers as floats: the oracle of an fp32 contender on integer operands.
  public static float[] toFloat(int[] values) {
    float[] result = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      result[i] = values[i];
    }
    return result;
  }

  /// Returns the signed bytes as floats.
  public static float[] toFloat(byte[] values) {
    float[] result = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      result[i] = values[i];
    }
    return result;
  }
}
