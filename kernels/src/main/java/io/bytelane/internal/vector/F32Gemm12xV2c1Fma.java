package io.bytelane.internal.vector;

import static io.bytelane.internal.gemm.BlockSizes.LHS_LEAD;
import static io.bytelane.internal.gemm.BlockSizes.LHS_STRIDE;

import io.bytelane.internal.kernel.GemmTile;
import jdk.incubator.vector.FloatVector;

/// 12 rows by 2 vectors, for machines with 32 vector registers.
///
/// Registers: 24 accumulators + 2 loads + broadcasts that live for two multiplications. Rows are
/// addressed by constant displacements from one index, the first row too (`LHS_LEAD`), so that a
/// step costs one address addition: any more take port slots from the multiplications.
final class F32Gemm12xV2c1Fma implements GemmTile {
  static final int MR = 12;
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
    return "f32_gemm_12x" + NR + "c1_fma";
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
    FloatVector acc0_0 = FloatVector.fromArray(Lanes.FLOAT, acc, initOffset);
    FloatVector acc0_1 = FloatVector.fromArray(Lanes.FLOAT, acc, initOffset + Lanes.COUNT);
    FloatVector acc1_0 = FloatVector.fromArray(Lanes.FLOAT, acc, initOffset + NR);
    FloatVector acc1_1 = FloatVector.fromArray(Lanes.FLOAT, acc, initOffset + NR + Lanes.COUNT);
    FloatVector acc2_0 = FloatVector.fromArray(Lanes.FLOAT, acc, initOffset + 2 * NR);
    FloatVector acc2_1 = FloatVector.fromArray(Lanes.FLOAT, acc, initOffset + 2 * NR + Lanes.COUNT);
    FloatVector acc3_0 = FloatVector.fromArray(Lanes.FLOAT, acc, initOffset + 3 * NR);
    FloatVector acc3_1 = FloatVector.fromArray(Lanes.FLOAT, acc, initOffset + 3 * NR + Lanes.COUNT);
    FloatVector acc4_0 = FloatVector.fromArray(Lanes.FLOAT, acc, initOffset + 4 * NR);
    FloatVector acc4_1 = FloatVector.fromArray(Lanes.FLOAT, acc, initOffset + 4 * NR + Lanes.COUNT);
    FloatVector acc5_0 = FloatVector.fromArray(Lanes.FLOAT, acc, initOffset + 5 * NR);
    FloatVector acc5_1 = FloatVector.fromArray(Lanes.FLOAT, acc, initOffset + 5 * NR + Lanes.COUNT);
    FloatVector acc6_0 = FloatVector.fromArray(Lanes.FLOAT, acc, initOffset + 6 * NR);
    FloatVector acc6_1 = FloatVector.fromArray(Lanes.FLOAT, acc, initOffset + 6 * NR + Lanes.COUNT);
    FloatVector acc7_0 = FloatVector.fromArray(Lanes.FLOAT, acc, initOffset + 7 * NR);
    FloatVector acc7_1 = FloatVector.fromArray(Lanes.FLOAT, acc, initOffset + 7 * NR + Lanes.COUNT);
    FloatVector acc8_0 = FloatVector.fromArray(Lanes.FLOAT, acc, initOffset + 8 * NR);
    FloatVector acc8_1 = FloatVector.fromArray(Lanes.FLOAT, acc, initOffset + 8 * NR + Lanes.COUNT);
    FloatVector acc9_0 = FloatVector.fromArray(Lanes.FLOAT, acc, initOffset + 9 * NR);
    FloatVector acc9_1 = FloatVector.fromArray(Lanes.FLOAT, acc, initOffset + 9 * NR + Lanes.COUNT);
    FloatVector acc10_0 = FloatVector.fromArray(Lanes.FLOAT, acc, initOffset + 10 * NR);
    FloatVector acc10_1 =
        FloatVector.fromArray(Lanes.FLOAT, acc, initOffset + 10 * NR + Lanes.COUNT);
    FloatVector acc11_0 = FloatVector.fromArray(Lanes.FLOAT, acc, initOffset + 11 * NR);
    FloatVector acc11_1 =
        FloatVector.fromArray(Lanes.FLOAT, acc, initOffset + 11 * NR + Lanes.COUNT);
    for (int p = 0; p < depth; p++) {
      FloatVector rhs0 = FloatVector.fromArray(Lanes.FLOAT, rhs, rhsOffset + p * NR);
      FloatVector rhs1 = FloatVector.fromArray(Lanes.FLOAT, rhs, rhsOffset + p * NR + Lanes.COUNT);
      FloatVector lhs0 = FloatVector.broadcast(Lanes.FLOAT, lhs[lhsOffset + p + LHS_LEAD]);
      acc0_0 = lhs0.fma(rhs0, acc0_0);
      acc0_1 = lhs0.fma(rhs1, acc0_1);
      FloatVector lhs1 =
          FloatVector.broadcast(Lanes.FLOAT, lhs[lhsOffset + p + LHS_LEAD + LHS_STRIDE]);
      acc1_0 = lhs1.fma(rhs0, acc1_0);
      acc1_1 = lhs1.fma(rhs1, acc1_1);
      FloatVector lhs2 =
          FloatVector.broadcast(Lanes.FLOAT, lhs[lhsOffset + p + LHS_LEAD + 2 * LHS_STRIDE]);
      acc2_0 = lhs2.fma(rhs0, acc2_0);
      acc2_1 = lhs2.fma(rhs1, acc2_1);
      FloatVector lhs3 =
          FloatVector.broadcast(Lanes.FLOAT, lhs[lhsOffset + p + LHS_LEAD + 3 * LHS_STRIDE]);
      acc3_0 = lhs3.fma(rhs0, acc3_0);
      acc3_1 = lhs3.fma(rhs1, acc3_1);
      FloatVector lhs4 =
          FloatVector.broadcast(Lanes.FLOAT, lhs[lhsOffset + p + LHS_LEAD + 4 * LHS_STRIDE]);
      acc4_0 = lhs4.fma(rhs0, acc4_0);
      acc4_1 = lhs4.fma(rhs1, acc4_1);
      FloatVector lhs5 =
          FloatVector.broadcast(Lanes.FLOAT, lhs[lhsOffset + p + LHS_LEAD + 5 * LHS_STRIDE]);
      acc5_0 = lhs5.fma(rhs0, acc5_0);
      acc5_1 = lhs5.fma(rhs1, acc5_1);
      FloatVector lhs6 =
          FloatVector.broadcast(Lanes.FLOAT, lhs[lhsOffset + p + LHS_LEAD + 6 * LHS_STRIDE]);
      acc6_0 = lhs6.fma(rhs0, acc6_0);
      acc6_1 = lhs6.fma(rhs1, acc6_1);
      FloatVector lhs7 =
          FloatVector.broadcast(Lanes.FLOAT, lhs[lhsOffset + p + LHS_LEAD + 7 * LHS_STRIDE]);
      acc7_0 = lhs7.fma(rhs0, acc7_0);
      acc7_1 = lhs7.fma(rhs1, acc7_1);
      FloatVector lhs8 =
          FloatVector.broadcast(Lanes.FLOAT, lhs[lhsOffset + p + LHS_LEAD + 8 * LHS_STRIDE]);
      acc8_0 = lhs8.fma(rhs0, acc8_0);
      acc8_1 = lhs8.fma(rhs1, acc8_1);
      FloatVector lhs9 =
          FloatVector.broadcast(Lanes.FLOAT, lhs[lhsOffset + p + LHS_LEAD + 9 * LHS_STRIDE]);
      acc9_0 = lhs9.fma(rhs0, acc9_0);
      acc9_1 = lhs9.fma(rhs1, acc9_1);
      FloatVector lhs10 =
          FloatVector.broadcast(Lanes.FLOAT, lhs[lhsOffset + p + LHS_LEAD + 10 * LHS_STRIDE]);
      acc10_0 = lhs10.fma(rhs0, acc10_0);
      acc10_1 = lhs10.fma(rhs1, acc10_1);
      FloatVector lhs11 =
          FloatVector.broadcast(Lanes.FLOAT, lhs[lhsOffset + p + LHS_LEAD + 11 * LHS_STRIDE]);
      acc11_0 = lhs11.fma(rhs0, acc11_0);
      acc11_1 = lhs11.fma(rhs1, acc11_1);
    }
    acc0_0.intoArray(acc, accOffset);
    acc0_1.intoArray(acc, accOffset + Lanes.COUNT);
    acc1_0.intoArray(acc, accOffset + NR);
    acc1_1.intoArray(acc, accOffset + NR + Lanes.COUNT);
    acc2_0.intoArray(acc, accOffset + 2 * NR);
    acc2_1.intoArray(acc, accOffset + 2 * NR + Lanes.COUNT);
    acc3_0.intoArray(acc, accOffset + 3 * NR);
    acc3_1.intoArray(acc, accOffset + 3 * NR + Lanes.COUNT);
    acc4_0.intoArray(acc, accOffset + 4 * NR);
    acc4_1.intoArray(acc, accOffset + 4 * NR + Lanes.COUNT);
    acc5_0.intoArray(acc, accOffset + 5 * NR);
    acc5_1.intoArray(acc, accOffset + 5 * NR + Lanes.COUNT);
    acc6_0.intoArray(acc, accOffset + 6 * NR);
    acc6_1.intoArray(acc, accOffset + 6 * NR + Lanes.COUNT);
    acc7_0.intoArray(acc, accOffset + 7 * NR);
    acc7_1.intoArray(acc, accOffset + 7 * NR + Lanes.COUNT);
    acc8_0.intoArray(acc, accOffset + 8 * NR);
    acc8_1.intoArray(acc, accOffset + 8 * NR + Lanes.COUNT);
    acc9_0.intoArray(acc, accOffset + 9 * NR);
    acc9_1.intoArray(acc, accOffset + 9 * NR + Lanes.COUNT);
    acc10_0.intoArray(acc, accOffset + 10 * NR);
    acc10_1.intoArray(acc, accOffset + 10 * NR + Lanes.COUNT);
    acc11_0.intoArray(acc, accOffset + 11 * NR);
    acc11_1.intoArray(acc, accOffset + 11 * NR + Lanes.COUNT);
  }
}
