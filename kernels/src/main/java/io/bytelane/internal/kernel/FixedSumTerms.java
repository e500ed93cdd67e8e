package io.bytelane.internal.kernel;

/// What [ElementwiseKernel#addFixedDouble] needs besides the data. Zero points are those after the
/// flip; a multiplier `m` and its shift `s` mean `m * 2^(s - 31)`.
///
/// @param aFlip what levels of a are combined with by exclusive or: 0 for s8, 0x80 for u8
/// @param aZeroPoint zero point of a
/// @param aMultiplier not negative
/// @param aShift of `aMultiplier`
/// @param bFlip as `aFlip`
/// @param bZeroPoint zero point of b
/// @param bMultiplier not negative
/// @param bShift of `bMultiplier`
/// @param leftShift of both inputs before they are scaled
/// @param multiplier of the sum, not negative
/// @param shift of `multiplier`
/// @param zeroPoint zero point of the output
/// @param min smallest output level
/// @param max largest output level
public record FixedSumTerms(
    byte aFlip,
    int aZeroPoint,
    int aMultiplier,
    int aShift,
    byte bFlip,
    int bZeroPoint,
    int bMultiplier,
    int bShift,
    int leftShift,
    int multiplier,
    int shift,
    int zeroPoint,
    int min,
    int max) {}
