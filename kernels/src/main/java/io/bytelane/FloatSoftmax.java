package io.bytelane;

import io.bytelane.internal.check.Checks;
import io.bytelane.internal.dispatch.Kernels;
import io.bytelane.internal.kernel.FloatArithmetic;
import io.bytelane.internal.kernel.RowKernel;

/// Softmax over rows of float32 values, the fp32 twin of [Softmax]:
/// `y[i] = e^(x[i] - max) / sum over j of e^(x[j] - max)`. Immutable and thread-safe.
///
/// The exponential is a polynomial in float32 with a relative error of at most 3e-7; shares below
/// `e^-86` are 0, as those of masked positions should be. Sums are formed in one fixed order, so
/// that the bits are the same on every path. A row that holds NaN becomes NaN.
public final class FloatSoftmax implements Operator {
  private static final WorkspaceSize SCRATCH = new WorkspaceSize(0, 0, RowKernel.LANES);

  private final int length;
  private final RowKernel row = Kernels.active().elements().floats().row();
  private final FloatArithmetic arithmetic = Kernels.active().elements().floats().arithmetic();

  private FloatSoftmax(int length) {
    this.length = Checks.atLeast("length", length, 1);
  }

  /// Returns the operator for rows of `length` values.
  ///
  /// @throws IllegalArgumentException if `length` is less than 1
  public static FloatSoftmax of(int length) {
    return new FloatSoftmax(length);
  }

  /// Computes `rows` rows, which lie one after the other. Input and output may be the same range;
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
      int to = outputOffset + i * length;
      row.exponentials(input, from, length, row.max(input, from, length), output, to);
      float sum = row.sum(output, to, length, w.floats(), 0);
      arithmetic.multiply(output, to, 1f / sum, length, output, to);
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
    return KernelNames.active("f32_softmax");
  }

  @Override
  public long packedBytes() {
    return 0;
  }
}
