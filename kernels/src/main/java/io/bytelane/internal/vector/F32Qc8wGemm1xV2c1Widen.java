package io.bytelane.internal.vector;

import static io.bytelane.internal.gemm.BlockSizes.LHS_LEAD;

import io.bytelane.internal.kernel.ByteTile;
import jdk.incubator.vector.FloatVector;

/// One row by 2 vectors over int8 weights: the GEMV kernel.
///
/// Four steps have accumulators of their own: 8 chains hide the latency of the multiplications. The
/// sums are integers below 2^24, so the order of addition does not show.
final class F32Qc8wGemm1xV2c1Widen implements ByteTile {
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
    return "f32_qc8w_gemm_1x" + NR + "c1_widen";
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
      FloatVector rhs0a = Lanes.signedAsFloat(rhs, rhsOffset + p * NR);
      FloatVector rhs1a = Lanes.signedAsFloat(rhs, rhsOffset + p * NR + Lanes.COUNT);
      FloatVector lhs0a = FloatVector.broadcast(Lanes.FLOAT, lhs[lhsOffset + p + LHS_LEAD]);
      acc00a = lhs0a.fma(rhs0a, acc00a);
      acc01a = lhs0a.fma(rhs1a, acc01a);
      FloatVector rhs0b = Lanes.signedAsFloat(rhs, rhsOffset + (p + 1) * NR);
      FloatVector rhs1b = Lanes.signedAsFloat(rhs, rhsOffset + (p + 1) * NR + Lanes.COUNT);
      FloatVector lhs0b = FloatVector.broadcast(Lanes.FLOAT, lhs[lhsOffset + p + LHS_LEAD + 1]);
      acc00b = lhs0b.fma(rhs0b, acc00b);
      acc01b = lhs0b.fma(rhs1b, acc01b);
      FloatVector rhs0c = Lanes.signedAsFloat(rhs, rhsOffset + (p + 2) * NR);
      FloatVector rhs1c = Lanes.signedAsFloat(rhs, rhsOffset + (p + 2) * NR + Lanes.COUNT);
      FloatVector lhs0c = FloatVector.broadcast(Lanes.FLOAT, lhs[lhsOffset + p + LHS_LEAD + 2]);
      acc00c = lhs0c.fma(rhs0c, acc00c);
      acc01c = lhs0c.fma(rhs1c, acc01c);
      FloatVector rhs0d = Lanes.signedAsFloat(rhs, rhsOffset + (p + 3) * NR);
      FloatVector rhs1d = Lanes.signedAsFloat(rhs, rhsOffset + (p + 3) * NR + Lanes.COUNT);
      FloatVector lhs0d = FloatVector.broadcast(Lanes.FLOAT, lhs[lhsOffset + p + LHS_LEAD + 3]);
      acc00d = lhs0d.fma(rhs0d, acc00d);
      acc01d = lhs0d.fma(rhs1d, acc01d);
    }
    for (int p = unrolled; p < depth; p++) {
      FloatVector rhs0a = Lanes.signedAsFloat(rhs, rhsOffset + p * NR);
      FloatVector rhs1a = Lanes.signedAsFloat(rhs, rhsOffset + p * NR + Lanes.COUNT);
      FloatVector lhs0a = FloatVector.broadcast(Lanes.FLOAT, lhs[lhsOffset + p + LHS_LEAD]);
      acc00a = lhs0a.fma(rhs0a, acc00a);
      acc01a = lhs0a.fma(rhs1a, acc01a);
    }
    acc00a.add(acc00b).add(acc00c.add(acc00d)).intoArray(acc, accOffset);
    acc01a.add(acc01b).add(acc01c.add(acc01d)).intoArray(acc, accOffset + Lanes.COUNT);
  }
}
