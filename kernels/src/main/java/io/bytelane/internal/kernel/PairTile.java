package io.bytelane.internal.kernel;

/// The tile of one row over int8 weights, in integer arithmetic: products of two steps share a
/// 16-bit lane. One pass over the weight bytes, as with [ByteTile].
public interface PairTile extends Tile {
  /// Computes one row of sums over `depth >= 1` steps:
  /// `acc[accOffset + j] = acc[initOffset + j] + sum over p of (short) lhs[lhsOffset + p] *
  /// rhs[rhsOffset + p * nr + j]`, modulo 2^32.
  ///
  /// @param lhs the signed bytes of the row, each in both halves of an int; see
  ///     [Converter#pairs]
  void run(
      int depth,
      int[] lhs,
      int lhsOffset,
      byte[] rhs,
      int rhsOffset,
      int[] acc,
      int initOffset,
      int accOffset);
}
