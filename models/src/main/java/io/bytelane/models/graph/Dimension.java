package io.bytelane.models.graph;

import java.util.Objects;

/// One dimension of a value: a size, a symbol such as the batch `N`, or unknown.
///
/// @param size elements along the dimension, -1 where it is not fixed
/// @param symbol the name of a size that is not fixed, empty where it has none
public record Dimension(int size, String symbol) {
  /// A dimension of which nothing is known.
  public static final Dimension UNKNOWN = new Dimension(-1, "");

  /// Checks the parts.
  public Dimension {
    Objects.requireNonNull(symbol, "symbol");
    if (size < -1 || (size >= 0 && !symbol.isEmpty())) {
      throw new InvalidModelException(
          "dimension: " + size + " '" + symbol + "' (expected: a size >= 0, or a symbol with -1)");
    }
  }

  /// Creates a fixed dimension.
  ///
  /// @param size elements, at least 0
  /// @return the dimension
  public static Dimension of(int size) {
    return new Dimension(size, "");
  }

  /// Creates a symbolic dimension.
  ///
  /// @param symbol its name
  /// @return the dimension
  public static Dimension symbolic(String symbol) {
    return new Dimension(-1, symbol);
  }

  /// Says whether the size is fixed.
  ///
  /// @return true if size is at least 0
  public boolean isFixed() {
    return size >= 0;
  }

  /// Returns the size, the symbol, or `?`.
  @Override
  public String toString() {
    if (isFixed()) {
      return Integer.toString(size);
    }
    return symbol.isEmpty() ? "?" : symbol;
  }
}
