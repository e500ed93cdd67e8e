package io.bytelane.internal.gemm;

import io.bytelane.internal.kernel.Converter;

/// Copies a run of consecutive elements into float lanes.
///
/// @param <S> `byte[]` or `float[]`
public interface RunCopier<S> {
  /// Copies `length` elements.
  void copy(S source, int sourceOffset, float[] target, int targetOffset, int length);

  /// Returns the copier of bytes, each combined with `flip` by exclusive or.
  static RunCopier<byte[]> ofBytes(Converter converter, byte flip) {
    return (source, sourceOffset, target, targetOffset, length) ->
        converter.expand(source, sourceOffset, length, flip, target, targetOffset);
  }

  /// Returns the copier of floats.
  static RunCopier<float[]> ofFloats() {
    return System::arraycopy;
  }
}
