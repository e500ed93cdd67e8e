package io.bytelane.internal.gemm;

import io.bytelane.internal.pack.Accumulator;

/// Makes the output stage of some channels of a layer.
///
/// @param <T> output array
@FunctionalInterface
public interface StageFactory<T> {
  /// Returns the stage of `channels` channels from `firstChannel` on.
  ///
  /// @param accumulator the folded constants of these channels, padded to whole panels
  OutputStage<T> stage(Accumulator accumulator, int firstChannel, int channels);
}
