package io.bytelane.internal.gemm;

import io.bytelane.internal.parallel.Tileable;

/// One way to compute a layer. All routes of an int8 layer give the same bits. Immutable; scratch
/// memory is passed in.
///
/// @param <S> input array
/// @param <T> output array
public interface Route<S, T> extends Tileable<S, T> {
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
