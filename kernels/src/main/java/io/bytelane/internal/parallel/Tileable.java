package io.bytelane.internal.parallel;

/// Work whose output can be cut: `rows(count)` rows (of a matrix, pixels, lines or tiles of images)
/// by `panels()` panels of columns. Every part is independent, and gives the same bits however the
/// whole is cut.
///
/// @param <S> input array
/// @param <T> output array
public interface Tileable<S, T> {
  /// Returns the rows that the output of `count` units has; units are rows of a matrix, or images.
  int rows(int count);

  /// Returns the panels of all groups of columns.
  int panels();

  /// Returns how the output may be cut.
  TileShape tileShape();

  /// Returns what one row of one panel costs, in multiply-add operations of a product.
  long panelWork();

  /// Computes rows `rowFrom .. rowTo` of panels `panelFrom .. panelTo`.
  ///
  /// @param outputOffset where the output of row 0 and panel 0 starts
  void run(
      S input,
      int inputOffset,
      T output,
      int outputOffset,
      int rowFrom,
      int rowTo,
      int panelFrom,
      int panelTo,
      Scratch scratch);

  /// Computes `count` units on the calling thread.
  default void run(
      S input, int inputOffset, T output, int outputOffset, int count, Scratch scratch) {
    run(input, inputOffset, output, outputOffset, 0, rows(count), 0, panels(), scratch);
  }
}
