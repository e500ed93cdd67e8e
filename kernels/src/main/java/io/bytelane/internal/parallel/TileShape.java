package io.bytelane.internal.parallel;

/// How the output of an operator may be cut: rows into blocks, columns into panels.
///
/// @param rowGrain cuts between rows lie at multiples of it, so that a cut moves no row to another
///     register tile
/// @param rowBlock rows that the operator works on at a time; larger tiles save nothing
/// @param panelBlock panels that it works on at a time
/// @param panelColumns columns of a panel
/// @param minTileWork multiply-add operations that tiles have at least where they are halved only
///     to even out the load
public record TileShape(
    int rowGrain, int rowBlock, int panelBlock, int panelColumns, long minTileWork) {
  /// What evening out the load costs no more than it gains, where a tile has little to prepare.
  private static final long MIN_TILE_WORK = 1 << 21;

  /// Creates the shape of tiles that have little to prepare.
  public TileShape(int rowGrain, int rowBlock, int panelBlock, int panelColumns) {
    this(rowGrain, rowBlock, panelBlock, panelColumns, MIN_TILE_WORK);
  }
}
