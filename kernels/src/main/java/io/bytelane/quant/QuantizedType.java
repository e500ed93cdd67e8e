package io.bytelane.quant;

/// The storage type of quantized activations and weights. Both travel in `byte[]`; `U8` uses the
/// raw bits.
public enum QuantizedType {
  /// Signed, -128..127.
  S8(-128, 127),
  /// Unsigned, 0..255.
  U8(0, 255);

  private final int min;
  private final int max;

  QuantizedType(int min, int max) {
    this.min = min;
    this.max = max;
  }

  /// Returns the smallest value.
  ///
  /// @return -128 or 0
  public int min() {
    return min;
  }

  /// Returns the largest value.
  ///
  /// @return 127 or 255
  public int max() {
    return max;
  }

  /// Tells whether the type is signed.
  ///
  /// @return true for `S8`
  public boolean isSigned() {
    return this == S8;
  }

  /// Returns the number that a stored byte means.
  ///
  /// @param raw the stored bits
  /// @return the value, in [min, max]
  public int value(byte raw) {
    return this == S8 ? raw : raw & 0xFF;
  }

  /// Tells whether a number belongs to the type.
  ///
  /// @param value any number
  /// @return true if it lies in [min, max]
  public boolean contains(int value) {
    return value >= min && value <= max;
  }

  /// Saturates a number to the type.
  ///
  /// @param value any number
  /// @return the nearest number in [min, max]
  public int saturate(long value) {
    return Math.clamp(value, min, max);
  }
}
