package io.bytelane;

import io.bytelane.internal.check.Checks;
import io.bytelane.internal.gemm.Route;
import io.bytelane.internal.pack.WeightMatrix;
import java.util.concurrent.Executor;

/// A float32 matrix product with packed weights, bias and clamp, the twin of [FullyConnected]:
/// `y[r][o] = clamp(sum over i of x[r][i] * w[o][i] + bias[o], min, max)`. Immutable and
/// thread-safe.
///
/// It uses the loops, the blocking and the register tile of the int8 form. Sums are formed by fused
/// multiply-add on vector paths; the scalar path rounds products separately, and a single row adds
/// its products in another order than several rows do. So, unlike int8 results, float results may
/// differ in the last bits between paths and numbers of rows.
public final class FloatGemm implements Operator {
  private final int inFeatures;
  private final int outFeatures;
  private final int inputStride;
  private final int outputStride;
  private final Route<float[], float[]> route;
  private final WorkspaceSize workspaceSize;

  private FloatGemm(Builder builder) {
    inFeatures = builder.inFeatures;
    outFeatures = builder.outFeatures;
    inputStride = builder.inputStride;
    outputStride = builder.outputStride;
    WeightMatrix matrix =
        builder.depthMajor
            ? WeightMatrix.depthMajor(outFeatures, inFeatures)
            : WeightMatrix.channelMajor(0, outFeatures, inFeatures);
    route = new FloatRoutes(builder).matrix(matrix, inputStride, outputStride);
    workspaceSize = WorkspaceSize.of(route);
  }

  /// Returns a builder.
  ///
  /// @param inFeatures values of an input row, at least 1: what a description fixes is not empty (a
  ///     layer without weights is the constant of its bias); what comes with a call may be
  /// @param outFeatures values of an output row, at least 1
  public static Builder builder(int inFeatures, int outFeatures) {
    return new Builder(inFeatures, outFeatures);
  }

  /// Computes the product.
  ///
  /// @param rows number of rows, at least 0
  /// @throws IndexOutOfBoundsException if a range lies outside its array
  /// @throws IllegalArgumentException if the workspace is too small
  public void run(
      float[] input, int inputOffset, float[] output, int outputOffset, int rows, Workspace w) {
    check(input.length, inputOffset, output.length, outputOffset, rows, w);
    w.run(route, input, inputOffset, output, outputOffset, rows);
  }

  /// Computes the product on several threads; [Workspace] says how.
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
      int rows,
      Workspace w,
      Executor executor,
      int parallelism) {
    check(input.length, inputOffset, output.length, outputOffset, rows, w);
    w.run(route, input, inputOffset, output, outputOffset, rows, executor, parallelism);
  }

  private void check(
      int inputLength, int inputOffset, int outputLength, int outputOffset, int rows, Workspace w) {
    Checks.atLeast("rows", rows, 0);
    Checks.range("input", inputLength, inputOffset, Checks.strided(rows, inputStride, inFeatures));
    Checks.range(
        "output", outputLength, outputOffset, Checks.strided(rows, outputStride, outFeatures));
    w.require(workspaceSize);
  }

  /// Returns the values of an input row.
  public int inFeatures() {
    return inFeatures;
  }

  /// Returns the values of an output row.
  public int outFeatures() {
    return outFeatures;
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
    return "FloatGemm " + inFeatures + " -> " + outFeatures + ", " + kernelName();
  }

  /// Describes a matrix product.
  public static final class Builder extends FloatLayerBuilder<Builder> {
    private final int inFeatures;
    private final int outFeatures;
    private int inputStride;
    private int outputStride;
    private boolean depthMajor;

    private Builder(int inFeatures, int outFeatures) {
      this.inFeatures = Checks.atLeast("inFeatures", inFeatures, 1);
      this.outFeatures = Checks.atLeast("outFeatures", outFeatures, 1);
      inputStride = inFeatures;
      outputStride = outFeatures;
    }

    @Override
    Builder self() {
      return this;
    }

    /// Declares the weights to lie as `[inFeatures][outFeatures]`, as the right operand of a matrix
    /// product does.
    public Builder weightsDepthMajor() {
      depthMajor = true;
      return this;
    }

    /// Sets the distance of rows in elements. Default: rows are consecutive.
    ///
    /// @param input at least `inFeatures`
    /// @param output at least `outFeatures`
    public Builder strides(int input, int output) {
      inputStride = Checks.atLeast("inputStride", input, inFeatures);
      outputStride = Checks.atLeast("outputStride", output, outFeatures);
      return this;
    }

    /// Checks the description, packs the weights and returns the operator.
    ///
    /// @throws IllegalArgumentException if a part is missing or does not fit
    public FloatGemm build() {
      check((long) inFeatures * outFeatures, outFeatures);
      return new FloatGemm(this);
    }
  }
}
