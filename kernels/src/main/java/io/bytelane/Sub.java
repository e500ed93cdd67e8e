package io.bytelane;

import io.bytelane.internal.kernel.SumTerms;
import io.bytelane.quant.ClampRange;
import io.bytelane.quant.QuantParams;

/// Subtracts one quantized array from another: with `a'` and `b'` the levels less their zero
/// points, `q = clamp(rint(fl32(fl32(a' * ma) - fl32(b' * mb))) + zeroPoint)`, `ma = fl32(aScale /
/// outputScale)` and `mb` alike.
public final class Sub extends ElementwiseOperator {
  private final SumTerms terms;

  private Sub(QuantParams a, QuantParams b, QuantParams output, ClampRange clamp) {
    super(a, b, output, clamp);
    terms =
        new SumTerms(
            aFlip(),
            aZeroPoint(),
            requireFinite("aScale / outputScale", a.scale() / output.scale()),
            bFlip(),
            bZeroPoint(),
            -requireFinite("bScale / outputScale", b.scale() / output.scale()),
            output.zeroPoint(),
            clamp.min(),
            clamp.max());
  }

  /// Returns the operator without activation.
  ///
  /// @throws io.bytelane.quant.QuantizationException `INVALID_MULTIPLIER` if the scales are too far
  ///     apart
  public static Sub of(QuantParams a, QuantParams b, QuantParams output) {
    return of(a, b, output, ClampRange.of(output.type()));
  }

  /// Returns the operator with a fused activation.
  ///
  /// @throws io.bytelane.quant.QuantizationException `INVALID_MULTIPLIER` if the scales are too far
  ///     apart, `INVALID_RANGE` if the clamp leaves the output type
  public static Sub of(QuantParams a, QuantParams b, QuantParams output, ClampRange clamp) {
    return new Sub(a, b, output, clamp);
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
    kernel.add(aLevels, aOffset, bLevels, bOffset, length, terms, out, outputOffset);
  }

  @Override
  void explain(ExplanationSteps steps, int aCentred, int bCentred) {
    explainSum(steps, aCentred, bCentred, true);
  }

  @Override
  public String kernelName() {
    return KernelNames.active("q8_sub_float32");
  }
}
