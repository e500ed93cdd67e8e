package io.bytelane.internal.kernel;

/// Moves operands between int8 storage and float lanes, and tile results into accumulators.
public interface Converter {
  /// Elements that [#expandPatches] may touch after a run: one vector less one.
  int OVERREACH = 15;

  /// Expands int8 to float: `target[i] = (byte) (source[i] ^ flip)`. `flip` is 0 for s8 sources and
  /// `(byte) 0x80` for u8 sources, which become s8 with a zero point 128 lower.
  void expand(
      byte[] source, int sourceOffset, int length, byte flip, float[] target, int targetOffset);

  /// Expands the patches of neighbouring pixels: run `r` of pixel `i`, `length` elements from
  /// `sourceOffset + i * pixelStride + r * runStride` on, goes to `targetOffset + i * targetStride
  /// + r * length`, converted as by [#expand].
  ///
  /// For speed, up to [#OVERREACH] elements after each run may be read, and after the last run of a
  /// pixel written.
  void expandPatches(
      byte[] source,
      int sourceOffset,
      int pixels,
      int pixelStride,
      int runs,
      int runStride,
      int length,
      byte flip,
      float[] target,
      int targetOffset,
      int targetStride);

  /// Copies the patches of neighbouring pixels; as the form for bytes, without conversion.
  void expandPatches(
      float[] source,
      int sourceOffset,
      int pixels,
      int pixelStride,
      int runs,
      int runStride,
      int length,
      float[] target,
      int targetOffset,
      int targetStride);

  /// Expands parts of neighbouring pixels into cells that lie side by side: `length` elements, a
  /// multiple of the columns of a tile, from `sourceOffset + i * stride` on go to
  /// `targetOffset + i * length`, converted as by [#expand]. Up to [#OVERREACH] elements after each
  /// part may be read.
  void expandCells(
      byte[] source,
      int sourceOffset,
      int cells,
      int stride,
      int length,
      byte flip,
      float[] target,
      int targetOffset);

  /// Copies parts of neighbouring pixels; as the form for bytes, without conversion.
  void expandCells(
      float[] source,
      int sourceOffset,
      int cells,
      int stride,
      int length,
      float[] target,
      int targetOffset);

  /// Folds sums that are integers into int32: `acc[i] += (int) sums[i]`, modulo 2^32; with `first`
  /// `acc[i] = (int) sums[i]`.
  ///
  /// @param length a multiple of a tile's width
  void fold(float[] sums, int sumsOffset, int length, int[] acc, int accOffset, boolean first);

  /// Writes floats that hold signed bytes as ints with the value in both 16-bit halves.
  void pairs(float[] source, int offset, int length, int[] target, int targetOffset);

  /// Returns the sum of `length` floats that hold integers; exact below 2^24.
  int sum(float[] source, int offset, int length);
}
