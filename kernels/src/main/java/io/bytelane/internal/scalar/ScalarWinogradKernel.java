package io.bytelane.internal.scalar;

import io.bytelane.internal.kernel.WinogradKernel;

/// [WinogradKernel] in plain loops, as matrix products with the constant matrices.
public final class ScalarWinogradKernel implements WinogradKernel {
  private static final int[][] B = {{1, 0, -1, 0}, {0, 1, 1, 0}, {0, -1, 1, 0}, {0, 1, 0, -1}};
  private static final int[][] A = {{1, 1, 1, 0}, {0, 1, -1, -1}};

  /// Creates the stateless instance.
  public ScalarWinogradKernel() {}

  @Override
  public void transformInput(
      byte[] in,
      int inOffset,
      int rowStride,
      int cellStride,
      int channels,
      byte flip,
      float[] v,
      int vOffset,
      int positionStride) {
    for (int c = 0; c < channels; c++) {
      for (int i = 0; i < 4; i++) {
        for (int j = 0; j < 4; j++) {
          int sum = 0;
          for (int y = 0; y < 4; y++) {
            for (int x = 0; x < 4; x++) {
              byte d = (byte) (in[inOffset + y * rowStride + x * cellStride + c] ^ flip);
              sum += B[i][y] * B[j][x] * d;
            }
          }
          v[vOffset + (4 * i + j) * positionStride + c] = sum;
        }
      }
    }
  }

  @Override
  public void transformOutput(
      int[] m,
      int mOffset,
      int positionStride,
      int columns,
      int[] out,
      int outOffset,
      int rowStride,
      int cellStride) {
    for (int c = 0; c < columns; c++) {
      for (int y = 0; y < 2; y++) {
        for (int x = 0; x < 2; x++) {
          int sum = 0;
          for (int p = 0; p < POSITIONS; p++) {
            sum += A[y][p / 4] * A[x][p % 4] * m[mOffset + p * positionStride + c];
          }
          out[outOffset + y * rowStride + x * cellStride + c] = sum >> 2;
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
