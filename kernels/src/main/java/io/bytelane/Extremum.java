package io.bytelane;

import io.bytelane.internal.kernel.SumTerms;
import io.bytelane.quant.ClampRange;
import io.bytelane.quant.QuantParams;

/// The smaller or larger of two levels, [Min] and [Max].
///
/// Levels of an operand whose parameters are those of the output are taken as they are; others are
/// brought to the output by `T[q] = sat(rint(fl32((q - zeroPoint) * fl32(scale / outputScale))) +
/// outputZeroPoint)` before they are compared. As rounding keeps the order, the real values are
/// compared first and rounded once, with the same result.
public abstract sealed class Extremum extends ElementwiseOperator permits Min, Max {
  private final boolean largest;
  private final boolean same;
  private final SumTerms terms;

  Extremum(boolean largest, QuantParams a, QuantParams b, QuantParams output, ClampRange clamp) {
    super(a, b, output, clamp);
    this.largest = largest;
    same = a.equals(output) && b.equals(output) && clamp.equals(ClampRange.of(output.type()));
    terms =
        new SumTerms(
            aFlip(),
            aZeroPoint(),
            requireFinite("aScale / outputScale", a.scale() / output.scale()),
            bFlip(),
            bZeroPoint(),
            requireFinite("bScale / outputScale", b.scale() / output.scale()),
            output.zeroPoint(),
            clamp.min(),
            clamp.max());
  }

  @Override
  void apply(
      byte[] aLevels,
      int aOffset,
      byte[] bLevels,
      int bOffset,
      int length,
      byte[] out,
      int outputOffset) {
    if (same) {
      kernel.extremum(
          aLevels, aOffset, bLevels, bOffset, length, aFlip(), largest, out, outputOffset);
    } else {
      kernel.extremum(
          aLevels, aOffset, bLevels, bOffset, length, terms, largest, out, outputOffset);
    }
  }

  @Override
  void explain(ExplanationSteps steps, int aCentred, int bCentred) {
    float aReal = explainScaled(steps, "a", aCentred, terms.aMultiplier());
    float bReal = explainScaled(steps, "b", bCentred, terms.bMultiplier());
    float taken = largest ? Math.max(aReal, bReal) : Math.min(aReal, bReal);
    String rule = largest ? "larger" : "smaller";
    steps.level(steps.add(rule, rule + " of " + aReal + " and " + bReal, taken), output, clamp);
  }

  private static float explainScaled(ExplanationSteps steps, String operand, int centred, float m) {
    steps.add(operand + " multiplier", "fl32(" + operand + " scale / output scale)", m);
    return steps.add(operand + " scaled", "fl32(float(" + centred + ") * " + m + ")", centred * m);
  }

  @Override
  public String kernelName() {
    String name = largest ? "q8_max" : "q8_min";
    return KernelNames.active(same ? name : name + "_float32");
  }
}
