package io.bytelane.tests.support;

import java.util.Random;

/// Contents of an 8-bit buffer that tend to break kernels. Patterns that name MIN and MAX mean the
/// ends of the type: -128 and 127, or 0 and 255 unsigned.
public enum BytePattern {
  /// Uniform over all 256 values.
  RANDOM,
  /// Every value the smallest.
  ALL_MIN,
  /// Every value the largest.
  ALL_MAX,
  /// Smallest and largest alternating, the largest first.
  MAX_MIN,
  /// Smallest and largest alternating, the smallest first.
  MIN_MAX,
  /// All zero bits but for one value, the largest, at a random place.
  ONE_HOT,
  /// Mostly ends of the type, at random, so that saturating pair sums meet in every lane.
  EXTREMES;

  /// Returns `length` bytes; the same seed gives the same bytes on every machine.
  public byte[] bytes(int length, boolean unsigned, long seed) {
    Random random = new Random(seed);
    byte min = unsigned ? 0 : Byte.MIN_VALUE;
    byte max = unsigned ? (byte) 255 : Byte.MAX_VALUE;
    byte[] bytes = new byte[length];
    if (this == ONE_HOT) {
      if (length > 0) {
        bytes[random.nextInt(length)] = max;
      }
      return bytes;
    }
    for (int i = 0; i < length; i++) {
      bytes[i] =
          switch (this) {
            case ALL_MIN -> min;
            case ALL_MAX -> max;
            case MAX_MIN -> i % 2 == 0 ? max : min;
            case MIN_MAX -> i % 2 == 0 ? min : max;
            case EXTREMES -> extreme(random, min, max);
            default -> (byte) random.nextInt(256);
          };
    }
    return bytes;
  }

  private static byte extreme(Random random, byte min, byte max) {
    return switch (random.nextInt(5)) {
      case 0, 1 -> min;
      case 2, 3 -> max;
      default -> (byte) random.nextInt(256);
    };
  }
}
