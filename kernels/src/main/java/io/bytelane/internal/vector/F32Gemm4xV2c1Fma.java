package io.bytelane.internal.vector;

import static io.bytelane.internal.gemm.BlockSizes.LHS_STRIDE;

import io.bytelane.internal.kernel.GemmTile;
import jdk.incubator.vector.FloatVector;

/// 4 rows by 2 vectors, for machines with 16 vector registers.
///
/// Registers: 8 accumulators + 2 loads + 4 broadcasts = 14 of 16; larger tiles spill.
final class F32Gemm4xV2c1Fma implements GemmTile {
  static final int MR = 4;
  static final int NR = 2 * Lanes.COUNT;

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
    return "f32_gemm_4x" + NR + "c1_fma";
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
    FloatVector acc00 = FloatVector.zero(Lanes.FLOAT);
    FloatVector acc01 = FloatVector.zero(Lanes.FLOAT);
    FloatVector acc10 = FloatVector.zero(Lanes.FLOAT);
    FloatVector acc11 = FloatVector.zero(Lanes.FLOAT);
    FloatVector acc20 = FloatVector.zero(Lanes.FLOAT);
    FloatVector acc21 = FloatVector.zero(Lanes.FLOAT);
    FloatVector acc30 = FloatVector.zero(Lanes.FLOAT);
    FloatVector acc31 = FloatVector.zero(Lanes.FLOAT);
    for (int p = 0; p < depth; p++) {
      FloatVector rhs0 = FloatVector.fromArray(Lanes.FLOAT, rhs, rhsOffset + p * NR);
      FloatVector rhs1 = FloatVector.fromArray(Lanes.FLOAT, rhs, rhsOffset + p * NR + Lanes.COUNT);
      FloatVector lhs0 = FloatVector.broadcast(Lanes.FLOAT, lhs[lhsOffset + p]);
      acc00 = lhs0.fma(rhs0, acc00);
      acc01 = lhs0.fma(rhs1, acc01);
      FloatVector lhs1 = FloatVector.broadcast(Lanes.FLOAT, lhs[lhsOffset + p + LHS_STRIDE]);
      acc10 = lhs1.fma(rhs0, acc10);
      acc11 = lhs1.fma(rhs1, acc11);
      FloatVector lhs2 = FloatVector.broadcast(Lanes.FLOAT, lhs[lhsOffset + p + 2 * LHS_STRIDE]);
      acc20 = lhs2.fma(rhs0, acc20);
      acc21 = lhs2.fma(rhs1, acc21);
      FloatVector lhs3 = FloatVector.broadcast(Lanes.FLOAT, lhs[lhsOffset + p + 3 * LHS_STRIDE]);
      acc30 = lhs3.fma(rhs0, acc30);
      acc31 = lhs3.fma(rhs1, acc31);
    }
    acc00.intoArray(out, outOffset);
    acc01.intoArray(out, outOffset + Lanes.COUNT);
    acc10.intoArray(out, outOffset + NR);
    acc11.intoArray(out, outOffset + NR + Lanes.COUNT);
    acc20.intoArray(out, outOffset + 2 * NR);
    acc21.intoArray(out, outOffset + 2 * NR + Lanes.COUNT);
    acc30.intoArray(out, outOffset + 3 * NR);
    acc31.intoArray(out, outOffset + 3 * NR + Lanes.COUNT);
  }
}
