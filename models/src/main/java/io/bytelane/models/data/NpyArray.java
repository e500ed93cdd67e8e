package io.bytelane.models.data;

import java.lang.reflect.Array;
import java.util.Arrays;
import java.util.Objects;

/// A NumPy array in C (row-major) order. Arrays are not copied: who makes one gives its data away.
public final class NpyArray {
  private final NpyType type;
  private final int[] shape;
  private final Object data;

  /// Checks that the data are of the right kind and length.
  ///
  /// @param type element type
  /// @param shape length of each dimension, empty for a scalar
  /// @param data the primitive array that [NpyType] names, as long as the product of the shape
  /// @throws IllegalArgumentException if they are not
  public NpyArray(NpyType type, int[] shape, Object data) {
    Objects.requireNonNull(type, "type");
    long elements = 1;
    for (int length : shape) {
      if (length < 0) {
        throw new IllegalArgumentException(
            "shape: " + Arrays.toString(shape) + " (expected: every length >= 0)");
      }
      elements *= length;
    }
    if (!data.getClass().equals(storage(type))) {
      throw new IllegalArgumentException(
          "data: "
              + data.getClass().getSimpleName()
              + " (expected: "
              + storage(type).getSimpleName()
              + " for "
              + type
              + ")");
    }
    if (Array.getLength(data) != elements) {
      throw new IllegalArgumentException(
          "data.length: "
              + Array.getLength(data)
              + " (expected: product of the shape, "
              + elements
              + ")");
    }
    this.type = type;
    this.shape = shape;
    this.data = data;
  }

  /// Returns the element type.
  public NpyType type() {
    return type;
  }

  /// Returns the length of each dimension; not a copy.
  public int[] shape() {
    return shape;
  }

  /// Returns the primitive array that the type names; not a copy.
  public Object data() {
    return data;
  }

  /// Returns a float32 array.
  ///
  /// @param data the values in row-major order; not copied
  /// @param shape length of each dimension
  /// @throws IllegalArgumentException if the shape does not fit the data
  public static NpyArray ofFloats(float[] data, int... shape) {
    return new NpyArray(NpyType.FLOAT32, shape, data);
  }

  /// Returns the number of elements.
  public int length() {
    return Array.getLength(data);
  }

  /// Returns the values of a float32 array.
  ///
  /// @throws IllegalStateException if the elements are of another type
  public float[] floats() {
    if (data instanceof float[] floats) {
      return floats;
    }
    throw new IllegalStateException("type: " + type + " (expected: FLOAT32)");
  }

  private static Class<?> storage(NpyType type) {
    return switch (type) {
      case FLOAT32 -> float[].class;
      case FLOAT64 -> double[].class;
      case INT8, UINT8, BOOL -> byte[].class;
      case INT16, UINT16 -> short[].class;
      case INT32, UINT32 -> int[].class;
      case INT64, UINT64 -> long[].class;
    };
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof NpyArray that
        && type == that.type
        && Arrays.equals(shape, that.shape)
        && Objects.deepEquals(data, that.data);
  }

  @Override
  public int hashCode() {
    return Objects.hash(type, Arrays.hashCode(shape), Arrays.deepHashCode(new Object[] {data}));
  }

  @Override
  public String toString() {
    return "NpyArray[" + type + ", shape " + Arrays.toString(shape) + "]";
  }
}
