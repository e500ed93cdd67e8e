package io.bytelane.internal.vector;

import static io.bytelane.internal.gemm.BlockSizes.LHS_LEAD;
import static io.bytelane.internal.gemm.BlockSizes.LHS_STRIDE;

import io.bytelane.internal.kernel.ByteTile;
import jdk.incubator.vector.FloatVector;

/// 8 rows by 2 vectors over int8 weights, for machines with 32 vector registers: a weight vector is
/// widened once for 8 rows.
final class F32Qc8wGemm8xV2c1Widen implements ByteTile {
  static final int MR = 8;
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
    return "f32_qc8w_gemm_8x" + NR + "c1_widen";
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
    FloatVector acc00 = FloatVector.fromArray(Lanes.FLOAT, acc, initOffset);
    FloatVector acc01 = FloatVector.fromArray(Lanes.FLOAT, acc, initOffset + Lanes.COUNT);
    FloatVector acc10 = FloatVector.fromArray(Lanes.FLOAT, acc, initOffset + NR);
    FloatVector acc11 = FloatVector.fromArray(Lanes.FLOAT, acc, initOffset + NR + Lanes.COUNT);
    FloatVector acc20 = FloatVector.fromArray(Lanes.FLOAT, acc, initOffset + 2 * NR);
    FloatVector acc21 = FloatVector.fromArray(Lanes.FLOAT, acc, initOffset + 2 * NR + Lanes.COUNT);
    FloatVector acc30 = FloatVector.fromArray(Lanes.FLOAT, acc, initOffset + 3 * NR);
    FloatVector acc31 = FloatVector.fromArray(Lanes.FLOAT, acc, initOffset + 3 * NR + Lanes.COUNT);
    FloatVector acc40 = FloatVector.fromArray(Lanes.FLOAT, acc, initOffset + 4 * NR);
    FloatVector acc41 = FloatVector.fromArray(Lanes.FLOAT, acc, initOffset + 4 * NR + Lanes.COUNT);
    FloatVector acc50 = FloatVector.fromArray(Lanes.FLOAT, acc, initOffset + 5 * NR);
    FloatVector acc51 = FloatVector.fromArray(Lanes.FLOAT, acc, initOffset + 5 * NR + Lanes.COUNT);
    FloatVector acc60 = FloatVector.fromArray(Lanes.FLOAT, acc, initOffset + 6 * NR);
    FloatVector acc61 = FloatVector.fromArray(Lanes.FLOAT, acc, initOffset + 6 * NR + Lanes.COUNT);
    FloatVector acc70 = FloatVector.fromArray(Lanes.FLOAT, acc, initOffset + 7 * NR);
    FloatVector acc71 = FloatVector.fromArray(Lanes.FLOAT, acc, initOffset + 7 * NR + Lanes.COUNT);
    for (int p = 0; p < depth; p++) {
      FloatVector rhs0 = Lanes.signedAsFloat(rhs, rhsOffset + p * NR);
      FloatVector rhs1 = Lanes.signedAsFloat(rhs, rhsOffset + p * NR + Lanes.COUNT);
      FloatVector lhs0 = FloatVector.broadcast(Lanes.FLOAT, lhs[lhsOffset + p + LHS_LEAD]);
      acc00 = lhs0.fma(rhs0, acc00);
      acc01 = lhs0.fma(rhs1, acc01);
      FloatVector lhs1 =
          FloatVector.broadcast(Lanes.FLOAT, lhs[lhsOffset + p + LHS_LEAD + LHS_STRIDE]);
      acc10 = lhs1.fma(rhs0, acc10);
      acc11 = lhs1.fma(rhs1, acc11);
      FloatVector lhs2 =
          FloatVector.broadcast(Lanes.FLOAT, lhs[lhsOffset + p + LHS_LEAD + 2 * LHS_STRIDE]);
      acc20 = lhs2.fma(rhs0, acc20);
      acc21 = lhs2.fma(rhs1, acc21);
      FloatVector lhs3 =
          FloatVector.broadcast(Lanes.FLOAT, lhs[lhsOffset + p + LHS_LEAD + 3 * LHS_STRIDE]);
      acc30 = lhs3.fma(rhs0, acc30);
      acc31 = lhs3.fma(rhs1, acc31);
      FloatVector lhs4 =
          FloatVector.broadcast(Lanes.FLOAT, lhs[lhsOffset + p + LHS_LEAD + 4 * LHS_STRIDE]);
      acc40 = lhs4.fma(rhs0, acc40);
      acc41 = lhs4.fma(rhs1, acc41);
      FloatVector lhs5 =
          FloatVector.broadcast(Lanes.FLOAT, lhs[lhsOffset + p + LHS_LEAD + 5 * LHS_STRIDE]);
      acc50 = lhs5.fma(rhs0, acc50);
      acc51 = lhs5.fma(rhs1, acc51);
      FloatVector lhs6 =
          FloatVector.broadcast(Lanes.FLOAT, lhs[lhsOffset + p + LHS_LEAD + 6 * LHS_STRIDE]);
      acc60 = lhs6.fma(rhs0, acc60);
      acc61 = lhs6.fma(rhs1, acc61);
      FloatVector lhs7 =
          FloatVector.broadcast(Lanes.FLOAT, lhs[lhsOffset + p + LHS_LEAD + 7 * LHS_STRIDE]);
      acc70 = lhs7.fma(rhs0, acc70);
      acc71 = lhs7.fma(rhs1, acc71);
    }
    acc00.intoArray(acc, accOffset);
    acc01.intoArray(acc, accOffset + Lanes.COUNT);
    acc10.intoArray(acc, accOffset + NR);
    acc11.intoArray(acc, accOffset + NR + Lanes.COUNT);
    acc20.intoArray(acc, accOffset + 2 * NR);
    acc21.intoArray(acc, accOffset + 2 * NR + Lanes.COUNT);
    acc30.intoArray(acc, accOffset + 3 * NR);
    acc31.intoArray(acc, accOffset + 3 * NR + Lanes.COUNT);
    acc40.intoArray(acc, accOffset + 4 * NR);
    acc41.intoArray(acc, accOffset + 4 * NR + Lanes.COUNT);
    acc50.intoArray(acc, accOffset + 5 * NR);
    acc51.intoArray(acc, accOffset + 5 * NR + Lanes.COUNT);
    acc60.intoArray(acc, accOffset + 6 * NR);
    acc61.intoArray(acc, accOffset + 6 * NR + Lanes.COUNT);
    acc70.intoArray(acc, accOffset + 7 * NR);
    acc71.intoArray(acc, accOffset + 7 * NR + Lanes.COUNT);
  }
}
