package io.bytelane.internal.conv;

import io.bytelane.internal.dispatch.KernelSet;
import io.bytelane.internal.gemm.Route;
import io.bytelane.internal.pack.DepthwiseWeights;

/// A depthwise convolution with channels in lanes.
///
/// @param kernels kernels of the chosen path
/// @param driver what computes
/// @param weights packed weights, for their size
/// @param <T> output array
record DepthwiseRoute<T>(KernelSet kernels, Int8Depthwise<T> driver, DepthwiseWeights weights)
    implements Route<T> {
  @Override
  public void run(
      byte[] input,
      int inputOffset,
      T output,
      int outputOffset,
      int count,
      byte[] bytes,
      int[] ints,
      float[] floats) {
    driver.run(input, inputOffset, count, output, outputOffset, floats, ints);
  }

  @Override
  public int scratchBytes() {
    return 0;
  }

  @Override
  public int scratchInts() {
    return driver.ints();
  }

  @Override
  public int scratchFloats() {
    return driver.floats();
  }

  /// Weights are held as floats.
  @Override
  public long packedBytes() {
    return 4L * weights.values().length + 8L * weights.panels() * weights.nr();
  }

  @Override
  public String name() {
    return kernels.elements().depthwise().name();
  }
}
