package io.bytelane;

import io.bytelane.internal.pack.ByteTranspose;

/// Transposes a matrix in square tiles, so that the cache lines of both sides are used whole:
/// `out[outOffset + j * outStride + i] = in[inOffset + i * inStride + j]` for `i < rows`,
/// `j < columns`.
final class MatrixTiles {
  /// 32 x 32 floats are 4 KiB on each side and touch 32 cache lines of each.
  private static final int TILE = 32;

  /// 64 x 64 bytes are 4 KiB on each side and touch 64 cache lines of each.
  private static final int BYTE_TILE = 64;

  /// So few rows have a form of their own.
  private static final int NARROW = 4;

  private MatrixTiles() {}

  static void transpose(
      byte[] in,
      int inOffset,
      int inStride,
      int rows,
      int columns,
      byte[] out,
      int outOffset,
      int outStride) {
    if (rows > 1 && rows <= NARROW && rows == outStride) {
      ByteTranspose.interleave(in, inOffset, inStride, rows, columns, out, outOffset);
      return;
    }
    for (int i = 0; i < rows; i += BYTE_TILE) {
      for (int j = 0; j < columns; j += BYTE_TILE) {
        ByteTranspose.run(
            in,
            inOffset + i * inStride + j,
            inStride,
            Math.min(BYTE_TILE, rows - i),
            Math.min(BYTE_TILE, columns - j),
            out,
            outOffset + j * outStride + i,
            outStride);
      }
    }
  }

  static void transpose(
      float[] in,
      int inOffset,
      int inStride,
      int rows,
      int columns,
      float[] out,
      int outOffset,
      int outStride) {
    for (int i0 = 0; i0 < rows; i0 += TILE) {
      int iEnd = Math.min(i0 + TILE, rows);
      for (int j0 = 0; j0 < columns; j0 += TILE) {
        int jEnd = Math.min(j0 + TILE, columns);
        for (int j = j0; j < jEnd; j++) {
          for (int i = i0; i < iEnd; i++) {
            out[outOffset + j * outStride + i] = in[inOffset + i * inStride + j];
          }
        }
      }
    }
  }
}
