package io.bytelane.internal.kernel;

/// The register tiles of one kind, from many rows to one.
///
/// @param tall the tile for many rows
/// @param few the tile for 2 to 4 rows
/// @param one the tile for one row
/// @param <T> kind of tile
public record TileLadder<T extends Tile>(T tall, T few, T one) {
  /// Returns the tile for the next rows of a block of which `rows` are left. A tile that is more
  /// than two thirds full takes no longer than shorter tiles in turn.
  public T pick(int rows) {
    if (rows * 3 > tall.mr() * 2) {
      return tall;
    }
    return rows == 1 ? one : few;
  }
}
