package io.bytelane.internal.pack;

import io.bytelane.quant.QuantizedType;

/// Unsigned bytes as signed ones: `u8 ^ 0x80`, read as s8, is the value less 128. With the zero
/// point lowered by 128 too, real values stay what they are, and kernels know one type only.
public final class SignFlip {
  private SignFlip() {}

  /// Returns what to combine bytes of `type` with by exclusive or.
  public static byte mask(QuantizedType type) {
    return type == QuantizedType.U8 ? (byte) 0x80 : 0;
  }

  /// Returns the zero point after the flip.
  public static int zeroPoint(int zeroPoint, QuantizedType type) {
    return type == QuantizedType.U8 ? zeroPoint - 128 : zeroPoint;
  }
}
