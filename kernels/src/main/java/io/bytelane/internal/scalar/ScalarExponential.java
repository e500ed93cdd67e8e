package io.bytelane.internal.scalar;

import static io.bytelane.internal.kernel.FunctionTerms.*;

/// The exponential function by `e^x = 2^n e^r`, with n the integer nearest to `x log2(e)`.
final class ScalarExponential {
  private ScalarExponential() {}

  /// e^x for any x.
  static float any(float x) {
    float low = x < UNDERFLOW ? UNDERFLOW : x;
    float clamped = low > OVERFLOW ? OVERFLOW : low;
    float rounded = clamped * LOG2_E + ROUND;
    float power = rest(clamped, rounded - ROUND);
    int n = Float.floatToRawIntBits(rounded) - ROUND_BITS;
    int half = n >> 1;
    // Two factors, as 2^n alone may be too small or too large for a float.
    return power * powerOfTwo(half) * powerOfTwo(n - half);
  }

  /// e^x for `x <= 0`, and 0 where it is below `e^-86`.
  static float ofNegative(float x) {
    float rounded = x * LOG2_E + ROUND;
    float power = rest(x, rounded - ROUND);
    // The shift drops what ROUND put into the upper bits.
    int bits = (Float.floatToRawIntBits(rounded) << FRACTION) + ONE_BITS;
    return x < SMALLEST_EXPONENT ? 0f : power * Float.intBitsToFloat(bits);
  }

  /// e^x - 1 for `x <= 0`, without cancellation near 0.
  static float lessOne(float x) {
    float rounded = x * LOG2_E + ROUND;
    float power = restLessOne(x, rounded - ROUND);
    float factor = Float.intBitsToFloat((Float.floatToRawIntBits(rounded) << FRACTION) + ONE_BITS);
    return x < SMALLEST_EXPONENT ? -1f : power * factor + (factor - 1f);
  }

  private static float powerOfTwo(int n) {
    return Float.intBitsToFloat((n + EXPONENT_BIAS) << FRACTION);
  }

  /// e^(x - n ln 2).
  private static float rest(float x, float n) {
    return restLessOne(x, n) + 1f;
  }

  private static float restLessOne(float x, float n) {
    float r = x - n * LN2_HIGH - n * LN2_LOW;
    float p = EXP_6 * r + EXP_5;
    p = p * r + EXP_4;
    p = p * r + EXP_3;
    p = p * r + EXP_2;
    p = p * r + 1f;
    return p * r;
  }
}
