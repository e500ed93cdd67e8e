package io.bytelane.internal.scalar;

import static io.bytelane.internal.gemm.BlockSizes.LHS_STRIDE;

import io.bytelane.internal.kernel.ByteTile;
import io.bytelane.internal.kernel.GemmTile;
import java.util.Arrays;

/// The portable register tile, over float panels and over int8 panels.
///
/// The order of the loops lets the compiler vectorize the innermost one. Sums of int8 products stay
/// below 2^24, so that float arithmetic is exact, with or without fused multiply-add.
public final class ScalarGemm4x8c1 implements GemmTile {
  static final int MR = 4;
  static final int NR = 8;

  /// Creates the stateless instance.
  public ScalarGemm4x8c1() {}

  @Override
  public int mr() {
    return MR;
  }

  @Override
  public int nr() {
    return NR;
  }

  @Override
  public String name() {
    return "f32_gemm_4x8c1_scalar";
  }

  @Override
  public void run(
      int depth,
      float[] lhs,
      int lhsOffset,
      float[] rhs,
      int rhsOffset,
      float[] out,
      int outOffset) {
    for (int i = 0; i < MR; i++) {
      int row = outOffset + i * NR;
      Arrays.fill(out, row, row + NR, 0f);
      for (int p = 0; p < depth; p++) {
        float value = lhs[lhsOffset + i * LHS_STRIDE + p];
        int weights = rhsOffset + p * NR;
        for (int j = 0; j < NR; j++) {
          out[row + j] += value * rhs[weights + j];
        }
      }
    }
  }

  /// The tile for few rows over int8 weights.
  public static final class FewRows implements ByteTile {
    private final int mr;

    /// Creates a tile of `mr` rows.
    public FewRows(int mr) {
      this.mr = mr;
    }

    @Override
    public int mr() {
      return mr;
    }

    @Override
    public int nr() {
      return NR;
    }

    @Override
    public String name() {
      return "f32_qc8w_gemm_" + mr + "x8c1_scalar";
    }

    @Override
    public void run(
        int depth,
        float[] lhs,
        int lhsOffset,
        byte[] rhs,
        int rhsOffset,
        float[] out,
        int outOffset) {
      for (int i = 0; i < mr; i++) {
        int row = outOffset + i * NR;
        Arrays.fill(out, row, row + NR, 0f);
        for (int p = 0; p < depth; p++) {
          float value = lhs[lhsOffset + i * LHS_STRIDE + p];
          int weights = rhsOffset + p * NR;
          for (int j = 0; j < NR; j++) {
            out[row + j] += value * rhs[weights + j];
          }
        }
      }
    }
  }
}
