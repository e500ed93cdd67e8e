package io.bytelane;

import io.bytelane.internal.check.Checks;
import io.bytelane.internal.dispatch.Kernels;
import io.bytelane.internal.kernel.RowKernel;

/// Layer normalization of rows of float32 values:
/// `y[i] = (x[i] - mean) / sqrt(variance + epsilon) * scale[i] + shift[i]`, with mean and variance
/// (divided by the length) of each row. Immutable and thread-safe.
///
/// Mean and variance are float32 sums in one fixed order, the inverse root is computed in double
/// and rounded once; the bits are the same on every path. A row that holds NaN or an infinity
/// becomes NaN.
public final class LayerNorm implements Operator {
  private static final WorkspaceSize SCRATCH = new WorkspaceSize(0, 0, RowKernel.LANES);

  private final int length;
  private final float[] scale;
  private final float[] shift;
  private final float epsilon;
  private final RowKernel kernel = Kernels.active().elements().floats().row();

  private LayerNorm(float[] scale, float[] shift, float epsilon) {
    Checks.atLeast("scale.length", scale.length, 1);
    Checks.that(
        epsilon >= 0 && epsilon < Float.POSITIVE_INFINITY, "epsilon", epsilon, ">= 0, finite");
    length = scale.length;
    this.scale = scale.clone();
    this.shift = shift == null ? new float[length] : shift.clone();
    this.epsilon = epsilon;
    Checks.length("shift", this.shift.length, length);
  }

  /// Returns the operator for rows of `scale.length` values.
  ///
  /// @param scale what each normalized value is multiplied with; copied
  /// @param shift what is added then, one value for each of `scale`; null for nothing; copied
  /// @param epsilon added to the variance, at least 0
  /// @throws IllegalArgumentException if `scale` is empty, lengths differ or `epsilon` is negative
  public static LayerNorm of(float[] scale, float[] shift, float epsilon) {
    return new LayerNorm(scale, shift, epsilon);
  }

  /// Normalizes `rows` rows, which lie one after the other. Input and output may be the same range;
  /// otherwise they must not overlap.
  ///
  /// @throws IndexOutOfBoundsException if a range leaves its array; nothing is written then
  /// @throws IllegalArgumentException if the workspace is too small
  public void run(
      float[] input, int inputOffset, float[] output, int outputOffset, int rows, Workspace w) {
    Checks.atLeast("rows", rows, 0);
    Checks.range("input", input.length, inputOffset, (long) rows * length);
    Checks.range("output", output.length, outputOffset, (long) rows * length);
    w.require(SCRATCH);
    for (int i = 0; i < rows; i++) {
      int from = inputOffset + i * length;
      float mean = kernel.sum(input, from, length, w.floats(), 0) / length;
      float variance = kernel.squares(input, from, length, mean, w.floats(), 0) / length;
      float factor = (float) (1 / Math.sqrt((double) variance + epsilon));
      kernel.normalize(
          input, from, length, mean, factor, scale, shift, output, outputOffset + i * length);
    }
  }

  /// Returns the values of a row.
  public int length() {
    return length;
  }

  @Override
  public WorkspaceSize workspaceSize() {
    return SCRATCH;
  }

  @Override
  public String kernelName() {
    return KernelNames.active("f32_layer_norm");
  }

  @Override
  public long packedBytes() {
    return 8L * length;
  }
}
