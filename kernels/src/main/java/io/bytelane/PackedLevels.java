package io.bytelane;

import io.bytelane.internal.check.Checks;
import io.bytelane.quant.QuantizedType;
import io.bytelane.quant.SubBytePacking;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Weights that a builder is given in another form than one byte each in an array.
final class PackedLevels {
  private PackedLevels() {}

  /// Copies the weights of a layer from a memory segment.
  ///
  /// @throws IllegalArgumentException if the bytes are not exactly `count`
  static byte[] copy(String name, MemorySegment values, long count) {
    boolean fits = values.byteSize() == count && count <= Integer.MAX_VALUE;
    Checks.that(fits, name + ": weights.byteSize", values.byteSize(), "" + count);
    return values.toArray(ValueLayout.JAVA_BYTE);
  }

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
