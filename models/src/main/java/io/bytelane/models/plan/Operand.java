package io.bytelane.models.plan;

import io.bytelane.quant.QuantParams;

/// What a group of nodes reads.
///
/// @param value the value's name; the levels themselves where the group reads a dequantized value
/// @param params how the levels are quantized, null where the value is read as it is
record Operand(String value, QuantParams params) {}
