package io.bytelane.internal.parallel;

/// Work that is cut into independent tiles.
@FunctionalInterface
public interface TileJob {
  /// Computes one tile. Called by several threads at a time, never twice for a tile.
  ///
  /// @param tile index of the tile
  /// @param scratch memory that only the calling thread uses
  void run(int tile, Scratch scratch);
}
