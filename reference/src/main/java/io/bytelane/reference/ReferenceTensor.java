package io.bytelane.reference;

/// 8-bit values with the way they are read: signed or unsigned, and their zero point, one for the
/// tensor or one per channel.
public final class ReferenceTensor {
  private final byte[] data;
  private final boolean unsigned;
  private final int[] zeroPoint;

  private ReferenceTensor(byte[] data, boolean unsigned, int[] zeroPoint) {
    this.data = data;
    this.unsigned = unsigned;
    this.zeroPoint = zeroPoint;
  }

  /// Signed values; `zeroPoint` is one value, or one per channel.
  public static ReferenceTensor s8(byte[] data, int... zeroPoint) {
    return new ReferenceTensor(data, false, zeroPoint);
  }

  /// Unsigned values; `zeroPoint` is one value, or one per channel.
  public static ReferenceTensor u8(byte[] data, int... zeroPoint) {
    return new ReferenceTensor(data, true, zeroPoint);
  }

  /// Returns whether the bytes are read as 0..255.
  public boolean unsigned() {
    return unsigned;
  }

  /// Returns the stored integer at `index`.
  public int value(int index) {
    return ReferenceByte.value(data[index], unsigned);
  }

  /// Returns `value(index) - zero point of the channel`.
  public int centred(int index, int channel) {
    return value(index) - ReferenceByte.channel(zeroPoint, channel);
  }
}
