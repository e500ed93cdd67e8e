package io.bytelane.internal.conv;

import io.bytelane.internal.gemm.Route;
import io.bytelane.internal.parallel.Scratch;
import io.bytelane.internal.parallel.TileShape;

/// A depthwise convolution with channels in lanes; rows of the division are output lines.
///
/// @param name name of the kernel
/// @param driver what computes
/// @param tileShape how it may be cut
/// @param packedBytes of weights and constants
/// @param <S> input array
/// @param <T> output array
public record DepthwiseRoute<S, T>(
    String name, DepthwiseDriver<S, T> driver, TileShape tileShape, long packedBytes)
    implements Route<S, T> {
  /// Creates a route.
  public DepthwiseRoute(String name, DepthwiseDriver<S, T> driver, long packedBytes) {
    this(name, driver, driver.tileShape(), packedBytes);
  }

  @Override
  public int rows(int count) {
    return count * driver.outputHeight();
  }

  @Override
  public int panels() {
    return driver.panels();
  }

  @Override
  public long panelWork() {
    return driver.panelWork();
  }

  @Override
  public void run(
      S input,
      int inputOffset,
      T output,
      int outputOffset,
      int rowFrom,
      int rowTo,
      int panelFrom,
      int panelTo,
      Scratch scratch) {
    driver.run(
        input,
        inputOffset,
        rowFrom,
        rowTo,
        panelFrom,
        panelTo,
        output,
        outputOffset,
        scratch.floats(),
        scratch.ints());
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
}
