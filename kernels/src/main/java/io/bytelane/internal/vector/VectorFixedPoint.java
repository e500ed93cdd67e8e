package io.bytelane.internal.vector;

import io.bytelane.internal.kernel.FixedProductTerms;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/// Loops that multiply by `multiplier * 2^(shift - 31)` in integer lanes.
///
/// 64-bit products come from the even and the odd lanes apart: a long lane holds two int lanes, the
/// even one in its lower half. Shifting the wanted half to the top and back leaves a sign-extended
/// int, for which C2 emits one `vpmuldq`.
///
/// The loops are written out, without helpers of our own: they are near the number of operations at
/// which C2 stops inlining, and a helper that stays a call has its vectors allocated. Operations of
/// the Vector API themselves are inlined beyond that number.
final class VectorFixedPoint {
  private static final VectorSpecies<Long> LONG = VectorSpecies.of(long.class, Lanes.SHAPE);
  private static final long LOW_HALF = 0xFFFFFFFFL;
  private static final long ROUND = 1L << 30;

  private VectorFixedPoint() {}

  /// Scheme `FIXED_DOUBLE` on one vector of channels, from `first` on, of `rows` accumulator rows,
  /// in place. Levels less the zero point are clamped to [low, high].
  ///
  /// The doubling high product is `floor((sum * multiplier + 2^30) / 2^31)`, its low 32 bits: of
  /// the even lanes they are bits 31..62, the odd ones move to the upper half with one left shift,
  /// so that no arithmetic shift of longs is needed. The division by a power of two that follows
  /// rounds half away from zero: up where the rest exceeds half the divisor, or equals it in a
  /// positive number.
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
    IntVector exponent = IntVector.fromArray(Lanes.INT, shift, first);
    IntVector left = exponent.max(0);
    IntVector right = exponent.neg().max(0);
    IntVector mask = IntVector.broadcast(Lanes.INT, 1).lanewise(VectorOperators.LSHL, right).sub(1);
    IntVector half = mask.lanewise(VectorOperators.LSHR, 1);
    LongVector factors = IntVector.fromArray(Lanes.INT, multiplier, first).reinterpretAsLongs();
    LongVector evenFactor =
        factors.lanewise(VectorOperators.LSHL, 32).lanewise(VectorOperators.ASHR, 32);
    LongVector oddFactor = factors.lanewise(VectorOperators.ASHR, 32);
    for (int i = 0; i < rows; i++) {
      int at = offset + i * stride;
      LongVector sums =
          IntVector.fromArray(Lanes.INT, acc, at)
              .add(addend)
              .lanewise(VectorOperators.LSHL, left)
              .reinterpretAsLongs();
      LongVector even =
          sums.lanewise(VectorOperators.LSHL, 32)
              .lanewise(VectorOperators.ASHR, 32)
              .mul(evenFactor)
              .add(ROUND)
              .lanewise(VectorOperators.LSHR, 31);
      LongVector odd =
          sums.lanewise(VectorOperators.ASHR, 32)
              .mul(oddFactor)
              .add(ROUND)
              .lanewise(VectorOperators.LSHL, 1);
      IntVector product = even.and(LOW_HALF).or(odd.and(~LOW_HALF)).reinterpretAsInts();
      IntVector threshold = half.sub(product.lanewise(VectorOperators.ASHR, 31));
      product
          .lanewise(VectorOperators.ASHR, right)
          .add(1, product.and(mask).compare(VectorOperators.GT, threshold))
          .max(low)
          .min(high)
          .intoArray(acc, at);
    }
  }

  /// Scheme `FIXED_SINGLE` on one vector of channels, from `first` on, of `rows` accumulator rows,
  /// in place. Levels less the zero point are clamped to [low, high] as 64-bit numbers: 32 bits may
  /// not hold them before.
  ///
  /// With `down = 30 - shift`, 0 .. 61, the quotient `floor((sum * multiplier + 2^down) /
  /// 2^(down + 1))` is `(floor(sum * multiplier / 2^down) + 1) / 2`.
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
    // Of the even lanes a shift by `downs` reads the six lowest bits alone.
    LongVector downs =
        IntVector.fromArray(Lanes.INT, shift, first).neg().add(30).reinterpretAsLongs();
    LongVector oddDown = downs.lanewise(VectorOperators.ASHR, 32);
    LongVector factors = IntVector.fromArray(Lanes.INT, multiplier, first).reinterpretAsLongs();
    LongVector evenFactor =
        factors.lanewise(VectorOperators.LSHL, 32).lanewise(VectorOperators.ASHR, 32);
    LongVector oddFactor = factors.lanewise(VectorOperators.ASHR, 32);
    for (int i = 0; i < rows; i++) {
      int at = offset + i * stride;
      LongVector sums = IntVector.fromArray(Lanes.INT, acc, at).add(addend).reinterpretAsLongs();
      LongVector even =
          sums.lanewise(VectorOperators.LSHL, 32)
              .lanewise(VectorOperators.ASHR, 32)
              .mul(evenFactor)
              .lanewise(VectorOperators.ASHR, downs)
              .add(1)
              .lanewise(VectorOperators.ASHR, 1)
              .max(low)
              .min(high);
      LongVector odd =
          sums.lanewise(VectorOperators.ASHR, 32)
              .mul(oddFactor)
              .lanewise(VectorOperators.ASHR, oddDown)
              .add(1)
              .lanewise(VectorOperators.ASHR, 1)
              .max(low)
              .min(high);
      even.and(LOW_HALF)
          .or(odd.lanewise(VectorOperators.LSHL, 32))
          .reinterpretAsInts()
          .intoArray(acc, at);
    }
  }

  /// Products of bytes, scaled by scheme `FIXED_DOUBLE` with room above them:
  /// `abs(x * y << max(shift, 0)) < 2^30`, one multiplier for all lanes, `shift` in [-29, 30].
  /// With `e = max(-shift, 0)`, both roundings of `value = x * y` are one shift:
  /// `floor((2 * value * multiplier + 2^31 + 2^(31 + e) - s * 2^32) / 2^(32 + e))`, where `s` is 1
  /// for negative values and makes ties go away from zero; it is subtracted from the upper halves.
  /// For e = 0 the second rounding and `s` fall away.
  ///
  /// @return the number of values written, a multiple of the lanes
  static int products(
      byte[] a,
      int aOffset,
      byte[] b,
      int bOffset,
      int length,
      FixedProductTerms terms,
      byte[] out,
      int outOffset) {
    int left = Math.max(terms.shift(), 0) + 1;
    int right = Math.max(-terms.shift(), 0);
    long round = (1L << 31) + (right == 0 ? 0 : 1L << (31 + right));
    LongVector factor = LongVector.broadcast(LONG, terms.multiplier());
    int i = 0;
    for (; i <= length - Lanes.QUARTER_LENGTH; i += Lanes.COUNT) {
      IntVector x = Lanes.signed(a, aOffset + i, terms.aFlip()).sub(terms.aZeroPoint());
      IntVector y = Lanes.signed(b, bOffset + i, terms.bFlip()).sub(terms.bZeroPoint());
      IntVector value = x.mul(y);
      LongVector doubled = value.lanewise(VectorOperators.LSHL, left).reinterpretAsLongs();
      LongVector even =
          doubled
              .lanewise(VectorOperators.LSHL, 32)
              .lanewise(VectorOperators.ASHR, 32)
              .mul(factor)
              .add(round)
              .lanewise(VectorOperators.LSHR, 32);
      LongVector odd =
          doubled.lanewise(VectorOperators.ASHR, 32).mul(factor).add(round).and(~LOW_HALF);
      IntVector sign = value.lanewise(VectorOperators.ASHR, 31).and(right == 0 ? 0 : -1);
      IntVector level =
          even.or(odd)
              .reinterpretAsInts()
              .add(sign)
              .lanewise(VectorOperators.ASHR, right)
              .max(terms.min() - terms.zeroPoint())
              .min(terms.max() - terms.zeroPoint())
              .add(terms.zeroPoint());
      Lanes.storeBytes(level, out, outOffset + i);
    }
    return i;
  }

  /// Stores two vectors of levels of each row, plus the zero point, as bytes.
  static void narrow(
      int[] levels,
      int offset,
      int stride,
      int rows,
      int zeroPoint,
      byte[] out,
      int outOffset,
      int outStride) {
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < 2 * Lanes.COUNT; j += Lanes.COUNT) {
        IntVector level =
            IntVector.fromArray(Lanes.INT, levels, offset + i * stride + j).add(zeroPoint);
        ByteVector bytes =
            (ByteVector) level.convertShape(VectorOperators.I2B, Lanes.QUARTER_BYTES, 0);
        int to = outOffset + i * outStride + j;
        if (Lanes.WHOLE_QUARTERS) {
          bytes.intoArray(out, to);
        } else {
          Lanes.INTS.set(out, to, bytes.reinterpretAsInts().lane(0));
        }
      }
    }
  }
}
