package io.bytelane.quant;

/// Scale and zero point.
///
/// @param scale scale
/// @param zeroPoint zero point
public record QuantParams(float scale, int zeroPoint) {}
