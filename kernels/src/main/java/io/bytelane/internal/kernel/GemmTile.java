package io.bytelane.internal.kernel;

/// A register tile: `acc[i][j] = init[i][j] + sum over p of lhs[i][p] * rhs[p][j]` in float32
/// lanes, for `i < mr`, `j < nr`.
///
/// Layout: `lhs` row `i` starts at `lhsOffset + LHS_LEAD + i * LHS_STRIDE` (see `BlockSizes`);
/// `rhs` is one panel, `nr` consecutive values for each `p`; `init` and `acc` are two places, which
/// may be one, of the array `acc`, row-major, `nr` values a row.
///
/// Reads exactly `mr * depth`, `nr * depth` and `mr * nr` floats, writes exactly `mr * nr`.
public interface GemmTile extends Tile {
  /// Computes one tile over `depth >= 1` steps.
  ///
  /// @param initOffset where sums of earlier steps lie, or zeros
  /// @param accOffset where the sums go
  void run(
      int depth,
      float[] lhs,
      int lhsOffset,
      float[] rhs,
      int rhsOffset,
      float[] acc,
      int initOffset,
      int accOffset);
}
