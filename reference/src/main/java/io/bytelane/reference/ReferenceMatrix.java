package io.bytelane.reference;

/// A view of 8-bit values in an array as a matrix: any offset, any strides, signed or unsigned.
public final class ReferenceMatrix {
  private final byte[] data;
  private final int offset;
  private final int rowStride;
  private final int columnStride;
  private final boolean unsigned;

  private ReferenceMatrix(
      byte[] data, int offset, int rowStride, int columnStride, boolean unsigned) {
    this.data = data;
    this.offset = offset;
    this.rowStride = rowStride;
    this.columnStride = columnStride;
    this.unsigned = unsigned;
  }

  /// Element (i, j) is `data[offset + i * ld + j]`.
  public static ReferenceMatrix rowMajor(byte[] data, int offset, int ld, boolean unsigned) {
    return new ReferenceMatrix(data, offset, ld, 1, unsigned);
  }

  /// Element (i, j) is `data[offset + j * ld + i]`: fully connected weights `[out][in]` seen as the
  /// right-hand side `[in][out]` of a product.
  public static ReferenceMatrix columnMajor(byte[] data, int offset, int ld, boolean unsigned) {
    return new ReferenceMatrix(data, offset, 1, ld, unsigned);
  }

  /// Returns element (i, j).
  public int at(int i, int j) {
    return ReferenceByte.value(data[offset + i * rowStride + j * columnStride], unsigned);
  }
}
