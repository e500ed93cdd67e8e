package io.bytelane.models.graph;

import java.util.Objects;

/// A named value of a graph and what is known of it before a run.
///
/// @param name the name, not empty
/// @param type the element type, [DataType#UNDEFINED] where unknown
/// @param shape the shape, [Shape#UNKNOWN] where unknown
public record Value(String name, DataType type, Shape shape) {
  /// Checks the name.
  public Value {
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(shape, "shape");
    if (name.isEmpty()) {
      throw new InvalidModelException("value name: '' (expected: not empty)");
    }
  }

  /// Creates a value of which only the name is known.
  ///
  /// @param name the name
  /// @return the value
  public static Value unknown(String name) {
    return new Value(name, DataType.UNDEFINED, Shape.UNKNOWN);
  }

  /// Returns for example `x: float32[N,3,28,28]`.
  @Override
  public String toString() {
    return name + ": " + type + shape;
  }
}
