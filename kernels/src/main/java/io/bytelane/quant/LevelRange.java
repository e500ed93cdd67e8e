package io.bytelane.quant;

import io.bytelane.quant.QuantizationException.Reason;

/// The levels that quantization may produce, both ends included: 2 to 8 bits, stored one level to a
/// byte.
///
/// With `n` bits: signed `[-2^(n-1), 2^(n-1) - 1]`, narrow `[-(2^(n-1) - 1), 2^(n-1) - 1]`,
/// unsigned `[0, 2^n - 1]`. Reduced ranges use one bit less than the byte holds and exist to
/// reproduce models whose runtime saturates in 16 bits.
///
/// @param min smallest level
/// @param max largest level, greater than `min`
public record LevelRange(int min, int max) {

  /// Smallest number of bits.
  public static final int MIN_BITS = 2;

  /// Largest number of bits.
  public static final int MAX_BITS = 8;

  /// Checks that the range fits a signed or an unsigned byte.
  ///
  /// @throws QuantizationException `INVALID_RANGE` if the ends are out of order or no byte type
  ///     holds both
  public LevelRange {
    boolean signed = min >= -128 && max <= 127;
    boolean unsigned = min >= 0 && max <= 255;
    if (min >= max || !(signed || unsigned)) {
      throw QuantizationException.of(
          Reason.INVALID_RANGE,
          "levels",
          "[" + min + ", " + max + "]",
          "min < max, within [-128, 127] or [0, 255]");
    }
  }

  /// Returns the full signed range.
  ///
  /// @param bits in [2, 8]
  /// @return `[-2^(bits-1), 2^(bits-1) - 1]`
  public static LevelRange signed(int bits) {
    int half = 1 << (checkBits(bits) - 1);
    return new LevelRange(-half, half - 1);
  }

  /// Returns the narrow signed range, symmetric around 0.
  ///
  /// @param bits in [2, 8]
  /// @return `[-(2^(bits-1) - 1), 2^(bits-1) - 1]`
  public static LevelRange narrow(int bits) {
    int max = (1 << (checkBits(bits) - 1)) - 1;
    return new LevelRange(-max, max);
  }

  /// Returns the unsigned range.
  ///
  /// @param bits in [2, 8]
  /// @return `[0, 2^bits - 1]`
  public static LevelRange unsigned(int bits) {
    return new LevelRange(0, (1 << checkBits(bits)) - 1);
  }

  /// Returns the 7-bit range of a byte type: `[0, 127]` or `[-64, 63]`.
  ///
  /// @param type storage type
  /// @return its reduced range
  public static LevelRange reduced(QuantizedType type) {
    return type.isSigned() ? signed(MAX_BITS - 1) : unsigned(MAX_BITS - 1);
  }

  /// Returns the whole range of a byte type.
  ///
  /// @param type storage type
  /// @return [type.min(), type.max()]
  public static LevelRange of(QuantizedType type) {
    return new LevelRange(type.min(), type.max());
  }

  private static int checkBits(int bits) {
    if (bits < MIN_BITS || bits > MAX_BITS) {
      throw QuantizationException.of(
          Reason.INVALID_RANGE, "bits", bits, "in [" + MIN_BITS + ", " + MAX_BITS + "]");
    }
    return bits;
  }

  /// Tells whether the range has negative levels.
  ///
  /// @return true if `min < 0`
  public boolean isSigned() {
    return min < 0;
  }

  /// Returns the type that stores the levels.
  ///
  /// @return `S8` if a level is negative, else `U8`
  public QuantizedType type() {
    return isSigned() ? QuantizedType.S8 : QuantizedType.U8;
  }

  /// Returns the number of steps from end to end.
  ///
  /// @return `max - min`
  public int steps() {
    return max - min;
  }

  /// Saturates a number to the range.
  ///
  /// @param value any number
  /// @return the nearest level
  public int saturate(long value) {
    return Math.clamp(value, min, max);
  }
}
