package io.bytelane.bench;

import java.util.SplittableRandom;

/// Operand data: the same bytes for every contender and in every fork.
public final class Operands {
  private Operands() {}

  /// Range of int8 activations.
  public enum Range {
    /// [-128, 127]
    FULL(-128),
    /// [0, 127]: what a ReLU with zero point 0 leaves
    NON_NEGATIVE(0);

    private final int min;

    Range(int min) {
      this.min = min;
    }

    /// Returns the smallest value; the largest is 127.
    public int min() {
      return min;
    }
  }

  /// Returns the activations of operand set `slot`, row-major: slot 1 has rows of MIN, MAX, MIN and
  /// MAX alternating, MAX and MIN alternating; every other slot is uniformly random in `range`.
  public static byte[] activations(int rows, int columns, Range range, int slot) {
    byte[] values = new byte[rows * columns];
    if (slot != 1) {
      fill(values, 1000 + slot, range.min());
      return values;
    }
    for (int r = 0; r < rows; r++) {
      corner(values, r * columns, columns, r % 4, range.min());
    }
    return values;
  }

  /// Returns symmetric weights, row-major, uniformly random in [-127, 127]; where there are at
  /// least eight rows, the first four hold the corners -127, 127 and both ways.
  public static byte[] weights(int rows, int columns) {
    byte[] values = new byte[rows * columns];
    fill(values, 7, -127);
    for (int r = 0; r < 4 && rows >= 8; r++) {
      corner(values, r * columns, columns, r, -127);
    }
    return values;
  }

  /// Returns a multiplier that spreads sums of `k` random products over the 8-bit outputs: their
  /// standard deviation, about sqrt(k) * 74 * 73, becomes 40.
  public static float multiplier(int k) {
    return (float) (40 / (Math.sqrt(k) * 74 * 73));
  }

  /// Returns one multiplier per output channel, around [#multiplier]: no two neighbours are equal,
  /// so that a mix-up of channels is seen.
  public static float[] channelMultipliers(int channels, int k) {
    float[] multipliers = new float[channels];
    for (int c = 0; c < channels; c++) {
      multipliers[c] = multiplier(k) * (1 + (c % 7) / 16f);
    }
    return multipliers;
  }

  /// Returns `values` with the top bit of each byte flipped: s8 values v as u8 values v + 128.
  public static byte[] flipSign(byte[] values) {
    byte[] flipped = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      flipped[i] = (byte) (values[i] ^ 0x80);
    }
    return flipped;
  }

  /// Returns the row-major transpose of a row-major matrix of `rows` rows.
  public static byte[] transpose(byte[] values, int rows, int columns) {
    byte[] result = new byte[values.length];
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < columns; c++) {
        result[c * rows + r] = values[r * columns + c];
      }
    }
    return result;
  }

  private static void fill(byte[] values, long seed, int min) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < values.length; i++) {
      values[i] = (byte) random.nextInt(min, 128);
    }
  }

  private static void corner(byte[] values, int offset, int length, int kind, int min) {
    for (int i = 0; i < length; i++) {
      boolean low =
          switch (kind) {
            case 0 -> true;
            case 1 -> false;
            case 2 -> i % 2 == 0;
            default -> i % 2 == 1;
          };
      values[offset + i] = (byte) (low ? min : 127);
    }
  }
}
