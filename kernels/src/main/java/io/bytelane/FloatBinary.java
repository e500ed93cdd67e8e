package io.bytelane;

import io.bytelane.internal.check.Checks;
import io.bytelane.internal.dispatch.Kernels;
import io.bytelane.internal.kernel.FloatArithmetic;
import java.util.Locale;
import java.util.Objects;

/// An operation on two float32 arrays, element by element, with a fused clamp: the fp32 twin of
/// [ElementwiseOperator]. Immutable and thread-safe.
///
/// `out = min(max(f(a, b), low), high)` as `Math.min` and `Math.max` order floats.
public final class FloatBinary implements Operator {
  /// What is computed.
  public enum Operation {
    /// The sum.
    ADD,
    /// The difference.
    SUB,
    /// The product.
    MUL,
    /// The quotient.
    DIV,
    /// The smaller one.
    MIN,
    /// The larger one.
    MAX,
    /// `a` from 0 on, `a * b` below: PRelu with its slope.
    PRELU
  }

  private final Operation operation;
  private final float low;
  private final float high;
  private final FloatArithmetic kernel = Kernels.active().elements().floats().arithmetic();

  private FloatBinary(Operation operation, float low, float high) {
    this.operation = Objects.requireNonNull(operation, "operation");
    this.low = low;
    this.high = high;
  }

  /// Returns the operator without activation.
  public static FloatBinary of(Operation operation) {
    return new FloatBinary(operation, Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY);
  }

  /// Returns the operator with a fused clamp.
  ///
  /// @throws IllegalArgumentException if `low > high` or an end is NaN
  public static FloatBinary of(Operation operation, float low, float high) {
    Checks.that(low <= high, "low", low, "<= high = " + high);
    return new FloatBinary(operation, low, high);
  }

  /// Computes `length` values. The output may be the range of an operand; otherwise they must not
  /// overlap.
  ///
  /// @throws IndexOutOfBoundsException if a range leaves its array; nothing is written then
  public void run(
      float[] a, int aOffset, float[] b, int bOffset, float[] out, int outOffset, int length) {
    Checks.atLeast("length", length, 0);
    Checks.range("a", a.length, aOffset, length);
    Checks.range("b", b.length, bOffset, length);
    Checks.range("output", out.length, outOffset, length);
    apply(a, aOffset, b, bOffset, length, out, outOffset);
    clamp(out, outOffset, length);
  }

  /// Computes `length` values, with an operand that repeats: element `i` of `a` meets element
  /// `i % period` of `b`. A period of 1 is a single value, the length of a row is a value for each
  /// column.
  ///
  /// @param period values of `b`, at least 1, a divisor of `length`
  /// @throws IllegalArgumentException if `period` does not divide `length`
  /// @throws IndexOutOfBoundsException if a range leaves its array; nothing is written then
  public void runRepeated(
      float[] a,
      int aOffset,
      float[] b,
      int bOffset,
      int period,
      float[] out,
      int outOffset,
      int length) {
    Checks.atLeast("length", length, 0);
    Checks.atLeast("period", period, 1);
    if (length % period != 0) {
      throw new IllegalArgumentException(
          Checks.message("period", period, "a divisor of length " + length));
    }
    Checks.range("a", a.length, aOffset, length);
    Checks.range("b", b.length, bOffset, period);
    Checks.range("output", out.length, outOffset, length);
    if (period == 1) {
      single(a, aOffset, b[bOffset], length, out, outOffset);
    } else {
      for (int i = 0; i < length; i += period) {
        apply(a, aOffset + i, b, bOffset, period, out, outOffset + i);
      }
    }
    clamp(out, outOffset, length);
  }

  private void apply(
      float[] a, int aOffset, float[] b, int bOffset, int length, float[] out, int outOffset) {
    switch (operation) {
      case ADD -> kernel.add(a, aOffset, b, bOffset, length, out, outOffset);
      case SUB -> kernel.subtract(a, aOffset, b, bOffset, length, out, outOffset);
      case MUL -> kernel.multiply(a, aOffset, b, bOffset, length, out, outOffset);
      case DIV -> kernel.divide(a, aOffset, b, bOffset, length, out, outOffset);
      case MIN -> kernel.min(a, aOffset, b, bOffset, length, out, outOffset);
      case MAX -> kernel.max(a, aOffset, b, bOffset, length, out, outOffset);
      case PRELU -> kernel.prelu(a, aOffset, b, bOffset, length, out, outOffset);
    }
  }

  private void single(float[] a, int aOffset, float b, int length, float[] out, int outOffset) {
    float least = Float.NEGATIVE_INFINITY;
    float most = Float.POSITIVE_INFINITY;
    switch (operation) {
      case ADD -> kernel.add(a, aOffset, b, length, out, outOffset);
      case SUB -> kernel.add(a, aOffset, -b, length, out, outOffset);
      case MUL -> kernel.multiply(a, aOffset, b, length, out, outOffset);
      case DIV -> kernel.divide(a, aOffset, b, length, out, outOffset);
      case MIN -> kernel.clamp(a, aOffset, least, b, length, out, outOffset);
      case MAX -> kernel.clamp(a, aOffset, b, most, length, out, outOffset);
      case PRELU -> kernel.prelu(a, aOffset, b, length, out, outOffset);
    }
  }

  private void clamp(float[] out, int outOffset, int length) {
    if (low > Float.NEGATIVE_INFINITY || high < Float.POSITIVE_INFINITY) {
      kernel.clamp(out, outOffset, low, high, length, out, outOffset);
    }
  }

  /// Returns no scratch memory; `run` takes no workspace.
  @Override
  public WorkspaceSize workspaceSize() {
    return WorkspaceSize.NONE;
  }

  @Override
  public String kernelName() {
    return KernelNames.active("f32_" + operation.name().toLowerCase(Locale.ROOT));
  }

  @Override
  public long packedBytes() {
    return 0;
  }
}
