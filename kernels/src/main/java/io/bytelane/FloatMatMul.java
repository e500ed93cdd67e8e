package io.bytelane;

import io.bytelane.internal.check.Checks;
import io.bytelane.internal.dispatch.KernelSet;
import io.bytelane.internal.dispatch.Kernels;
import io.bytelane.internal.gemm.FloatMatMulDriver;
import java.util.Objects;

/// Batched float32 matrix products of two operands that are both known at run time only:
/// `y[i][j] = scale * sum over p of a[i][p] * b[p][j] + bias[j]`. Immutable and thread-safe.
///
/// Operands lie as their [MatrixLayout] says, so that the heads of an attention are multiplied
/// where they are, without a transposed copy. The optional bias, a row for each unit, is the mask
/// of an attention. `scale` multiplies the right operand before the product.
///
/// The right operand is packed into the workspace in each call; the register tile is that of
/// [FloatGemm], and so is the rounding: fused multiply-add on vector paths, separate steps on the
/// scalar path. Results agree between paths within rounding, not bit for bit.
public final class FloatMatMul implements Operator {
  private final int m;
  private final int n;
  private final int k;
  private final int matrices;
  private final MatrixLayout left;
  private final MatrixLayout right;
  private final MatrixLayout output;
  private final int biasStride;
  private final float scale;
  private final KernelSet kernels = Kernels.active();
  private final FloatMatMulDriver driver;
  private final WorkspaceSize workspaceSize;

  private FloatMatMul(Builder b) {
    m = b.m;
    n = b.n;
    k = b.k;
    matrices = b.matrices;
    left = b.left;
    right = b.right;
    output = b.output;
    biasStride = b.biasStride;
    scale = b.scale;
    driver = new FloatMatMulDriver(kernels, m, n, k);
    workspaceSize = new WorkspaceSize(0, 0, driver.floats());
  }

  /// Returns a builder of products `m x k` by `k x n`.
  ///
  /// @param m rows of the left operand, at least 1
  /// @param n columns of the right operand, at least 1
  /// @param k columns of the left and rows of the right operand, at least 1
  public static Builder builder(int m, int n, int k) {
    return new Builder(m, n, k);
  }

  /// Computes `units` units. The output must not overlap an operand.
  ///
  /// @param bias the rows that are added, ignored unless the builder set a bias
  /// @param biasOffset where the row of the first unit starts
  /// @param units number of units, at least 0
  /// @throws IndexOutOfBoundsException if a range lies outside its array; nothing is written then
  /// @throws IllegalArgumentException if the workspace is too small
  public void run(
      float[] a,
      int aOffset,
      float[] b,
      int bOffset,
      float[] bias,
      int biasOffset,
      float[] out,
      int outputOffset,
      int units,
      Workspace w) {
    Checks.atLeast("units", units, 0);
    Checks.range("a", a.length, aOffset, left.extent(units, matrices, m, k));
    Checks.range("b", b.length, bOffset, right.extent(units, matrices, k, n));
    Checks.range("output", out.length, outputOffset, output.extent(units, matrices, m, n));
    if (biasStride >= 0) {
      long extent = units == 0 ? 0 : (units - 1L) * biasStride + n;
      Checks.range("bias", bias.length, biasOffset, extent);
    }
    w.require(workspaceSize);
    float[] scratch = w.floats();
    driver.clear(scratch);
    for (int u = 0; u < units; u++) {
      if (biasStride >= 0) {
        driver.loadBias(bias, biasOffset + u * biasStride, scratch);
      }
      for (int h = 0; h < matrices; h++) {
        int bAt = bOffset + u * right.unit() + h * right.matrix();
        driver.pack(b, bAt, right.row(), right.column(), scale, scratch);
        driver.multiply(
            a,
            aOffset + u * left.unit() + h * left.matrix(),
            left.row(),
            left.column(),
            out,
            outputOffset + u * output.unit() + h * output.matrix(),
            output.row(),
            scratch);
      }
    }
  }

  /// Computes `units` units without a bias; as the other form.
  ///
  /// @throws IllegalStateException if the builder set a bias
  public void run(
      float[] a,
      int aOffset,
      float[] b,
      int bOffset,
      float[] out,
      int outputOffset,
      int units,
      Workspace w) {
    if (biasStride >= 0) {
      throw new IllegalStateException(Checks.message("bias", null, "a row for each unit"));
    }
    run(a, aOffset, b, bOffset, a, 0, out, outputOffset, units, w);
  }

  @Override
  public WorkspaceSize workspaceSize() {
    return workspaceSize;
  }

  @Override
  public String kernelName() {
    return KernelNames.active(kernels.gemm().name());
  }

  @Override
  public long packedBytes() {
    return 0;
  }

  @Override
  public String toString() {
    return "FloatMatMul " + matrices + " x " + m + " x " + n + " x " + k + ", " + kernelName();
  }

  /// Describes the products of a unit.
  public static final class Builder {
    private final int m;
    private final int n;
    private final int k;
    private int matrices = 1;
    private MatrixLayout left;
    private MatrixLayout right;
    private MatrixLayout output;
    private int biasStride = -1;
    private float scale = 1f;

    private Builder(int m, int n, int k) {
      this.m = Checks.atLeast("m", m, 1);
      this.n = Checks.atLeast("n", n, 1);
      this.k = Checks.atLeast("k", k, 1);
    }

    /// Sets the products of a unit. Default: 1.
    public Builder matrices(int count) {
      matrices = Checks.atLeast("matrices", count, 1);
      return this;
    }

    /// Sets where the left operand lies. Default: row-major, one matrix after the other.
    public Builder left(MatrixLayout layout) {
      left = Objects.requireNonNull(layout, "left");
      return this;
    }

    /// Sets where the right operand lies. Default: row-major, one matrix after the other.
    public Builder right(MatrixLayout layout) {
      right = Objects.requireNonNull(layout, "right");
      return this;
    }

    /// Sets where the result goes; its columns are neighbours. Default: row-major, one matrix after
    /// the other.
    public Builder output(MatrixLayout layout) {
      output = Objects.requireNonNull(layout, "output");
      return this;
    }

    /// Declares a bias: one row of `n` values for each unit. Default: none.
    ///
    /// @param stride distance of the rows of two units, 0 to share one
    public Builder bias(int stride) {
      biasStride = Checks.atLeast("biasStride", stride, 0);
      return this;
    }

    /// Sets the factor of all products. Default: 1.
    public Builder scale(float factor) {
      scale = factor;
      return this;
    }

    /// Checks the description and returns the operator.
    ///
    /// @throws IllegalArgumentException if the columns of the output are no neighbours, or an
    ///     operand is too large for the scratch memory
    public FloatMatMul build() {
      left = left == null ? MatrixLayout.rowMajor(matrices, m, k) : left;
      right = right == null ? MatrixLayout.rowMajor(matrices, k, n) : right;
      output = output == null ? MatrixLayout.rowMajor(matrices, m, n) : output;
      Checks.that(n == 1 || output.column() == 1, "output.column", output.column(), "1");
      return new FloatMatMul(this);
    }
  }
}
