package io.bytelane.models.graph;

/// Element types, with the numbers ONNX gives them.
///
/// The storage of a [Tensor] follows from the type; values narrower than a byte are stored one per
/// byte, and types that Java does not have are stored as raw bits in the next array type of their
/// width.
public enum DataType {
  /// The type is not known (yet).
  UNDEFINED(0, "undefined", 0, Storage.NONE),
  /// IEEE binary32.
  FLOAT(1, "float32", 32, Storage.FLOATS),
  /// Unsigned 8 bit.
  U8(2, "uint8", 8, Storage.BYTES),
  /// Signed 8 bit.
  S8(3, "int8", 8, Storage.BYTES),
  /// Unsigned 16 bit.
  U16(4, "uint16", 16, Storage.SHORTS),
  /// Signed 16 bit.
  S16(5, "int16", 16, Storage.SHORTS),
  /// Signed 32 bit.
  S32(6, "int32", 32, Storage.INTS),
  /// Signed 64 bit.
  S64(7, "int64", 64, Storage.LONGS),
  /// Text; named in errors only.
  STRING(8, "string", 0, Storage.NONE),
  /// False is 0, true is 1.
  BOOL(9, "bool", 8, Storage.BYTES),
  /// IEEE binary16, raw bits.
  FLOAT16(10, "float16", 16, Storage.SHORTS),
  /// IEEE binary64.
  DOUBLE(11, "float64", 64, Storage.DOUBLES),
  /// Unsigned 32 bit.
  U32(12, "uint32", 32, Storage.INTS),
  /// Unsigned 64 bit.
  U64(13, "uint64", 64, Storage.LONGS),
  /// Two floats; named in errors only.
  COMPLEX64(14, "complex64", 0, Storage.NONE),
  /// Two doubles; named in errors only.
  COMPLEX128(15, "complex128", 0, Storage.NONE),
  /// The upper half of a float, raw bits.
  BFLOAT16(16, "bfloat16", 16, Storage.SHORTS),
  /// 8-bit float, raw bits.
  FLOAT8E4M3FN(17, "float8e4m3fn", 8, Storage.BYTES),
  /// 8-bit float, raw bits.
  FLOAT8E4M3FNUZ(18, "float8e4m3fnuz", 8, Storage.BYTES),
  /// 8-bit float, raw bits.
  FLOAT8E5M2(19, "float8e5m2", 8, Storage.BYTES),
  /// 8-bit float, raw bits.
  FLOAT8E5M2FNUZ(20, "float8e5m2fnuz", 8, Storage.BYTES),
  /// Unsigned 4 bit.
  U4(21, "uint4", 4, Storage.BYTES),
  /// Signed 4 bit.
  S4(22, "int4", 4, Storage.BYTES),
  /// 4-bit float, raw bits.
  FLOAT4E2M1(23, "float4e2m1", 4, Storage.BYTES),
  /// 8-bit exponent; named in errors only.
  FLOAT8E8M0(24, "float8e8m0", 8, Storage.NONE),
  /// Unsigned 2 bit.
  U2(25, "uint2", 2, Storage.BYTES),
  /// Signed 2 bit.
  S2(26, "int2", 2, Storage.BYTES);

  /// The array type that holds the elements.
  public enum Storage {
    /// No tensor of the type can be made.
    NONE,
    /// One element per byte.
    BYTES,
    /// One element per short.
    SHORTS,
    /// One element per int.
    INTS,
    /// One element per long.
    LONGS,
    /// One element per float.
    FLOATS,
    /// One element per double.
    DOUBLES
  }

  private final int code;
  private final String label;
  private final int bits;
  private final Storage storage;

  DataType(int code, String label, int bits, Storage storage) {
    this.code = code;
    this.label = label;
    this.bits = bits;
    this.storage = storage;
  }

  /// Finds the type with a number of ONNX.
  ///
  /// @param code TensorProto.DataType
  /// @return the type
  /// @throws InvalidModelException if no type has the number
  public static DataType ofCode(int code) {
    for (DataType type : values()) {
      if (type.code == code) {
        return type;
      }
    }
    throw new InvalidModelException("data type: " + code + " (expected: 0..26)");
  }

  /// Returns the number ONNX gives the type.
  ///
  /// @return TensorProto.DataType
  public int code() {
    return code;
  }

  /// Returns the width of an element in files, before padding of the last byte.
  ///
  /// @return bits, 0 where the type has no fixed width
  public int bits() {
    return bits;
  }

  /// Returns the array type of tensors.
  ///
  /// @return the storage, NONE where no tensor of the type can be made
  public Storage storage() {
    return storage;
  }

  /// Says whether the type is a signed or unsigned integer (bool is not).
  ///
  /// @return true for 2 to 64-bit integers
  public boolean isInteger() {
    return switch (this) {
      case U2, S2, U4, S4, U8, S8, U16, S16, S32, U32, S64, U64 -> true;
      default -> false;
    };
  }

  /// Says whether the type is an unsigned integer.
  ///
  /// @return true for 2 to 64-bit unsigned integers
  public boolean isUnsigned() {
    return switch (this) {
      case U2, U4, U8, U16, U32, U64 -> true;
      default -> false;
    };
  }

  /// Returns the format of a float of 4 or 8 bits. Such types are stored, converted and moved, not
  /// computed with.
  ///
  /// @return the format, null for every other type
  public NarrowFloat narrowFloat() {
    return switch (this) {
      case FLOAT8E4M3FN -> NarrowFloat.E4M3FN;
      case FLOAT8E4M3FNUZ -> NarrowFloat.E4M3FNUZ;
      case FLOAT8E5M2 -> NarrowFloat.E5M2;
      case FLOAT8E5M2FNUZ -> NarrowFloat.E5M2FNUZ;
      case FLOAT4E2M1 -> NarrowFloat.E2M1;
      default -> null;
    };
  }

  /// Says whether the type is a float that operators compute with.
  ///
  /// @return true for float16, bfloat16, float32, float64
  public boolean isFloat() {
    return this == FLOAT || this == DOUBLE || this == FLOAT16 || this == BFLOAT16;
  }

  /// Returns the smallest value of an integer type.
  ///
  /// @return 0 or -2^(bits-1)
  public long minValue() {
    return isUnsigned() ? 0 : -1L << (bits - 1);
  }

  /// Returns the largest value of an integer type; for U64 as raw bits, -1.
  ///
  /// @return 2^bits - 1 or 2^(bits-1) - 1
  public long maxValue() {
    return isUnsigned() ? -1L >>> (64 - bits) : (1L << (bits - 1)) - 1;
  }

  /// Returns the name used in messages.
  ///
  /// @return for example `float32` or `int8`
  @Override
  public String toString() {
    return label;
  }
}
