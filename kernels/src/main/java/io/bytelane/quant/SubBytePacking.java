package io.bytelane.quant;

import io.bytelane.quant.QuantizationException.Reason;

/// Levels of 4 or 2 bits stored two or four to a byte, the first in the low bits, as ONNX stores
/// int4 and int2. Kernels work on one level per byte; weights are unpacked when they are loaded.
///
/// Signed levels are stored in two's complement. The unused high bits of a last byte are 0.
public final class SubBytePacking {

  private SubBytePacking() {}

  /// Returns the number of bytes that hold a number of levels.
  ///
  /// @param count number of levels, not negative
  /// @param bits 4 or 2
  /// @return `ceil(count * bits / 8)`
  public static int packedLength(int count, int bits) {
    return (int) (((long) count * checkBits(bits) + 7) / 8);
  }

  /// Packs levels.
  ///
  /// @param levels one per byte, within the range of the type
  /// @param bits 4 or 2
  /// @param type `S8` for signed levels, `U8` for unsigned ones
  /// @return the packed bytes
  /// @throws QuantizationException `INVALID_RANGE` with the first level that needs more bits
  public static byte[] pack(byte[] levels, int bits, QuantizedType type) {
    byte[] packed = new byte[packedLength(levels.length, bits)];
    LevelRange range = type.isSigned() ? LevelRange.signed(bits) : LevelRange.unsigned(bits);
    int perByte = 8 / bits;
    int mask = (1 << bits) - 1;
    for (int i = 0; i < levels.length; i++) {
      int level = type.value(levels[i]);
      if (level < range.min() || level > range.max()) {
        throw QuantizationException.at(
            Reason.INVALID_RANGE,
            "levels",
            i,
            level,
            "in [" + range.min() + ", " + range.max() + "]");
      }
      packed[i / perByte] |= (byte) ((level & mask) << (i % perByte * bits));
    }
    return packed;
  }

  /// Unpacks levels.
  ///
  /// @param packed the packed bytes, at least `packedLength(count, bits)`
  /// @param count number of levels
  /// @param bits 4 or 2
  /// @param type `S8` to extend the sign, `U8` to extend with zeros
  /// @return one level per byte
  public static byte[] unpack(byte[] packed, int count, int bits, QuantizedType type) {
    int needed = packedLength(count, bits);
    if (packed.length < needed) {
      throw new IllegalArgumentException(
          "packed.length: " + packed.length + " (expected: >= " + needed + ")");
    }
    byte[] levels = new byte[count];
    int perByte = 8 / bits;
    int unused = 32 - bits;
    for (int i = 0; i < count; i++) {
      int high = packed[i / perByte] << (unused - i % perByte * bits);
      levels[i] = (byte) (type.isSigned() ? high >> unused : high >>> unused);
    }
    return levels;
  }

  private static int checkBits(int bits) {
    if (bits != 4 && bits != 2) {
      throw QuantizationException.of(Reason.INVALID_RANGE, "bits", bits, "4 or 2");
    }
    return bits;
  }
}
