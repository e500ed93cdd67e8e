package io.bytelane.models.onnx;

import io.bytelane.models.graph.DataType;
import io.bytelane.quant.QuantizedType;
import io.bytelane.quant.SubBytePacking;

/// Between the bytes of a file and one element per byte. Two- and four-bit elements share a byte in
/// files.
final class SubByte {
  private SubByte() {}

  /// Spreads file bytes.
  ///
  /// @param type a type stored in bytes
  /// @param count elements
  /// @param source the file bytes; may become the data of the tensor
  static byte[] unpack(DataType type, int count, byte[] source) {
    if (type == DataType.BOOL) {
      for (int i = 0; i < count; i++) {
        source[i] = (byte) (source[i] != 0 ? 1 : 0);
      }
    }
    return type.bits() == 8
        ? source
        : SubBytePacking.unpack(source, count, type.bits(), levels(type));
  }

  /// Joins elements to file bytes.
  ///
  /// @param type a type stored in bytes
  /// @param data one element per byte
  static byte[] pack(DataType type, byte[] data) {
    return type.bits() == 8 ? data : SubBytePacking.pack(data, type.bits(), levels(type));
  }

  private static QuantizedType levels(DataType type) {
    return type.isUnsigned() || type.narrowFloat() != null ? QuantizedType.U8 : QuantizedType.S8;
  }
}
