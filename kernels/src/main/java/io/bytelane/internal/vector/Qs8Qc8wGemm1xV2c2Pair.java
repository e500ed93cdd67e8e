package io.bytelane.internal.vector;

import static io.bytelane.internal.vector.VectorDotKernel.BYTES;
import static io.bytelane.internal.vector.VectorDotKernel.PAIR_BIAS;

import io.bytelane.internal.kernel.PairTile;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/// One row by 2 vectors over int8 weights, two steps at a time: the GEMV kernel.
///
/// Column `j` of the panel is 16-bit lane `j`. Two products and the bias of [VectorDotKernel] fit
/// such a lane for all signed bytes; its two sums separate even columns, the lower halves of int
/// lanes, from odd ones.
///
/// ```
/// per 2 x NR weights: 2 widen, 2 multiply, 4 add, 1 shift = 9 operations; in float lanes 12
/// ```
final class Qs8Qc8wGemm1xV2c2Pair implements PairTile {
  static final int MR = 1;
  static final int NR = 2 * Lanes.COUNT;
  static final int KR = 2;

  private static final VectorSpecies<Long> LONGS = VectorSpecies.of(long.class, Lanes.SHAPE);

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
    return "qs8_qc8w_gemm_1x" + NR + "c2_pair";
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
    IntVector all = IntVector.zero(Lanes.INT);
    IntVector high = IntVector.zero(Lanes.INT);
    int paired = depth - depth % KR;
    for (int p = 0; p < paired; p += KR) {
      ShortVector first = product(lhs, lhsOffset + p, rhs, rhsOffset + p * NR);
      ShortVector second = product(lhs, lhsOffset + p + 1, rhs, rhsOffset + (p + 1) * NR);
      IntVector q = first.add(second).add(PAIR_BIAS).reinterpretAsInts();
      all = q.add(all);
      high = q.lanewise(VectorOperators.LSHR, 16).add(high);
    }
    if (paired < depth) {
      ShortVector last = product(lhs, lhsOffset + paired, rhs, rhsOffset + paired * NR);
      IntVector q = last.add(PAIR_BIAS).reinterpretAsInts();
      all = q.add(all);
      high = q.lanewise(VectorOperators.LSHR, 16).add(high);
    }
    int bias = (depth + 1) / KR * PAIR_BIAS;
    // Vectors of a known class are the receivers, not those that the loop carries: VectorDotKernel.
    IntVector biases = IntVector.broadcast(Lanes.INT, -bias);
    IntVector odd = biases.add(high);
    IntVector even = odd.add(bias).lanewise(VectorOperators.LSHL, 16).neg().add(all).sub(bias);
    // The columns in their order: a long holds an even one and, in its upper half, the next.
    LongVector even0 = (LongVector) even.convertShape(VectorOperators.ZERO_EXTEND_I2L, LONGS, 0);
    LongVector even1 = (LongVector) even.convertShape(VectorOperators.ZERO_EXTEND_I2L, LONGS, 1);
    LongVector odd0 = (LongVector) odd.convertShape(VectorOperators.ZERO_EXTEND_I2L, LONGS, 0);
    LongVector odd1 = (LongVector) odd.convertShape(VectorOperators.ZERO_EXTEND_I2L, LONGS, 1);
    IntVector sums0 = odd0.lanewise(VectorOperators.LSHL, 32).or(even0).reinterpretAsInts();
    IntVector sums1 = odd1.lanewise(VectorOperators.LSHL, 32).or(even1).reinterpretAsInts();
    IntVector.fromArray(Lanes.INT, acc, initOffset).add(sums0).intoArray(acc, accOffset);
    IntVector.fromArray(Lanes.INT, acc, initOffset + Lanes.COUNT)
        .add(sums1)
        .intoArray(acc, accOffset + Lanes.COUNT);
  }

  private static ShortVector product(int[] lhs, int lhsOffset, byte[] rhs, int rhsOffset) {
    ShortVector weights = VectorDotKernel.widen(ByteVector.fromArray(BYTES, rhs, rhsOffset));
    return weights.mul(IntVector.broadcast(Lanes.INT, lhs[lhsOffset]).reinterpretAsShorts());
  }
}
