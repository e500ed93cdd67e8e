package io.bytelane;

import io.bytelane.internal.check.Checks;

/// Arithmetic that convolutions and pools share.
final class SlidingWindow {
  private SlidingWindow() {}

  /// Returns how many windows fit: `floor((input + pads - dilation * (kernel - 1) - 1) / stride) +
  /// 1`, 0 or less if none does.
  static long count(int input, long pads, int kernel, int stride, int dilation) {
    return Math.floorDiv(input + pads - (long) dilation * (kernel - 1) - 1, stride) + 1;
  }

  /// Requires that an array can hold the product of three sizes.
  static void requireAddressable(String name, long a, long b, long c) {
    long elements =
        a <= Integer.MAX_VALUE && b <= Integer.MAX_VALUE && a * b <= Integer.MAX_VALUE
            ? a * b * c
            : Long.MAX_VALUE;
    Checks.that(
        elements <= Integer.MAX_VALUE - 64,
        name,
        a + " x " + b + " x " + c,
        "at most 2^31 - 65 elements");
  }
}
