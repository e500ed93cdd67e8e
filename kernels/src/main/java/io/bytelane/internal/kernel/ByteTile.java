package io.bytelane.internal.kernel;

/// A register tile for few rows, which reads int8 weights as they are packed and widens them in
/// registers: one pass over the weight bytes, no expanded copy.
///
/// Same operands as [GemmTile], except that `rhs` holds bytes, and that a load may touch up to 8
/// bytes after the panel (packed weights are padded for it).
public interface ByteTile extends Tile {
  /// Computes one tile over `depth >= 1` steps; see [GemmTile#run].
  void run(
      int depth,
      float[] lhs,
      int lhsOffset,
      byte[] rhs,
      int rhsOffset,
      float[] acc,
      int initOffset,
      int accOffset);
}
