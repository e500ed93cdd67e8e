package io.bytelane.internal.vector;

import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;

/// Multiplication by `multiplier * 2^(shift - 31)` in integer lanes; the scalar form of the same
/// name says what is computed.
///
/// 64-bit products come from the even and the odd lanes apart: a long lane holds two int lanes, the
/// even one in its lower half. Shifting the wanted half to the top and back leaves a sign-extended
/// int, for which C2 emits one `vpmuldq`.
final class VectorFixedPoint {
  private static final long LOW_HALF = 0xFFFFFFFFL;
  private static final long ROUND = 1L << 30;

  private VectorFixedPoint() {}

  /// Scheme `FIXED_DOUBLE`. Lanes of `left` are `max(shift, 0)`, those of `right` `max(-shift, 0)`.
  static IntVector scaleDouble(
      IntVector value, IntVector multiplier, IntVector left, IntVector right) {
    IntVector high = highMultiply(value.lanewise(VectorOperators.LSHL, left), multiplier);
    IntVector mask = IntVector.broadcast(Lanes.INT, 1).lanewise(VectorOperators.LSHL, right).sub(1);
    IntVector rest = high.and(mask);
    IntVector threshold =
        mask.lanewise(VectorOperators.LSHR, 1).sub(high.lanewise(VectorOperators.ASHR, 31));
    IntVector down = high.lanewise(VectorOperators.ASHR, right);
    return down.add(1, rest.compare(VectorOperators.GT, threshold));
  }

  /// Scheme `FIXED_DOUBLE` for values with room above them: `abs(value << max(shift, 0)) < 2^30`,
  /// one multiplier for all lanes, `shift` in [-29, 30]. With `e = max(-shift, 0)`, both roundings
  /// are one shift: `floor((2 * value * multiplier + 2^31 + 2^(31 + e) - s * 2^32) / 2^(32 + e))`,
  /// where `s` is 1 for negative values and makes ties go away from zero; it is subtracted from the
  /// upper halves. For e = 0 the second rounding and `s` fall away.
  static IntVector scaleDoubleSmall(IntVector value, int multiplier, int shift) {
    int right = Math.max(-shift, 0);
    long round = (1L << 31) + (right == 0 ? 0 : 1L << (31 + right));
    IntVector factor = IntVector.broadcast(Lanes.INT, multiplier);
    IntVector doubled = value.lanewise(VectorOperators.LSHL, Math.max(shift, 0) + 1);
    LongVector even = even(doubled).mul(even(factor)).add(round);
    LongVector odd = odd(doubled).mul(odd(factor)).add(round);
    IntVector high =
        even.lanewise(VectorOperators.LSHR, 32).or(odd.and(~LOW_HALF)).reinterpretAsInts();
    IntVector sign = value.lanewise(VectorOperators.ASHR, 31).and(right == 0 ? 0 : -1);
    return high.add(sign).lanewise(VectorOperators.ASHR, right);
  }

  /// `floor((a * b + 2^30) / 2^31)`, the low 32 bits. The even result lies in bits 31..62 of the
  /// sum, the odd one moves to the upper half with one left shift; no arithmetic shift of longs is
  /// needed.
  private static IntVector highMultiply(IntVector a, IntVector b) {
    LongVector even = even(a).mul(even(b)).add(ROUND);
    LongVector odd = odd(a).mul(odd(b)).add(ROUND);
    return even.lanewise(VectorOperators.LSHR, 31)
        .and(LOW_HALF)
        .or(odd.lanewise(VectorOperators.LSHL, 1).and(~LOW_HALF))
        .reinterpretAsInts();
  }

  /// Scheme `FIXED_DOUBLE` on one vector of channels, from `first` on, of `rows` accumulator rows:
  /// these become levels less the zero point, clamped to [low, high].
  ///
  /// One vector at a time: with two, the body exceeds the bytecodes that C2 inlines into one method
  /// (`DesiredMethodLimit`), and ran at 0.6 instead of 4.3 values a nanosecond (512 bit).
  static void columnDouble(
      int[] acc,
      int offset,
      int stride,
      int rows,
      int[] bias,
      int[] multiplier,
      int[] shift,
      int first,
      int low,
      int high) {
    IntVector addend = IntVector.fromArray(Lanes.INT, bias, first);
    IntVector factor = IntVector.fromArray(Lanes.INT, multiplier, first);
    IntVector exponent = IntVector.fromArray(Lanes.INT, shift, first);
    IntVector left = exponent.max(0);
    IntVector right = exponent.neg().max(0);
    for (int i = 0; i < rows; i++) {
      int at = offset + i * stride;
      IntVector sum = IntVector.fromArray(Lanes.INT, acc, at).add(addend);
      scaleDouble(sum, factor, left, right).max(low).min(high).intoArray(acc, at);
    }
  }

  /// Scheme `FIXED_SINGLE` on one vector of channels, from `first` on, of `rows` accumulator rows:
  /// these become levels less the zero point, clamped to [low, high].
  static void columnSingle(
      int[] acc,
      int offset,
      int stride,
      int rows,
      int[] bias,
      int[] multiplier,
      int[] shift,
      int first,
      int low,
      int high) {
    IntVector addend = IntVector.fromArray(Lanes.INT, bias, first);
    IntVector factor = IntVector.fromArray(Lanes.INT, multiplier, first);
    IntVector down = IntVector.fromArray(Lanes.INT, shift, first).neg().add(30);
    for (int i = 0; i < rows; i++) {
      int at = offset + i * stride;
      IntVector sum = IntVector.fromArray(Lanes.INT, acc, at).add(addend);
      scaleSingle(sum, factor, down, low, high).intoArray(acc, at);
    }
  }

  /// Scheme `FIXED_SINGLE`, clamped to [low, high] before the zero point is added, as the quotient
  /// may need more than 32 bits. Lanes of `down`, 30 less the shift, are in [0, 61]. Of the even
  /// ones a shift reads the six lowest bits alone.
  private static IntVector scaleSingle(
      IntVector value, IntVector multiplier, IntVector down, int low, int high) {
    LongVector even = quotient(even(value), even(multiplier), down.reinterpretAsLongs(), low, high);
    LongVector odd = quotient(odd(value), odd(multiplier), odd(down), low, high);
    return even.and(LOW_HALF).or(odd.lanewise(VectorOperators.LSHL, 32)).reinterpretAsInts();
  }

  /// `floor((value * multiplier + 2^down) / 2^(down + 1))`, as `(floor(x / 2^down) + 1) / 2`.
  private static LongVector quotient(
      LongVector value, LongVector multiplier, LongVector down, int low, int high) {
    return value
        .mul(multiplier)
        .lanewise(VectorOperators.ASHR, down)
        .add(1)
        .lanewise(VectorOperators.ASHR, 1)
        .max(low)
        .min(high);
  }

  private static LongVector even(IntVector values) {
    return values
        .reinterpretAsLongs()
        .lanewise(VectorOperators.LSHL, 32)
        .lanewise(VectorOperators.ASHR, 32);
  }

  private static LongVector odd(IntVector values) {
    return values.reinterpretAsLongs().lanewise(VectorOperators.ASHR, 32);
  }
}
