package io.bytelane;

import io.bytelane.internal.check.Checks;
import io.bytelane.quant.QuantizedType;
import io.bytelane.quant.SubBytePacking;

/// Weights of fewer than 8 bits, one to a byte again.
final class PackedLevels {
  private PackedLevels() {}

  /// Unpacks the weights of a layer.
  ///
  /// @throws IllegalArgumentException if the bytes are not exactly those of `count` weights
  static byte[] unpack(String name, byte[] packed, long count, int bits, QuantizedType type) {
    Checks.that(count <= Integer.MAX_VALUE, name + ": weights", count, "<= 2147483647");
    int expected = SubBytePacking.packedLength((int) count, bits);
    Checks.length(name + ": packed weights", packed.length, expected);
    return SubBytePacking.unpack(packed, (int) count, bits, type);
  }
}
