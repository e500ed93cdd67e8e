package io.bytelane.internal.kernel;

/// What [ElementwiseKernel#add] needs besides the data. Zero points are those after the flip.
///
/// @param aFlip what levels of a are combined with by exclusive or: 0 for s8, 0x80 for u8
/// @param aZeroPoint zero point of a
/// @param aMultiplier scale of a over scale of the output
/// @param bFlip as `aFlip`
/// @param bZeroPoint zero point of b
/// @param bMultiplier scale of b over scale of the output, negative to subtract
/// @param zeroPoint zero point of the output
/// @param min smallest output level
/// @param max largest output level
public record SumTerms(
    byte aFlip,
    int aZeroPoint,
    float aMultiplier,
    byte bFlip,
    int bZeroPoint,
    float bMultiplier,
    int zeroPoint,
    int min,
    int max) {}
