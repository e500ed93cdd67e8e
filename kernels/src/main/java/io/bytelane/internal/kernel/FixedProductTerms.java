package io.bytelane.internal.kernel;

/// What [ElementwiseKernel#multiplyFixedDouble] needs besides the data. Zero points are those after
/// the flip.
///
/// @param aFlip what levels of a are combined with by exclusive or: 0 for s8, 0x80 for u8
/// @param aZeroPoint zero point of a
/// @param bFlip as `aFlip`
/// @param bZeroPoint zero point of b
/// @param multiplier not negative; with its shift it means `multiplier * 2^(shift - 31)`
/// @param shift of `multiplier`
/// @param zeroPoint zero point of the output
/// @param min smallest output level
/// @param max largest output level
public record FixedProductTerms(
    byte aFlip,
    int aZeroPoint,
    byte bFlip,
    int bZeroPoint,
    int multiplier,
    int shift,
    int zeroPoint,
    int min,
    int max) {

  /// Returns whether no value reaches 2^30 before the multiplication, and no right shift exceeds
  /// 29.
  public boolean isSmall() {
    long bound = (255L * 255) << Math.max(shift, 0);
    return shift >= -29 && bound < 1 << 30;
  }
}
