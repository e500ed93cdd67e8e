package io.bytelane.internal.vector;

import static io.bytelane.internal.gemm.BlockSizes.LHS_STRIDE;

import io.bytelane.internal.kernel.GemmTile;
import jdk.incubator.vector.FloatVector;

/// 8 rows by 2 vectors, for machines with 32 vector registers.
///
/// Registers: 16 accumulators + 2 loads + up to 8 broadcasts = 26. Rows are addressed by constant
/// displacement from one index, so a step costs no address arithmetic: with an offset for each row
/// its additions took port slots from the multiplications.
final class F32Gemm8xV2c1Fma implements GemmTile {
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
    return "f32_gemm_8x" + NR + "c1_fma";
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
    FloatVector acc40 = FloatVector.zero(Lanes.FLOAT);
    FloatVector acc41 = FloatVector.zero(Lanes.FLOAT);
    FloatVector acc50 = FloatVector.zero(Lanes.FLOAT);
    FloatVector acc51 = FloatVector.zero(Lanes.FLOAT);
    FloatVector acc60 = FloatVector.zero(Lanes.FLOAT);
    FloatVector acc61 = FloatVector.zero(Lanes.FLOAT);
    FloatVector acc70 = FloatVector.zero(Lanes.FLOAT);
    FloatVector acc71 = FloatVector.zero(Lanes.FLOAT);
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
      FloatVector lhs4 = FloatVector.broadcast(Lanes.FLOAT, lhs[lhsOffset + p + 4 * LHS_STRIDE]);
      acc40 = lhs4.fma(rhs0, acc40);
      acc41 = lhs4.fma(rhs1, acc41);
      FloatVector lhs5 = FloatVector.broadcast(Lanes.FLOAT, lhs[lhsOffset + p + 5 * LHS_STRIDE]);
      acc50 = lhs5.fma(rhs0, acc50);
      acc51 = lhs5.fma(rhs1, acc51);
      FloatVector lhs6 = FloatVector.broadcast(Lanes.FLOAT, lhs[lhsOffset + p + 6 * LHS_STRIDE]);
      acc60 = lhs6.fma(rhs0, acc60);
      acc61 = lhs6.fma(rhs1, acc61);
      FloatVector lhs7 = FloatVector.broadcast(Lanes.FLOAT, lhs[lhsOffset + p + 7 * LHS_STRIDE]);
      acc70 = lhs7.fma(rhs0, acc70);
      acc71 = lhs7.fma(rhs1, acc71);
    }
    acc00.intoArray(out, outOffset);
    acc01.intoArray(out, outOffset + Lanes.COUNT);
    acc10.intoArray(out, outOffset + NR);
    acc11.intoArray(out, outOffset + NR + Lanes.COUNT);
    acc20.intoArray(out, outOffset + 2 * NR);
    acc21.intoArray(out, outOffset + 2 * NR + Lanes.COUNT);
    acc30.intoArray(out, outOffset + 3 * NR);
    acc31.intoArray(out, outOffset + 3 * NR + Lanes.COUNT);
    acc40.intoArray(out, outOffset + 4 * NR);
    acc41.intoArray(out, outOffset + 4 * NR + Lanes.COUNT);
    acc50.intoArray(out, outOffset + 5 * NR);
    acc51.intoArray(out, outOffset + 5 * NR + Lanes.COUNT);
    acc60.intoArray(out, outOffset + 6 * NR);
    acc61.intoArray(out, outOffset + 6 * NR + Lanes.COUNT);
    acc70.intoArray(out, outOffset + 7 * NR);
    acc71.intoArray(out, outOffset + 7 * NR + Lanes.COUNT);
  }
}
