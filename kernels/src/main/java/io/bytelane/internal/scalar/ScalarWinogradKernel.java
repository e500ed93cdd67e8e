package io.bytelane.internal.scalar;

import io.bytelane.internal.kernel.WinogradKernel;

/// [WinogradKernel] in plain loops, as matrix products with the constant matrices.
public final class ScalarWinogradKernel implements WinogradKernel {
  private static final int[][] B = {{1, 0, -1, 0}, {0, 1, 1, 0}, {0, -1, 1, 0}, {0, 1, 0, -1}};
  private static final int[][] A = {{2, 1, 1, 0}, {0, 1, -1, -2}};

  /// Creates the stateless instance.
  public ScalarWinogradKernel() {}

  @Override
  public void transformRows(
      byte[] in,
      int inOffset,
      int rowStride,
      int length,
      byte flip,
      float[] t,
      int tOffset,
      int tStride) {
    for (int c = 0; c < length; c++) {
      for (int i = 0; i < 4; i++) {
        int sum = 0;
        for (int y = 0; y < 4; y++) {
          sum += B[i][y] * (byte) (in[inOffset + y * rowStride + c] ^ flip);
        }
        t[tOffset + i * tStride + c] = sum;
      }
    }
  }

  @Override
  public void transformColumns(
      float[] t,
      int tOffset,
      int tStride,
      int cellStride,
      int channels,
      float[] v,
      int vOffset,
      int positionStride) {
    for (int c = 0; c < channels; c++) {
      for (int p = 0; p < POSITIONS; p++) {
        float sum = 0;
        for (int x = 0; x < 4; x++) {
          sum += B[p % 4][x] * t[tOffset + p / 4 * tStride + x * cellStride + c];
        }
        v[vOffset + p * positionStride + c] = sum;
      }
    }
  }

  @Override
  public void transformOutput(
      int[] m,
      int mOffset,
      int positionStride,
      int columns,
      int outOffset,
      int rowStride,
      int tempOffset) {
    for (int c = 0; c < columns; c++) {
      for (int y = 0; y < 2; y++) {
        for (int x = 0; x < 2; x++) {
          int sum = 0;
          for (int p = 0; p < POSITIONS; p++) {
            sum += A[y][p / 4] * A[x][p % 4] * m[mOffset + p * positionStride + c];
          }
          m[outOffset + y * rowStride + x * columns + c] = sum >> 2;
        }
      }
    }
  }

  @Override
  public void expand(
      short[] source, int sourceOffset, int length, float[] target, int targetOffset) {
    for (int i = 0; i < length; i++) {
      target[targetOffset + i] = source[sourceOffset + i];
    }
  }
}
