package io.bytelane.internal.kernel;

/// What [ElementwiseKernel#multiply] needs besides the data. Zero points are those after the flip.
///
/// @param aFlip what levels of a are combined with by exclusive or: 0 for s8, 0x80 for u8
/// @param aZeroPoint zero point of a
/// @param bFlip as `aFlip`
/// @param bZeroPoint zero point of b
/// @param multiplier scale of a times scale of b over scale of the output
/// @param zeroPoint zero point of the output
/// @param min smallest output level
/// @param max largest output level
public record ProductTerms(
    byte aFlip,
    int aZeroPoint,
    byte bFlip,
    int bZeroPoint,
    float multiplier,
    int zeroPoint,
    int min,
    int max) {}
