package io.bytelane.internal.scalar;

import static io.bytelane.internal.gemm.BlockSizes.LHS_LEAD;
import static io.bytelane.internal.gemm.BlockSizes.LHS_STRIDE;

import io.bytelane.internal.kernel.ByteTile;
import io.bytelane.internal.kernel.GemmTile;
import io.bytelane.internal.kernel.PairTile;

/// The portable register tiles, over float panels and over int8 panels.
///
/// The innermost loop runs over consecutive columns, which compilers vectorize. Sums of int8
/// products stay below 2^24, so that float arithmetic is exact, with or without fused
/// multiply-add.
final class ScalarGemm {
  static final int NR = 8;

  private ScalarGemm() {}

  /// A tile over float weights.
  ///
  /// @param mr rows of the tile
  record Floats(int mr) implements GemmTile {
    @Override
    public int nr() {
      return NR;
    }

    @Override
    public String name() {
      return "f32_gemm_" + mr + "x" + NR + "c1";
    }

    @Override
    public void run(
        int depth,
        float[] lhs,
        int lhsOffset,
        float[] rhs,
        int rhsOffset,
        float[] acc,
        int initOffset,
        int accOffset) {
      for (int i = 0; i < mr; i++) {
        int row = accOffset + i * NR;
        System.arraycopy(acc, initOffset + i * NR, acc, row, NR);
        for (int p = 0; p < depth; p++) {
          float value = lhs[lhsOffset + LHS_LEAD + i * LHS_STRIDE + p];
          for (int j = 0; j < NR; j++) {
            acc[row + j] += value * rhs[rhsOffset + p * NR + j];
          }
        }
      }
    }
  }

  /// The tile of one row over int8 weights.
  record Row() implements PairTile {
    @Override
    public int mr() {
      return 1;
    }

    @Override
    public int nr() {
      return NR;
    }

    @Override
    public String name() {
      return "qs8_qc8w_gemm_1x" + NR + "c2";
    }

    @Override
    public void run(
        int depth,
        int[] lhs,
        int lhsOffset,
        byte[] rhs,
        int rhsOffset,
        int[] acc,
        int initOffset,
        int accOffset) {
      System.arraycopy(acc, initOffset, acc, accOffset, NR);
      for (int p = 0; p < depth; p++) {
        int value = (short) lhs[lhsOffset + p];
        for (int j = 0; j < NR; j++) {
          acc[accOffset + j] += value * rhs[rhsOffset + p * NR + j];
        }
      }
    }
  }

  /// A tile over int8 weights.
  ///
  /// @param mr rows of the tile
  record Bytes(int mr) implements ByteTile {
    @Override
    public int nr() {
      return NR;
    }

    @Override
    public String name() {
      return "f32_qc8w_gemm_" + mr + "x" + NR + "c1";
    }

    @Override
    public void run(
        int depth,
        float[] lhs,
        int lhsOffset,
        byte[] rhs,
        int rhsOffset,
        float[] acc,
        int initOffset,
        int accOffset) {
      for (int i = 0; i < mr; i++) {
        int row = accOffset + i * NR;
        System.arraycopy(acc, initOffset + i * NR, acc, row, NR);
        for (int p = 0; p < depth; p++) {
          float value = lhs[lhsOffset + LHS_LEAD + i * LHS_STRIDE + p];
          for (int j = 0; j < NR; j++) {
            acc[row + j] += value * rhs[rhsOffset + p * NR + j];
          }
        }
      }
    }
  }
}
