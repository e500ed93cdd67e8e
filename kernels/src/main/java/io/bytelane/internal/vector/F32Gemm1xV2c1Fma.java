package io.bytelane.internal.vector;

import static io.bytelane.internal.gemm.BlockSizes.LHS_LEAD;

import io.bytelane.internal.kernel.GemmTile;
import jdk.incubator.vector.FloatVector;

/// One row by 2 vectors: the float32 GEMV kernel, with 8 chains of accumulation like the int8 one.
final class F32Gemm1xV2c1Fma implements GemmTile {
  static final int MR = 1;
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
    return "f32_gemm_1x" + NR + "c1_fma";
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
    FloatVector acc00a = FloatVector.fromArray(Lanes.FLOAT, acc, initOffset);
    FloatVector acc01a = FloatVector.fromArray(Lanes.FLOAT, acc, initOffset + Lanes.COUNT);
    FloatVector acc00b = FloatVector.zero(Lanes.FLOAT);
    FloatVector acc01b = FloatVector.zero(Lanes.FLOAT);
    FloatVector acc00c = FloatVector.zero(Lanes.FLOAT);
    FloatVector acc01c = FloatVector.zero(Lanes.FLOAT);
    FloatVector acc00d = FloatVector.zero(Lanes.FLOAT);
    FloatVector acc01d = FloatVector.zero(Lanes.FLOAT);
    int unrolled = depth - depth % 4;
    for (int p = 0; p < unrolled; p += 4) {
      FloatVector rhs0a = FloatVector.fromArray(Lanes.FLOAT, rhs, rhsOffset + p * NR);
      FloatVector rhs1a = FloatVector.fromArray(Lanes.FLOAT, rhs, rhsOffset + p * NR + Lanes.COUNT);
      FloatVector lhs0a = FloatVector.broadcast(Lanes.FLOAT, lhs[lhsOffset + p + LHS_LEAD]);
      acc00a = lhs0a.fma(rhs0a, acc00a);
      acc01a = lhs0a.fma(rhs1a, acc01a);
      FloatVector rhs0b = FloatVector.fromArray(Lanes.FLOAT, rhs, rhsOffset + (p + 1) * NR);
      FloatVector rhs1b =
          FloatVector.fromArray(Lanes.FLOAT, rhs, rhsOffset + (p + 1) * NR + Lanes.COUNT);
      FloatVector lhs0b = FloatVector.broadcast(Lanes.FLOAT, lhs[lhsOffset + p + LHS_LEAD + 1]);
      acc00b = lhs0b.fma(rhs0b, acc00b);
      acc01b = lhs0b.fma(rhs1b, acc01b);
      FloatVector rhs0c = FloatVector.fromArray(Lanes.FLOAT, rhs, rhsOffset + (p + 2) * NR);
      FloatVector rhs1c =
          FloatVector.fromArray(Lanes.FLOAT, rhs, rhsOffset + (p + 2) * NR + Lanes.COUNT);
      FloatVector lhs0c = FloatVector.broadcast(Lanes.FLOAT, lhs[lhsOffset + p + LHS_LEAD + 2]);
      acc00c = lhs0c.fma(rhs0c, acc00c);
      acc01c = lhs0c.fma(rhs1c, acc01c);
      FloatVector rhs0d = FloatVector.fromArray(Lanes.FLOAT, rhs, rhsOffset + (p + 3) * NR);
      FloatVector rhs1d =
          FloatVector.fromArray(Lanes.FLOAT, rhs, rhsOffset + (p + 3) * NR + Lanes.COUNT);
      FloatVector lhs0d = FloatVector.broadcast(Lanes.FLOAT, lhs[lhsOffset + p + LHS_LEAD + 3]);
      acc00d = lhs0d.fma(rhs0d, acc00d);
      acc01d = lhs0d.fma(rhs1d, acc01d);
    }
    for (int p = unrolled; p < depth; p++) {
      FloatVector rhs0a = FloatVector.fromArray(Lanes.FLOAT, rhs, rhsOffset + p * NR);
      FloatVector rhs1a = FloatVector.fromArray(Lanes.FLOAT, rhs, rhsOffset + p * NR + Lanes.COUNT);
      FloatVector lhs0a = FloatVector.broadcast(Lanes.FLOAT, lhs[lhsOffset + p + LHS_LEAD]);
      acc00a = lhs0a.fma(rhs0a, acc00a);
      acc01a = lhs0a.fma(rhs1a, acc01a);
    }
    acc00a.add(acc00b).add(acc00c.add(acc00d)).intoArray(acc, accOffset);
    acc01a.add(acc01b).add(acc01c.add(acc01d)).intoArray(acc, accOffset + Lanes.COUNT);
  }
}
