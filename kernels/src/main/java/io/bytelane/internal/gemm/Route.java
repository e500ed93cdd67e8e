package io.bytelane.internal.gemm;

import io.bytelane.internal.parallel.Scratch;
import io.bytelane.internal.parallel.TileShape;

/// One way to compute a layer. All routes of an int8 layer give the same bits, for any division of
/// its output. Immutable; scratch memory is passed in.
///
/// The output is `rows(count)` by `panels()`: rows of a matrix, pixels, lines or tiles of images,
/// by panels of channels.
///
/// @param <S> input array
/// @param <T> output array
public interface Route<S, T> {
  /// Returns the rows that the output of `count` units has; units are rows of a matrix, or images.
  int rows(int count);

  /// Returns the panels of all groups of channels.
  int panels();

  /// Returns how the output may be cut.
  TileShape tileShape();

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

  /// Returns the bytes of scratch.
  int scratchBytes();

  /// Returns the ints of scratch.
  int scratchInts();

  /// Returns the floats of scratch.
  int scratchFloats();

  /// Returns the bytes of packed weights and tables.
  long packedBytes();

  /// Returns the name of the route and its kernel.
  String name();
}
