package io.bytelane.internal.kernel;

/// What happens to a block of accumulators after the last depth block: `rows` rows of `columns`
/// values, `columns <= nr` of the register tile. `first` is the channel of the first column:
/// per-channel operands are read from there on, and hold a value for each channel of the panel.
///
/// Exactly `rows * columns` values are written. Whole tiles of accumulators may be read.
public interface Epilogue {
  /// Applies weight zero points to one row: `acc[j] -= zeroPoints[first + j] * rowSum`, modulo
  /// 2^32.
  void subtractZeroPoints(
      int[] acc, int accOffset, int columns, int[] zeroPoints, int first, int rowSum);

  /// Requantizes by scheme `FLOAT32`, with `c = first + j`:
  /// `out[i][j] = clamp(rint(float(acc[i][j] + bias[c]) * multiplier[c]) + zeroPoint, min, max)`,
  /// half to even; the low byte is stored.
  void requantize(
      int[] acc,
      int accOffset,
      int accStride,
      int rows,
      int columns,
      int[] bias,
      float[] multiplier,
      int first,
      int zeroPoint,
      int min,
      int max,
      byte[] out,
      int outOffset,
      int outStride);

  /// Requantizes float sums by scheme `FLOAT32`, to the bits of the form for int32 accumulators:
  /// sums and bias are exact integers, and their sum is rounded once, as a conversion rounds.
  void requantize(
      float[] sums,
      int sumsOffset,
      int sumsStride,
      int rows,
      int columns,
      float[] bias,
      float[] multiplier,
      int first,
      int zeroPoint,
      int min,
      int max,
      byte[] out,
      int outOffset,
      int outStride);

  /// Requantizes rows that have scales of their own by scheme `FLOAT32`: as the form for int32
  /// accumulators, with `s` the scale of row `i` and
  /// `multiplier = (s * scale[c]) / outputScale`, each step rounded to float32.
  ///
  /// @param params scales of the rows from `scalesOffset` on
  void requantizeRows(
      int[] acc,
      int accOffset,
      int accStride,
      int rows,
      int columns,
      int[] bias,
      float[] params,
      int scalesOffset,
      float[] scale,
      float outputScale,
      int first,
      int zeroPoint,
      int min,
      int max,
      byte[] out,
      int outOffset,
      int outStride);

  /// Requantizes by scheme `FIXED_DOUBLE`, with `c = first + j`:
  /// `out[i][j] = clamp(B(acc[i][j] + bias[c], multiplier[c], shift[c]) + zeroPoint, min, max)`,
  /// where B rounds the 31-bit product up at ties, then the right shift away from zero at ties. The
  /// accumulators are scratch: they may be overwritten.
  ///
  /// @param multiplier not negative
  /// @param shift in [-31, 30]
  void requantizeFixedDouble(
      int[] acc,
      int accOffset,
      int accStride,
      int rows,
      int columns,
      int[] bias,
      int[] multiplier,
      int[] shift,
      int first,
      int zeroPoint,
      int min,
      int max,
      byte[] out,
      int outOffset,
      int outStride);

  /// Requantizes by scheme `FIXED_SINGLE`: as [#requantizeFixedDouble], with one rounding of the
  /// 64-bit product, up at ties, and accumulators as scratch.
  void requantizeFixedSingle(
      int[] acc,
      int accOffset,
      int accStride,
      int rows,
      int columns,
      int[] bias,
      int[] multiplier,
      int[] shift,
      int first,
      int zeroPoint,
      int min,
      int max,
      byte[] out,
      int outOffset,
      int outStride);

  /// Adds the int32 bias: `out[i][j] = acc[i][j] + bias[first + j]`, modulo 2^32.
  void addBias(
      int[] acc,
      int accOffset,
      int accStride,
      int rows,
      int columns,
      int[] bias,
      int first,
      int[] out,
      int outOffset,
      int outStride);

  /// Converts one row to real values, one multiplication and one addition, with `c = first + j`:
  /// `out[j] = clamp(float(acc[j] + bias[c]) * (rowScale * scale[c]) + realBias[c], min, max)`,
  /// each step rounded to float32.
  void dequantize(
      int[] acc,
      int accOffset,
      int columns,
      int[] bias,
      float rowScale,
      float[] scale,
      float[] realBias,
      int first,
      float min,
      float max,
      float[] out,
      int outOffset);

  /// Converts rows that have scales and zero points of their own to real values, with
  /// `c = first + j`, `s` and `z` the parameters of row `i`:
  /// `out[i][j] = clamp(float(acc[i][j] - z * correction[c]) * (s * scale[c]) + realBias[c], min,
  /// max)`, each step rounded to float32.
  ///
  /// @param params scales of the rows from `scalesOffset` on, zero points from `zeroPointsOffset`
  /// on
  void dequantizeRows(
      int[] acc,
      int accOffset,
      int accStride,
      int rows,
      int columns,
      int[] correction,
      float[] params,
      int scalesOffset,
      int zeroPointsOffset,
      float[] scale,
      float[] realBias,
      int first,
      float min,
      float max,
      float[] out,
      int outOffset,
      int outStride);

  /// Finishes float accumulators: `out[i][j] = clamp(acc[i][j] + bias[first + j], min, max)`.
  void addBias(
      float[] acc,
      int accOffset,
      int accStride,
      int rows,
      int columns,
      float[] bias,
      int first,
      float min,
      float max,
      float[] out,
      int outOffset,
      int outStride);
}
