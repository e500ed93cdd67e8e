package io.bytelane;

import io.bytelane.internal.kernel.FixedProductTerms;
import io.bytelane.internal.kernel.ProductTerms;
import io.bytelane.quant.ClampRange;
import io.bytelane.quant.FixedPointMultiplier;
import io.bytelane.quant.Multipliers;
import io.bytelane.quant.QuantParams;
import io.bytelane.quant.RequantScheme;
import java.util.Objects;

/// Multiplies two quantized arrays.
///
/// By scheme `FLOAT32`, the default, with `a'` and `b'` the levels less their zero points:
/// `q = clamp(rint(fl32(float(a' * b') * m)) + zeroPoint)`,
/// `m = fl32(fl32(aScale * bScale) / outputScale)`. By scheme `FIXED_DOUBLE` the product goes
/// through a fixed-point multiplier, as in TFLite and CMSIS-NN.
public final class Mul extends ElementwiseOperator {
  private static final int LARGEST_PRODUCT = 255 * 255;

  private final ProductTerms terms;
  private final FixedProductTerms fixed;

  private Mul(
      QuantParams a, QuantParams b, QuantParams output, ClampRange clamp, FixedPointMultiplier m) {
    super(a, b, output, clamp);
    terms = m == null ? terms() : null;
    fixed = m == null ? null : fixedTerms(m);
  }

  /// Returns the operator by scheme `FLOAT32`, without activation.
  ///
  /// @throws io.bytelane.quant.QuantizationException `INVALID_MULTIPLIER` if the scales are too far
  ///     apart
  public static Mul of(QuantParams a, QuantParams b, QuantParams output) {
    return of(a, b, output, ClampRange.of(output.type()));
  }

  /// Returns the operator by scheme `FLOAT32` with a fused activation.
  ///
  /// @throws io.bytelane.quant.QuantizationException `INVALID_MULTIPLIER` if the scales are too far
  ///     apart, `INVALID_RANGE` if the clamp leaves the output type
  public static Mul of(QuantParams a, QuantParams b, QuantParams output, ClampRange clamp) {
    return new Mul(a, b, output, clamp, null);
  }

  /// Returns the operator by scheme `FIXED_DOUBLE` with a multiplier that was given, or that
  /// `Multipliers.fixedPoint` derives. The scales of the parameters are not
  /// used.
  ///
  /// @throws io.bytelane.quant.QuantizationException `INVALID_MULTIPLIER` or
  ///     `ACCUMULATOR_OVERFLOW` if the multiplier cannot be used, `INVALID_RANGE` if the clamp
  ///     leaves the output type
  public static Mul fixedDouble(
      QuantParams a,
      QuantParams b,
      QuantParams output,
      ClampRange clamp,
      FixedPointMultiplier multiplier) {
    return new Mul(a, b, output, clamp, Objects.requireNonNull(multiplier, "multiplier"));
  }

  private ProductTerms terms() {
    float multiplier = Multipliers.float32(a.scale(), b.scale(), output.scale());
    return new ProductTerms(
        aFlip(),
        aZeroPoint(),
        bFlip(),
        bZeroPoint(),
        multiplier,
        output.zeroPoint(),
        clamp.min(),
        clamp.max());
  }

  private FixedProductTerms fixedTerms(FixedPointMultiplier multiplier) {
    requireUsable("multiplier", multiplier, LARGEST_PRODUCT);
    return new FixedProductTerms(
        aFlip(),
        aZeroPoint(),
        bFlip(),
        bZeroPoint(),
        multiplier.multiplier(),
        multiplier.shift(),
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
    if (fixed == null) {
      kernel.multiply(aLevels, aOffset, bLevels, bOffset, length, terms, out, outputOffset);
    } else {
      kernel.multiplyFixedDouble(
          aLevels, aOffset, bLevels, bOffset, length, fixed, out, outputOffset);
    }
  }

  @Override
  void explain(ExplanationSteps steps, int aCentred, int bCentred) {
    int both = steps.add("a' * b'", aCentred + " * " + bCentred, aCentred * bCentred);
    if (fixed == null) {
      float m =
          steps.add(
              "multiplier",
              "fl32(fl32(" + a.scale() + " * " + b.scale() + ") / " + output.scale() + ")",
              terms.multiplier());
      float product = steps.add("product", "fl32(float(" + both + ") * " + m + ")", both * m);
      steps.level(product, output, clamp);
    } else {
      FixedPointMultiplier m = new FixedPointMultiplier(fixed.multiplier(), fixed.shift());
      steps.level(steps.fixedPoint("rounded", RequantScheme.FIXED_DOUBLE, both, m), output, clamp);
    }
  }

  @Override
  public String kernelName() {
    return KernelNames.active(fixed == null ? "q8_mul_float32" : "q8_mul_fixed_double");
  }
}
