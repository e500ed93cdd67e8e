package io.bytelane.models.graph;

import java.util.Arrays;
import java.util.Objects;

/// A dense tensor, row-major, immutable by convention: nobody writes into the array behind one.
///
/// The array is not copied, neither when a tensor is made nor when it is asked for.
/// Narrow integers are stored one per byte in their own sign (U4: 0..15, S4: -8..7); U8 and U16 as
/// raw bits; float16 and bfloat16 as raw bits in a `short[]`, narrower floats in a `byte[]`.
public final class Tensor {
  private final DataType type;
  private final int[] shape;
  private final int size;
  private final Object data;

  private Tensor(DataType type, int[] shape, Object data, int length) {
    this.type = Objects.requireNonNull(type, "type");
    this.shape = shape.clone();
    this.data = data;
    this.size = elementCount(shape);
    if (length != size) {
      throw new InvalidModelException(
          "tensor data: "
              + length
              + " elements (expected: "
              + size
              + " for shape "
              + Arrays.toString(shape)
              + ")");
    }
  }

  /// Makes a tensor of a type that is stored in bytes.
  ///
  /// @param type an 8-bit or narrower integer or float, or bool
  /// @param shape outermost dimension first
  /// @param data one element per byte; kept, not copied
  /// @return the tensor
  public static Tensor of(DataType type, int[] shape, byte[] data) {
    requireStorage(type, DataType.Storage.BYTES);
    return new Tensor(type, shape, data, data.length);
  }

  /// Makes a tensor of a type that is stored in shorts.
  ///
  /// @param type a 16-bit type
  /// @param shape outermost dimension first
  /// @param data the elements; kept, not copied
  /// @return the tensor
  public static Tensor of(DataType type, int[] shape, short[] data) {
    requireStorage(type, DataType.Storage.SHORTS);
    return new Tensor(type, shape, data, data.length);
  }

  /// Makes a tensor of a type that is stored in ints.
  ///
  /// @param type a 32-bit integer
  /// @param shape outermost dimension first
  /// @param data the elements; kept, not copied
  /// @return the tensor
  public static Tensor of(DataType type, int[] shape, int[] data) {
    requireStorage(type, DataType.Storage.INTS);
    return new Tensor(type, shape, data, data.length);
  }

  /// Makes a tensor of a type that is stored in longs.
  ///
  /// @param type a 64-bit integer
  /// @param shape outermost dimension first
  /// @param data the elements; kept, not copied
  /// @return the tensor
  public static Tensor of(DataType type, int[] shape, long[] data) {
    requireStorage(type, DataType.Storage.LONGS);
    return new Tensor(type, shape, data, data.length);
  }

  /// Makes a float32 tensor.
  ///
  /// @param shape outermost dimension first
  /// @param data the elements; kept, not copied
  /// @return the tensor
  public static Tensor of(int[] shape, float[] data) {
    return new Tensor(DataType.FLOAT, shape, data, data.length);
  }

  /// Makes a float64 tensor.
  ///
  /// @param shape outermost dimension first
  /// @param data the elements; kept, not copied
  /// @return the tensor
  public static Tensor of(int[] shape, double[] data) {
    return new Tensor(DataType.DOUBLE, shape, data, data.length);
  }

  /// Makes a tensor over whatever array its type is stored in.
  ///
  /// @param type any type with a storage
  /// @param shape outermost dimension first
  /// @param array an array of the storage's kind; kept, not copied
  /// @return the tensor
  public static Tensor ofArray(DataType type, int[] shape, Object array) {
    return switch (array) {
      case byte[] data -> of(type, shape, data);
      case short[] data -> of(type, shape, data);
      case int[] data -> of(type, shape, data);
      case long[] data -> of(type, shape, data);
      case float[] data when type == DataType.FLOAT -> of(shape, data);
      case double[] data when type == DataType.DOUBLE -> of(shape, data);
      default ->
          throw new InvalidModelException(
              "tensor array: "
                  + array.getClass().getSimpleName()
                  + " (expected: an array that stores "
                  + type
                  + ")");
    };
  }

  /// Makes a float32 scalar.
  ///
  /// @param value the element
  /// @return a tensor of rank 0
  public static Tensor scalar(float value) {
    return of(new int[0], new float[] {value});
  }

  /// Makes an int64 vector, the form of axes, shapes and the like.
  ///
  /// @param values the elements
  /// @return a tensor of rank 1
  public static Tensor vector(long... values) {
    return of(DataType.S64, new int[] {values.length}, values);
  }

  /// Makes a tensor of zeros.
  ///
  /// @param type any type with a storage
  /// @param shape outermost dimension first
  /// @return the tensor
  public static Tensor zeros(DataType type, int... shape) {
    int n = elementCount(shape);
    return switch (type.storage()) {
      case BYTES -> of(type, shape, new byte[n]);
      case SHORTS -> of(type, shape, new short[n]);
      case INTS -> of(type, shape, new int[n]);
      case LONGS -> of(type, shape, new long[n]);
      case FLOATS -> of(shape, new float[n]);
      case DOUBLES -> of(shape, new double[n]);
      case NONE -> throw noStorage(type);
    };
  }

  /// Multiplies the sizes of a shape.
  ///
  /// @param shape outermost dimension first
  /// @return the number of elements, 1 for a scalar
  /// @throws InvalidModelException if a size is negative or the product is not an int
  public static int elementCount(int[] shape) {
    long product = 1;
    boolean empty = false;
    for (int dimension : shape) {
      if (dimension < 0) {
        throw new InvalidModelException("shape: " + Arrays.toString(shape) + " (expected: >= 0)");
      }
      empty |= dimension == 0;
      product *= dimension == 0 ? 1 : dimension;
      if (product > Integer.MAX_VALUE) {
        throw new InvalidModelException(
            "shape: " + Arrays.toString(shape) + " (expected: at most 2147483647 elements)");
      }
    }
    return empty ? 0 : (int) product;
  }

  /// Returns the element type.
  ///
  /// @return the type
  public DataType type() {
    return type;
  }

  /// Returns the shape.
  ///
  /// @return a copy, outermost dimension first
  public int[] shape() {
    return shape.clone();
  }

  /// Returns the number of dimensions.
  ///
  /// @return 0 for a scalar
  public int rank() {
    return shape.length;
  }

  /// Returns the size of one dimension.
  ///
  /// @param axis 0..rank-1
  /// @return its size
  public int dimension(int axis) {
    return shape[axis];
  }

  /// Returns the number of elements.
  ///
  /// @return the product of the shape
  public int size() {
    return size;
  }

  /// Returns the array behind a tensor stored in bytes.
  ///
  /// @return the array itself; not to be written
  public byte[] bytes() {
    return (byte[]) storage(DataType.Storage.BYTES);
  }

  /// Returns the array behind a tensor stored in shorts.
  ///
  /// @return the array itself; not to be written
  public short[] shorts() {
    return (short[]) storage(DataType.Storage.SHORTS);
  }

  /// Returns the array behind a tensor stored in ints.
  ///
  /// @return the array itself; not to be written
  public int[] ints() {
    return (int[]) storage(DataType.Storage.INTS);
  }

  /// Returns the array behind a tensor stored in longs.
  ///
  /// @return the array itself; not to be written
  public long[] longs() {
    return (long[]) storage(DataType.Storage.LONGS);
  }

  /// Returns the array behind a float32 tensor.
  ///
  /// @return the array itself; not to be written
  public float[] floats() {
    return (float[]) storage(DataType.Storage.FLOATS);
  }

  /// Returns the array behind a float64 tensor.
  ///
  /// @return the array itself; not to be written
  public double[] doubles() {
    return (double[]) storage(DataType.Storage.DOUBLES);
  }

  /// Returns the array behind the tensor, whatever its kind.
  ///
  /// @return the array itself; not to be written
  public Object array() {
    return data;
  }

  /// Returns an element of an integer or bool tensor.
  ///
  /// @param index row-major index
  /// @return the value; raw bits for U64
  public long longAt(int index) {
    return switch (type) {
      case U8, U4, U2, BOOL -> bytes()[index] & 0xFF;
      case S8, S4, S2 -> bytes()[index];
      case U16 -> shorts()[index] & 0xFFFF;
      case S16 -> shorts()[index];
      case U32 -> ints()[index] & 0xFFFFFFFFL;
      case S32 -> ints()[index];
      case S64, U64 -> longs()[index];
      default ->
          throw new InvalidModelException("tensor type: " + type + " (expected: an integer)");
    };
  }

  /// Returns an element as a double: exact for every type but 64-bit integers beyond 2^53.
  ///
  /// @param index row-major index
  /// @return the value
  public double doubleAt(int index) {
    return switch (type) {
      case FLOAT -> floats()[index];
      case DOUBLE -> doubles()[index];
      case FLOAT16 -> Float.float16ToFloat(shorts()[index]);
      case BFLOAT16 -> Float.intBitsToFloat(shorts()[index] << 16);
      case U64 -> {
        long bits = longs()[index];
        yield bits >= 0 ? bits : ((bits >>> 1) | (bits & 1)) * 2.0;
      }
      case FLOAT8E4M3FN, FLOAT8E4M3FNUZ, FLOAT8E5M2, FLOAT8E5M2FNUZ, FLOAT4E2M1 ->
          type.narrowFloat().decode(bytes()[index]);
      default -> longAt(index);
    };
  }

  /// Returns all elements of an integer tensor.
  ///
  /// @return a fresh array
  public long[] toLongs() {
    long[] copy = new long[size];
    for (int i = 0; i < size; i++) {
      copy[i] = longAt(i);
    }
    return copy;
  }

  /// Returns all elements of a float tensor, rounded to float32 where it is wider.
  ///
  /// @return a fresh array
  public float[] toFloats() {
    float[] copy = new float[size];
    for (int i = 0; i < size; i++) {
      copy[i] = (float) doubleAt(i);
    }
    return copy;
  }

  /// Returns a tensor over the same array with another shape.
  ///
  /// @param newShape a shape with as many elements
  /// @return the tensor
  public Tensor reshaped(int... newShape) {
    return new Tensor(type, newShape, data, size);
  }

  /// Returns for example `float32[1,3,28,28]`.
  @Override
  public String toString() {
    return type + Shape.of(shape).toString();
  }

  private Object storage(DataType.Storage wanted) {
    if (type.storage() != wanted) {
      throw new InvalidModelException(
          "tensor type: " + type + " (expected: stored as " + wanted + ")");
    }
    return data;
  }

  private static void requireStorage(DataType type, DataType.Storage wanted) {
    if (type.storage() == DataType.Storage.NONE) {
      throw noStorage(type);
    }
    if (type.storage() != wanted) {
      throw new InvalidModelException(
          "tensor type: " + type + " (expected: stored as " + wanted + ")");
    }
  }

  private static UnsupportedModelException noStorage(DataType type) {
    return new UnsupportedModelException(
        type.toString(),
        "tensor type: " + type + " (expected: a 2 to 64-bit integer, bool or float)");
  }
}
