package io.bytelane;

import io.bytelane.internal.check.Checks;
import java.util.Locale;
import java.util.Objects;

/// An operation on two float32 arrays, element by element, with a fused clamp: the fp32 twin of
/// [ElementwiseOperator]. Immutable and thread-safe.
///
/// `out = min(max(f(a, b), low), high)` as `Math.min` and `Math.max` order floats. Plain loops,
/// which
/// C2 vectorizes.
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
    MAX
  }

  private final Operation operation;
  private final float low;
  private final float high;

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
    switch (operation) {
      case ADD -> add(a, aOffset, b, bOffset, out, outOffset, length);
      case SUB -> subtract(a, aOffset, b, bOffset, out, outOffset, length);
      case MUL -> multiply(a, aOffset, b, bOffset, out, outOffset, length);
      case DIV -> divide(a, aOffset, b, bOffset, out, outOffset, length);
      case MIN -> smaller(a, aOffset, b, bOffset, out, outOffset, length);
      case MAX -> larger(a, aOffset, b, bOffset, out, outOffset, length);
    }
    if (low > Float.NEGATIVE_INFINITY || high < Float.POSITIVE_INFINITY) {
      for (int i = outOffset; i < outOffset + length; i++) {
        out[i] = Math.min(Math.max(out[i], low), high);
      }
    }
  }

  private static void add(
      float[] a, int aOffset, float[] b, int bOffset, float[] out, int outOffset, int length) {
    for (int i = 0; i < length; i++) {
      out[outOffset + i] = a[aOffset + i] + b[bOffset + i];
    }
  }

  private static void subtract(
      float[] a, int aOffset, float[] b, int bOffset, float[] out, int outOffset, int length) {
    for (int i = 0; i < length; i++) {
      out[outOffset + i] = a[aOffset + i] - b[bOffset + i];
    }
  }

  private static void multiply(
      float[] a, int aOffset, float[] b, int bOffset, float[] out, int outOffset, int length) {
    for (int i = 0; i < length; i++) {
      out[outOffset + i] = a[aOffset + i] * b[bOffset + i];
    }
  }

  private static void divide(
      float[] a, int aOffset, float[] b, int bOffset, float[] out, int outOffset, int length) {
    for (int i = 0; i < length; i++) {
      out[outOffset + i] = a[aOffset + i] / b[bOffset + i];
    }
  }

  private static void smaller(
      float[] a, int aOffset, float[] b, int bOffset, float[] out, int outOffset, int length) {
    for (int i = 0; i < length; i++) {
      out[outOffset + i] = Math.min(a[aOffset + i], b[bOffset + i]);
    }
  }

  private static void larger(
      float[] a, int aOffset, float[] b, int bOffset, float[] out, int outOffset, int length) {
    for (int i = 0; i < length; i++) {
      out[outOffset + i] = Math.max(a[aOffset + i], b[bOffset + i]);
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
