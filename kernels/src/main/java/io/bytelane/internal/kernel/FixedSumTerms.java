package io.bytelane.internal.kernel;

/// What [ElementwiseKernel#addFixedDouble] needs besides the data. An operand has 256 levels, so
/// that its scaled values are a table: the sum and its own scaling remain to be computed.
///
/// @param aScaled the scaled value of each stored byte of a, at most 2^30 in magnitude; kept
/// @param bScaled the scaled value of each stored byte of b; kept
/// @param multiplier of the sum, not negative; with its shift it means `multiplier * 2^(shift -
/// 31)`
/// @param shift of `multiplier`
/// @param zeroPoint zero point of the output
/// @param min smallest output level
/// @param max largest output level
public record FixedSumTerms(
    @SuppressWarnings("ArrayRecordComponent") int[] aScaled,
    @SuppressWarnings("ArrayRecordComponent") int[] bScaled,
    int multiplier,
    int shift,
    int zeroPoint,
    int min,
    int max) {}
