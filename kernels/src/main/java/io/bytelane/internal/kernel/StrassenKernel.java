package io.bytelane.internal.kernel;

/// Sums and differences of operands and of products, as Strassen's algorithm needs them; see
/// `StrassenProduct`.
public interface StrassenKernel {
  /// Adds rows of floats: `array[target + i * stride + j] = array[x + i * stride + j] + array[y + i
  /// * stride + j]` for `i < rows`, `j < length`. The three places may be one another.
  ///
  /// For speed, up to [Converter#OVERREACH] elements after each row may be read and written.
  void add(float[] array, int x, int y, int target, int rows, int length, int stride);

  /// Subtracts rows of floats, those at `y` from those at `x`; otherwise as [#add].
  void subtract(float[] array, int x, int y, int target, int rows, int length, int stride);

  /// Expands the sums of two panels: `target[targetOffset + i] = source[x + i] + source[y + i]`.
  ///
  /// @param length a multiple of a tile's width; some bytes after the last one may be read
  void expandSum(byte[] source, int x, int y, int length, float[] target, int targetOffset);

  /// Expands the differences of two panels, that at `y` from that at `x`; otherwise as
  /// [#expandSum].
  void expandDifference(byte[] source, int x, int y, int length, float[] target, int targetOffset);
}
