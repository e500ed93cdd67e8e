package io.bytelane.internal.kernel;

/// A register tile: `out[i][j] = sum over p of lhs[i][p] * rhs[p][j]` in float32 lanes, for
/// `i < mr`, `j < nr`.
///
/// Layout: `lhs` row `i` starts at `lhsOffset + i * LHS_STRIDE` (see `BlockSizes`); `rhs` is one
/// panel, `nr` consecutive values for each `p`; `out` is row-major, `nr` values a row.
///
/// Reads exactly `mr * depth` and `nr * depth` floats, writes exactly `mr * nr`.
public interface GemmTile {
  /// Rows of the tile.
  int mr();

  /// Columns of the tile.
  int nr();

  /// The name by the grammar of the kernel names, without the path suffix.
  String name();

  /// Computes one tile over `depth >= 1` steps.
  void run(
      int depth,
      float[] lhs,
      int lhsOffset,
      float[] rhs,
      int rhsOffset,
      float[] out,
      int outOffset);
}
