package io.bytelane.models.data;

/// Element types of `.npy` files that Bytelane reads and writes, with NumPy's names for them.
/// Data are little-endian.
public enum NpyType {
  /// float32, in a `float[]`.
  FLOAT32("<f4", 4),
  /// float64, in a `double[]`.
  FLOAT64("<f8", 8),
  /// Signed 8-bit integers, in a `byte[]`.
  INT8("|i1", 1),
  /// Unsigned 8-bit integers, raw bits in a `byte[]`.
  UINT8("|u1", 1),
  /// Booleans, 0 or 1 in a `byte[]`.
  BOOL("|b1", 1),
  /// Signed 16-bit integers, in a `short[]`.
  INT16("<i2", 2),
  /// Unsigned 16-bit integers, raw bits in a `short[]`.
  UINT16("<u2", 2),
  /// Signed 32-bit integers, in an `int[]`.
  INT32("<i4", 4),
  /// Unsigned 32-bit integers, raw bits in an `int[]`.
  UINT32("<u4", 4),
  /// Signed 64-bit integers, in a `long[]`.
  INT64("<i8", 8),
  /// Unsigned 64-bit integers, raw bits in a `long[]`.
  UINT64("<u8", 8);

  private final String descriptor;
  private final int bytes;

  NpyType(String descriptor, int bytes) {
    this.descriptor = descriptor;
    this.bytes = bytes;
  }

  /// Returns NumPy's type string, for example `<f4`.
  public String descriptor() {
    return descriptor;
  }

  /// Returns the size of one element in bytes.
  public int bytes() {
    return bytes;
  }
}
