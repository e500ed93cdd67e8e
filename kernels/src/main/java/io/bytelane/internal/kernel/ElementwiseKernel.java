package io.bytelane.internal.kernel;

/// Operations on two arrays of 8-bit levels, element by element. With `a'` and `b'` the levels less
/// their zero points, every form stores the low byte of a level clamped to [min, max]. Input and
/// output do not overlap.
public interface ElementwiseKernel {
  /// Adds in float32, every step rounded:
  /// `clamp(rint(fl32(fl32(a' * aMultiplier) + fl32(b' * bMultiplier))) + zeroPoint)`.
  void add(
      byte[] a,
      int aOffset,
      byte[] b,
      int bOffset,
      int length,
      SumTerms terms,
      byte[] out,
      int outOffset);

  /// Multiplies: `clamp(rint(fl32(float(a' * b') * multiplier)) + zeroPoint)`.
  void multiply(
      byte[] a,
      int aOffset,
      byte[] b,
      int bOffset,
      int length,
      ProductTerms terms,
      byte[] out,
      int outOffset);

  /// Adds scaled operands in fixed point, with the roundings of scheme `FIXED_DOUBLE`: with
  /// `p = aProducts[a] + bProducts[b]` and `h = floor((p + 2^30) / 2^31)`,
  /// `clamp(halfAway(h / 2^rightShift) + zeroPoint)`.
  void addFixedDouble(
      byte[] a,
      int aOffset,
      byte[] b,
      int bOffset,
      int length,
      FixedSumTerms terms,
      byte[] out,
      int outOffset);

  /// Multiplies in fixed point: `clamp(B(a' * b', multiplier) + zeroPoint)`.
  void multiplyFixedDouble(
      byte[] a,
      int aOffset,
      byte[] b,
      int bOffset,
      int length,
      FixedProductTerms terms,
      byte[] out,
      int outOffset);

  /// Takes the smaller, or the larger, of two scaled values:
  /// `clamp(rint(extremum(fl32(a' * aMultiplier), fl32(b' * bMultiplier))) + zeroPoint)`.
  void extremum(
      byte[] a,
      int aOffset,
      byte[] b,
      int bOffset,
      int length,
      SumTerms terms,
      boolean largest,
      byte[] out,
      int outOffset);

  /// Takes the smaller, or the larger, of two levels as they are, compared after an exclusive or
  /// with `flip`: 0 for s8, `(byte) 0x80` for u8.
  void extremum(
      byte[] a,
      int aOffset,
      byte[] b,
      int bOffset,
      int length,
      byte flip,
      boolean largest,
      byte[] out,
      int outOffset);

  /// Looks bytes up: `out[i] = table[in[i] & 0xFF]`. Input and output may be the same range.
  void lookUp(byte[] table, byte[] in, int inOffset, int length, byte[] out, int outOffset);
}
