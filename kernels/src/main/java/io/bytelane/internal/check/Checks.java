package io.bytelane.internal.check;

/// Argument checks. Every message has the form `name: value (expected: rule)`.
public final class Checks {
  private Checks() {}

  /// Requires `value >= minimum`.
  ///
  /// @return `value`
  public static int atLeast(String name, int value, int minimum) {
    if (value < minimum) {
      throw new IllegalArgumentException(message(name, value, ">= " + minimum));
    }
    return value;
  }

  /// Requires `value >= minimum`.
  ///
  /// @return `value`
  public static long atLeast(String name, long value, long minimum) {
    if (value < minimum) {
      throw new IllegalArgumentException(message(name, value, ">= " + minimum));
    }
    return value;
  }

  /// Requires `value <= maximum`.
  ///
  /// @param maximumName what the maximum is called in the message
  public static void atMost(String name, int value, int maximum, String maximumName) {
    if (value > maximum) {
      throw new IllegalArgumentException(
          message(name, value, "<= " + maximumName + " = " + maximum));
    }
  }

  /// Requires that `array[offset .. offset + length)` lies inside an array of `arrayLength`
  /// elements, without overflow.
  public static void range(String name, int arrayLength, int offset, long length) {
    if (offset < 0) {
      throw new IndexOutOfBoundsException(message(name + "Offset", offset, ">= 0"));
    }
    if (offset + length > arrayLength) {
      throw new IndexOutOfBoundsException(
          message(
              name + ".length",
              arrayLength,
              ">= " + name + "Offset + " + length + " = " + (offset + length)));
    }
  }

  /// Requires that `segment[offset .. offset + length)` lies inside a memory segment of
  /// `segmentBytes` bytes, without overflow.
  public static void segmentRange(String name, long segmentBytes, long offset, long length) {
    if (offset < 0) {
      throw new IndexOutOfBoundsException(message(name + "Offset", offset, ">= 0"));
    }
    if (length > segmentBytes || offset > segmentBytes - length) {
      String rule = ">= " + name + "Offset + " + length;
      String sum = length > Long.MAX_VALUE - offset ? "" : " = " + (offset + length);
      throw new IndexOutOfBoundsException(message(name + ".byteSize", segmentBytes, rule + sum));
    }
  }

  /// Requires `0 <= index < size`.
  public static void index(String name, int index, int size) {
    if (index < 0 || index >= size) {
      throw new IndexOutOfBoundsException(message(name, index, "in [0, " + size + ")"));
    }
  }

  /// Returns the elements from the start of the first row to the end of the last one.
  public static long strided(int rows, int stride, int rowLength) {
    return rows == 0 ? 0 : (rows - 1L) * stride + rowLength;
  }

  /// Returns the bytes from the start of the first row to the end of the last one;
  /// `Long.MAX_VALUE` if they are more than that.
  public static long stridedBytes(int rows, long stride, long rowLength) {
    if (rows == 0) {
      return 0;
    }
    boolean tooMany = rows > 1 && stride > (Long.MAX_VALUE - rowLength) / (rows - 1);
    return tooMany ? Long.MAX_VALUE : (rows - 1) * stride + rowLength;
  }

  /// Requires `length == expected`.
  public static void length(String name, int length, long expected) {
    if (length != expected) {
      throw new IllegalArgumentException(message(name + ".length", length, "" + expected));
    }
  }

  /// Requires `condition`.
  public static void that(boolean condition, String name, Object value, String rule) {
    if (!condition) {
      throw new IllegalArgumentException(message(name, value, rule));
    }
  }

  /// Returns `name: value (expected: rule)`.
  public static String message(String name, Object value, String rule) {
    return name + ": " + value + " (expected: " + rule + ")";
  }
}
