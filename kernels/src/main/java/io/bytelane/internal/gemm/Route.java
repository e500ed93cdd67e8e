package io.bytelane.internal.gemm;

/// One way to compute an int8 layer. All routes of a layer give the same bits. Immutable; scratch
/// memory is passed in.
///
/// @param <T> output array
public interface Route<T> {
  /// Computes `count` units: rows of a matrix, or images.
  void run(
      byte[] input,
      int inputOffset,
      T output,
      int outputOffset,
      int count,
      byte[] bytes,
      int[] ints,
      float[] floats);

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
