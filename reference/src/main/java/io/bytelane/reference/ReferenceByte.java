package io.bytelane.reference;

/// The two readings of a byte.
public final class ReferenceByte {
  private ReferenceByte() {}

  /// Returns the value of `b`: 0..255 if `unsigned`, else -128..127.
  public static int value(byte b, boolean unsigned) {
    return unsigned ? b & 0xFF : b;
  }

  /// Returns the smallest value of the type: 0 if `unsigned`, else -128.
  public static int min(boolean unsigned) {
    return unsigned ? 0 : -128;
  }

  /// Returns the largest value of the type: 255 if `unsigned`, else 127.
  public static int max(boolean unsigned) {
    return unsigned ? 255 : 127;
  }

  /// Returns `v` limited to [low, high].
  public static int clamp(long v, int low, int high) {
    return (int) Math.max(low, Math.min(high, v));
  }

  /// Returns the sums as int32.
  ///
  /// @throws ArithmeticException if one of them leaves int32
  static int[] exact(long[] sums) {
    int[] result = new int[sums.length];
    for (int i = 0; i < sums.length; i++) {
      result[i] = Math.toIntExact(sums[i]);
    }
    return result;
  }

  /// Returns the low 32 bits of the sums.
  static int[] wrapped(long[] sums) {
    int[] result = new int[sums.length];
    for (int i = 0; i < sums.length; i++) {
      result[i] = (int) sums[i];
    }
    return result;
  }

  /// Returns the entry of channel `c` of per-tensor (length 1) or per-channel parameters.
  static int channel(int[] perChannel, int c) {
    return perChannel.length == 1 ? perChannel[0] : perChannel[c];
  }
}
