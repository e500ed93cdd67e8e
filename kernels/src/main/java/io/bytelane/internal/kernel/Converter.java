package io.bytelane.internal.kernel;

/// Moves operands between int8 storage and float lanes, and tile results into accumulators.
public interface Converter {
  /// Expands int8 to float: `target[i] = (byte) (source[i] ^ flip)`. `flip` is 0 for s8 sources and
  /// `(byte) 0x80` for u8 sources, which become s8 with a zero point 128 lower.
  void expand(
      byte[] source, int sourceOffset, int length, byte flip, float[] target, int targetOffset);

  /// Adds (or, with `first`, stores) `rows` rows of `columns` tile values, which are integers, to
  /// int32 accumulators: `acc[i][j] += (int) tile[i][j]`, modulo 2^32.
  void fold(
      float[] tile,
      int tileOffset,
      int rows,
      int columns,
      int[] acc,
      int accOffset,
      int accStride,
      boolean first);

  /// Adds (or, with `first`, stores) tile values to float accumulators.
  void fold(
      float[] tile,
      int tileOffset,
      int rows,
      int columns,
      float[] acc,
      int accOffset,
      int accStride,
      boolean first);

  /// Returns the sum of `length` floats that hold integers; exact below 2^24.
  int sum(float[] source, int offset, int length);
}
