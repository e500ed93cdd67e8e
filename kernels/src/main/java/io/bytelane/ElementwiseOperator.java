package io.bytelane;

import io.bytelane.internal.check.Checks;
import io.bytelane.internal.dispatch.Kernels;
import io.bytelane.internal.kernel.ElementwiseKernel;
import io.bytelane.internal.pack.SignFlip;
import io.bytelane.quant.ClampRange;
import io.bytelane.quant.FixedPointMultiplier;
import io.bytelane.quant.QuantParams;
import io.bytelane.quant.QuantizationException;
import io.bytelane.quant.QuantizationException.Reason;
import java.util.Objects;

/// An operation on two arrays of 8-bit levels, element by element; each operand and the output has
/// scale, zero point and type of its own, and the output a fused clamp. Immutable and thread-safe.
///
/// Operands have equal length, or shapes that a [Broadcast] pairs, such as one value per channel.
public abstract sealed class ElementwiseOperator implements Operator
    permits Add, Sub, Mul, Extremum {
  private static final int LARGEST_DIFFERENCE = 255;
  private static final WorkspaceSize WORKSPACE = new WorkspaceSize(Broadcast.BLOCK, 0, 0);

  final QuantParams a;
  final QuantParams b;
  final QuantParams output;
  final ClampRange clamp;
  final ElementwiseKernel kernel = Kernels.active().elements().elementwise();

  ElementwiseOperator(QuantParams a, QuantParams b, QuantParams output, ClampRange clamp) {
    this.a = Objects.requireNonNull(a, "a");
    this.b = Objects.requireNonNull(b, "b");
    this.output = Objects.requireNonNull(output, "output");
    this.clamp = Objects.requireNonNull(clamp, "clamp");
    Levels.requireWithin(clamp, output.type());
  }

  /// Computes `length` values from `a` and `b`. The output must not overlap an operand.
  ///
  /// @throws IndexOutOfBoundsException if a range leaves its array; nothing is written then
  public void run(
      byte[] aLevels,
      int aOffset,
      byte[] bLevels,
      int bOffset,
      byte[] out,
      int outputOffset,
      int length) {
    Checks.atLeast("length", length, 0);
    Checks.range("a", aLevels.length, aOffset, length);
    Checks.range("b", bLevels.length, bOffset, length);
    Checks.range("output", out.length, outputOffset, length);
    apply(aLevels, aOffset, bLevels, bOffset, length, out, outputOffset);
  }

  /// Computes all pairs of a broadcast. The output must not overlap an operand.
  ///
  /// @throws IndexOutOfBoundsException if a range leaves its array; nothing is written then
  /// @throws IllegalArgumentException if the workspace is too small
  public void run(
      byte[] aLevels,
      int aOffset,
      byte[] bLevels,
      int bOffset,
      byte[] out,
      int outputOffset,
      Broadcast shapes,
      Workspace w) {
    Checks.range("a", aLevels.length, aOffset, shapes.aSize());
    Checks.range("b", bLevels.length, bOffset, shapes.bSize());
    Checks.range("output", out.length, outputOffset, shapes.outputSize());
    w.require(WORKSPACE);
    shapes.run(this, aLevels, aOffset, bLevels, bOffset, out, outputOffset, w.bytes());
  }

  abstract void apply(
      byte[] aLevels,
      int aOffset,
      byte[] bLevels,
      int bOffset,
      int length,
      byte[] out,
      int outputOffset);

  /// Explains the output that two stored levels give.
  ///
  /// @param aLevel a stored byte of the first operand
  /// @param bLevel a stored byte of the second operand
  /// @return the way from the levels to the output; see [Explanation]
  public Explanation explain(byte aLevel, byte bLevel) {
    int aValue = a.type().value(aLevel);
    int bValue = b.type().value(bLevel);
    ExplanationSteps steps =
        new ExplanationSteps(getClass().getSimpleName() + " of " + aValue + " and " + bValue);
    int aCentred = steps.add("a'", aValue + " - " + a.zeroPoint(), aValue - a.zeroPoint());
    int bCentred = steps.add("b'", bValue + " - " + b.zeroPoint(), bValue - b.zeroPoint());
    explain(steps, aCentred, bCentred);
    return steps.done();
  }

  /// Explains the way from levels less their zero points to the output.
  abstract void explain(ExplanationSteps steps, int aCentred, int bCentred);

  /// Explains a sum, or a difference, by scheme `FLOAT32`.
  final void explainSum(ExplanationSteps steps, int aCentred, int bCentred, boolean subtract) {
    float ma = steps.add("a multiplier", ratio(a), a.scale() / output.scale());
    float mb = steps.add("b multiplier", ratio(b), b.scale() / output.scale());
    float aReal =
        steps.add("a scaled", "fl32(float(" + aCentred + ") * " + ma + ")", aCentred * ma);
    float bReal =
        steps.add("b scaled", "fl32(float(" + bCentred + ") * " + mb + ")", bCentred * mb);
    float sum =
        steps.add(
            subtract ? "difference" : "sum",
            "fl32(" + aReal + (subtract ? " - " : " + ") + bReal + ")",
            subtract ? aReal - bReal : aReal + bReal);
    steps.level(sum, output, clamp);
  }

  private String ratio(QuantParams operand) {
    return "fl32(" + operand.scale() + " / " + output.scale() + ")";
  }

  /// Returns the parameters of the output.
  public QuantParams output() {
    return output;
  }

  /// Returns what the form with a [Broadcast] needs; the other one takes no workspace.
  @Override
  public WorkspaceSize workspaceSize() {
    return WORKSPACE;
  }

  @Override
  public long packedBytes() {
    return 0;
  }

  /// Returns the flip of operand a.
  byte aFlip() {
    return SignFlip.mask(a.type());
  }

  /// Returns the flip of operand b.
  byte bFlip() {
    return SignFlip.mask(b.type());
  }

  /// Returns the zero point of operand a after the flip.
  int aZeroPoint() {
    return SignFlip.zeroPoint(a.zeroPoint(), a.type());
  }

  /// Returns the zero point of operand b after the flip.
  int bZeroPoint() {
    return SignFlip.zeroPoint(b.zeroPoint(), b.type());
  }

  /// Requires that a difference of levels times `multiplier` is finite.
  static float requireFinite(String name, float multiplier) {
    if (!Float.isFinite(multiplier * LARGEST_DIFFERENCE)) {
      throw QuantizationException.of(
          Reason.INVALID_MULTIPLIER, name, multiplier, "finite, times 255 as well");
    }
    return multiplier;
  }

  /// Requires that a fixed-point multiplier is not negative and that its left shift keeps values of
  /// at most `bound` in int32.
  static void requireUsable(String name, FixedPointMultiplier multiplier, long bound) {
    if (multiplier.multiplier() < 0) {
      throw QuantizationException.of(Reason.INVALID_MULTIPLIER, name, multiplier, ">= 0");
    }
    if (bound > Integer.MAX_VALUE || !multiplier.leftShiftFits((int) -bound, (int) bound)) {
      throw QuantizationException.of(
          Reason.ACCUMULATOR_OVERFLOW,
          name,
          multiplier,
          "a left shift that keeps " + bound + " in int32");
    }
  }
}
