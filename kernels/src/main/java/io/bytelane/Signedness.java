package io.bytelane;

import io.bytelane.quant.QuantParams;
import io.bytelane.quant.QuantizedType;

/// How kernels read u8 data: as s8 after an exclusive or with 0x80, which lowers every level, and
/// so the zero point, by 128.
final class Signedness {
  private Signedness() {}

  /// Returns what to combine stored bytes with by exclusive or: 0 for s8, 0x80 for u8.
  static byte flip(QuantizedType type) {
    return type.isSigned() ? 0 : Byte.MIN_VALUE;
  }

  /// Returns the zero point of the signed reading.
  static int zeroPoint(QuantParams params) {
    return params.type().isSigned() ? params.zeroPoint() : params.zeroPoint() - 128;
  }
}
