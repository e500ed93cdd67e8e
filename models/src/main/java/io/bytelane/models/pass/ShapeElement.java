package io.bytelane.models.pass;

/// One element of a vector of sizes that a graph computes.
sealed interface ShapeElement {
  /// A number that never changes.
  ///
  /// @param number the number
  record Fixed(long number) implements ShapeElement {}

  /// The size of a value along an axis, known at run time only.
  ///
  /// @param value the value's name
  /// @param axis not negative
  /// @param symbol the name of the size, empty where it has none
  record SizeOf(String value, int axis, String symbol) implements ShapeElement {}
}
