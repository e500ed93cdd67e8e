package io.bytelane.internal.kernel;

/// What [ElementwiseKernel#addFixedDouble] needs besides the data. An operand has 256 levels, so
/// that its scaled values, and these times the multiplier of the sum, are a table; a sum remains to
/// be rounded.
///
/// @param aProducts by stored byte of a: its scaled value, times 2^leftShift, times the multiplier
///     of the sum. No sum of two products exceeds 2^62 in magnitude; kept
/// @param bProducts the same for b; kept
/// @param rightShift right shift of the sum after the first rounding, in [0, 31]
/// @param zeroPoint zero point of the output
/// @param min smallest output level
/// @param max largest output level
public record FixedSumTerms(
    @SuppressWarnings("ArrayRecordComponent") long[] aProducts,
    @SuppressWarnings("ArrayRecordComponent") long[] bProducts,
    int rightShift,
    int zeroPoint,
    int min,
    int max) {}
