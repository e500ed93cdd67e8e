package io.bytelane.internal.kernel;

/// The shape of a register tile.
public interface Tile {
  /// Rows of the tile.
  int mr();

  /// Columns of the tile; the same for all tiles of a path.
  int nr();

  /// The name by the grammar of the kernel names, without the path suffix.
  String name();
}
