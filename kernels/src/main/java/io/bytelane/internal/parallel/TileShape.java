package io.bytelane.internal.parallel;

/// How the output of an operator may be cut: rows into blocks, columns into panels.
///
/// @param rowGrain cuts between rows lie at multiples of it, so that a cut moves no row to another
///     register tile
/// @param rowBlock rows that the operator works on at a time; larger tiles save nothing
/// @param panelBlock panels that it works on at a time
/// @param panelColumns columns of a panel
public record TileShape(int rowGrain, int rowBlock, int panelBlock, int panelColumns) {}
