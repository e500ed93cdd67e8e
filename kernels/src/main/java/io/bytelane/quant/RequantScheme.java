package io.bytelane.quant;

/// How an int32 accumulator becomes an 8-bit level again. `M` is the real multiplier `scale_in *
/// scale_weight / scale_out`, `z` the output zero point, always added after rounding.
///
/// - `FLOAT32`: `sat(rint(fl32(float(acc) * m)) + z)`. Ties to even. Computed by ONNX, FBGEMM and
///   MLAS as well.
/// - `FIXED_DOUBLE`: `sat(RDP(SRDHM(acc << max(shift, 0), M0), max(-shift, 0)) + z)`. Rounds twice:
///   ties up, then away from zero. TFLite reference, gemmlowp, CMSIS-NN.
/// - `FIXED_SINGLE`: `sat(floor((acc * M0 + 2^(30 - shift)) / 2^(31 - shift)) + z)`. Ties up. ruy,
///   TFLite single rounding, TOSA.
///
/// The schemes agree except near ties; none is more exact than another for every value. Each is
/// bit-exact on every path. [Requantizer] computes one value of each.
public enum RequantScheme {
  /// One float32 multiplication and one rounding, half to even. The default.
  FLOAT32,
  /// A 31-bit multiplier and a shift, rounded twice.
  FIXED_DOUBLE,
  /// A 31-bit multiplier and a shift, rounded once.
  FIXED_SINGLE
}
