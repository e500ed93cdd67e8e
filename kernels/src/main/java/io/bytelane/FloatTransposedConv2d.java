package io.bytelane;

import io.bytelane.internal.check.Checks;
import io.bytelane.internal.gemm.Route;
import java.util.concurrent.Executor;

/// A float32 two-dimensional transposed convolution, the twin of [TransposedConv2d]: same geometry,
/// same phases, same register tile. Immutable and thread-safe.
///
/// Input and output: NHWC. Weights: OHWI with `I = inputChannels / groups`.
public final class FloatTransposedConv2d implements Operator {
  private final TransposedConv2dGeometry geometry;
  private final Route<float[], float[]> route;
  private final WorkspaceSize workspaceSize;

  private FloatTransposedConv2d(Builder builder) {
    geometry = builder.geometry;
    route = new FloatRoutes(builder).transposed(geometry);
    workspaceSize = WorkspaceSize.of(route);
  }

  /// Returns a builder.
  public static Builder builder(TransposedConv2dGeometry geometry) {
    return new Builder(geometry);
  }

  /// Computes the transposed convolution.
  ///
  /// @param batch number of images, at least 0
  /// @throws IndexOutOfBoundsException if a range lies outside its array
  /// @throws IllegalArgumentException if the workspace is too small
  public void run(
      float[] input, int inputOffset, float[] output, int outputOffset, int batch, Workspace w) {
    check(input.length, inputOffset, output.length, outputOffset, batch, w);
    w.run(route, input, inputOffset, output, outputOffset, batch);
  }

  /// Computes the transposed convolution on several threads; [Workspace] says how.
  ///
  /// @param executor runs up to `parallelism - 1` tasks beside the caller's thread
  /// @param parallelism number of threads, the caller's included, at least 1
  /// @throws IllegalArgumentException if `parallelism` is less than 1, or the workspace is too
  ///     small or made for fewer threads
  public void run(
      float[] input,
      int inputOffset,
      float[] output,
      int outputOffset,
      int batch,
      Workspace w,
      Executor executor,
      int parallelism) {
    check(input.length, inputOffset, output.length, outputOffset, batch, w);
    w.run(route, input, inputOffset, output, outputOffset, batch, executor, parallelism);
  }

  private void check(
      int inputLength,
      int inputOffset,
      int outputLength,
      int outputOffset,
      int batch,
      Workspace w) {
    Checks.atLeast("batch", batch, 0);
    Checks.range("input", inputLength, inputOffset, (long) batch * geometry.inputSize());
    Checks.range("output", outputLength, outputOffset, (long) batch * geometry.outputSize());
    w.require(workspaceSize);
  }

  /// Returns the shape of the transposed convolution.
  public TransposedConv2dGeometry geometry() {
    return geometry;
  }

  @Override
  public WorkspaceSize workspaceSize() {
    return workspaceSize;
  }

  @Override
  public String kernelName() {
    return KernelNames.active(route.name());
  }

  @Override
  public long packedBytes() {
    return route.packedBytes();
  }

  @Override
  public String toString() {
    return "FloatTransposedConv2d " + geometry + ", " + kernelName();
  }

  /// Describes a transposed convolution.
  public static final class Builder extends FloatLayerBuilder<Builder> {
    private final TransposedConv2dGeometry geometry;

    private Builder(TransposedConv2dGeometry geometry) {
      this.geometry = geometry;
    }

    @Override
    Builder self() {
      return this;
    }

    /// Checks the description, packs the weights and returns the operator.
    ///
    /// @throws IllegalArgumentException if a part is missing or does not fit
    public FloatTransposedConv2d build() {
      check(geometry.weightCount(), geometry.outputChannels());
      return new FloatTransposedConv2d(this);
    }
  }
}
