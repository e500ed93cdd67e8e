package io.bytelane.models.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// The shape of a value as far as it is known before a run.
///
/// @param hasRank false where not even the number of dimensions is known
/// @param dimensions outermost first; empty for a scalar and for an unknown rank
public record Shape(boolean hasRank, List<Dimension> dimensions) {
  /// A shape of which nothing is known.
  public static final Shape UNKNOWN = new Shape(false, List.of());

  /// The shape of a single element.
  public static final Shape SCALAR = new Shape(true, List.of());

  /// Copies the list.
  public Shape {
    dimensions = List.copyOf(dimensions);
    if (!hasRank && !dimensions.isEmpty()) {
      throw new InvalidModelException("shape: " + dimensions + " (expected: none without a rank)");
    }
  }

  /// Creates a shape from dimensions.
  ///
  /// @param dimensions outermost first
  /// @return the shape
  public static Shape of(List<Dimension> dimensions) {
    return new Shape(true, dimensions);
  }

  /// Creates a shape; sizes of -1 are unknown.
  ///
  /// @param sizes outermost first
  /// @return the shape
  public static Shape of(int... sizes) {
    List<Dimension> dimensions = new ArrayList<>(sizes.length);
    for (int size : sizes) {
      dimensions.add(size < 0 ? Dimension.UNKNOWN : Dimension.of(size));
    }
    return of(dimensions);
  }

  /// Returns the number of dimensions.
  ///
  /// @return the rank, -1 if unknown
  public int rank() {
    return hasRank ? dimensions.size() : -1;
  }

  /// Returns one dimension.
  ///
  /// @param axis 0..rank-1, or negative from the end
  /// @return the dimension
  public Dimension dimension(int axis) {
    return dimensions.get(axis < 0 ? axis + dimensions.size() : axis);
  }

  /// Says whether every size is known.
  ///
  /// @return true if the rank is known and all dimensions are fixed
  public boolean isFixed() {
    return hasRank && dimensions.stream().allMatch(Dimension::isFixed);
  }

  /// Returns the sizes.
  ///
  /// @return outermost first, -1 where not fixed; empty for an unknown rank
  public int[] sizes() {
    return dimensions.stream().mapToInt(Dimension::size).toArray();
  }

  /// Says whether a tensor may have this declared shape.
  ///
  /// @param sizes the tensor's shape
  /// @return true if no fixed dimension and not the rank contradicts
  public boolean admits(int[] sizes) {
    if (!hasRank) {
      return true;
    }
    if (sizes.length != dimensions.size()) {
      return false;
    }
    for (int i = 0; i < sizes.length; i++) {
      if (dimensions.get(i).isFixed() && dimensions.get(i).size() != sizes[i]) {
        return false;
      }
    }
    return true;
  }

  /// Returns for example `[N,3,28,28]`, or `?` without a rank.
  @Override
  public String toString() {
    if (!hasRank) {
      return "?";
    }
    return dimensions.stream().map(Dimension::toString).collect(Collectors.joining(",", "[", "]"));
  }
}
