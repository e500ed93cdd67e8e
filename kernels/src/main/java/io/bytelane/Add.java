package io.bytelane;

import io.bytelane.internal.kernel.FixedSumTerms;
import io.bytelane.internal.kernel.SumTerms;
import io.bytelane.quant.ClampRange;
import io.bytelane.quant.FixedPointMultiplier;
import io.bytelane.quant.QuantParams;
import io.bytelane.quant.RequantScheme;

/// Adds two quantized arrays.
///
/// By scheme `FLOAT32`, the default, with `a'` and `b'` the levels less their zero points:
/// `q = clamp(rint(fl32(fl32(a' * ma) + fl32(b' * mb))) + zeroPoint)`, `ma = fl32(aScale /
/// outputScale)` and `mb` alike. By scheme `FIXED_DOUBLE` as TFLite and CMSIS-NN do, with three
/// roundings; see [FixedPointSum].
public final class Add extends ElementwiseOperator {
  private final SumTerms terms;
  private final FixedSumTerms fixed;
  private final FixedPointSum fixedSum;

  private Add(
      QuantParams a, QuantParams b, QuantParams output, ClampRange clamp, FixedPointSum sum) {
    super(a, b, output, clamp);
    terms = sum == null ? sumTerms(b.scale()) : null;
    fixed = sum == null ? null : fixedTerms(sum);
    fixedSum = sum;
  }

  /// Returns the operator by scheme `FLOAT32`, without activation.
  ///
  /// @throws io.bytelane.quant.QuantizationException `INVALID_MULTIPLIER` if the scales are too far
  ///     apart
  public static Add of(QuantParams a, QuantParams b, QuantParams output) {
    return of(a, b, output, ClampRange.of(output.type()));
  }

  /// Returns the operator by scheme `FLOAT32` with a fused activation.
  ///
  /// @throws io.bytelane.quant.QuantizationException `INVALID_MULTIPLIER` if the scales are too far
  ///     apart, `INVALID_RANGE` if the clamp leaves the output type
  public static Add of(QuantParams a, QuantParams b, QuantParams output, ClampRange clamp) {
    return new Add(a, b, output, clamp, null);
  }

  /// Returns the operator by scheme `FIXED_DOUBLE` with multipliers that were given, as in a model
  /// file. The scales of the parameters are not used.
  ///
  /// @throws io.bytelane.quant.QuantizationException `INVALID_MULTIPLIER` or
  ///     `ACCUMULATOR_OVERFLOW` if a multiplier cannot be used, `INVALID_RANGE` if the clamp leaves
  ///     the output type
  public static Add fixedDouble(
      QuantParams a, QuantParams b, QuantParams output, ClampRange clamp, FixedPointSum sum) {
    return new Add(a, b, output, clamp, sum);
  }

  private SumTerms sumTerms(float bScale) {
    return new SumTerms(
        aFlip(),
        aZeroPoint(),
        requireFinite("aScale / outputScale", a.scale() / output.scale()),
        bFlip(),
        bZeroPoint(),
        requireFinite("bScale / outputScale", bScale / output.scale()),
        output.zeroPoint(),
        clamp.min(),
        clamp.max());
  }

  private FixedSumTerms fixedTerms(FixedPointSum sum) {
    FixedPointMultiplier ma = sum.a();
    FixedPointMultiplier mb = sum.b();
    int largest = 255 << sum.leftShift();
    requireUsable("a", ma, largest);
    requireUsable("b", mb, largest);
    long bound = (long) ma.applyDouble(largest) + mb.applyDouble(largest);
    requireUsable("output", sum.output(), bound + 2);
    return new FixedSumTerms(
        products(a, ma, sum),
        products(b, mb, sum),
        Math.max(-sum.output().shift(), 0),
        output.zeroPoint(),
        clamp.min(),
        clamp.max());
  }

  private static long[] products(
      QuantParams operand, FixedPointMultiplier multiplier, FixedPointSum sum) {
    long factor = (long) sum.output().multiplier() << Math.max(sum.output().shift(), 0);
    long[] products = new long[256];
    for (int q = operand.type().min(); q <= operand.type().max(); q++) {
      int centred = q - operand.zeroPoint();
      products[q & 0xFF] = multiplier.applyDouble(centred << sum.leftShift()) * factor;
    }
    return products;
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
    if (fixed == null) {
      kernel.add(aLevels, aOffset, bLevels, bOffset, length, terms, out, outputOffset);
    } else {
      kernel.addFixedDouble(aLevels, aOffset, bLevels, bOffset, length, fixed, out, outputOffset);
    }
  }

  @Override
  void explain(ExplanationSteps steps, int aCentred, int bCentred) {
    if (fixedSum == null) {
      explainSum(steps, aCentred, bCentred, false);
      return;
    }
    long aScaled = explainScaled(steps, "a", aCentred, fixedSum.a());
    long bScaled = explainScaled(steps, "b", bCentred, fixedSum.b());
    long sum = steps.add("sum", aScaled + " + " + bScaled, aScaled + bScaled);
    FixedPointMultiplier m = fixedSum.output();
    steps.level(steps.fixedPoint("rounded", RequantScheme.FIXED_DOUBLE, sum, m), output, clamp);
  }

  private long explainScaled(
      ExplanationSteps steps, String operand, int centred, FixedPointMultiplier m) {
    int left = fixedSum.leftShift();
    long raised = steps.add(operand + " raised", centred + " * 2^" + left, (long) centred << left);
    return steps.fixedPoint(operand + " scaled", RequantScheme.FIXED_DOUBLE, raised, m);
  }

  /// Returns the bytes of the tables of scaled operands.
  @Override
  public long packedBytes() {
    return fixed == null ? 0 : 8L * (fixed.aProducts().length + fixed.bProducts().length);
  }

  @Override
  public String kernelName() {
    return KernelNames.active(fixed == null ? "q8_add_float32" : "q8_add_fixed_double");
  }
}
