package io.bytelane.internal.kernel;

/// What happens to one row of accumulators after the last depth block. `first` is the column of the
/// first value: per-channel operands are read from there on.
public interface Epilogue {
  /// Applies weight zero points: `acc[j] -= zeroPoints[first + j] * rowSum`, modulo 2^32.
  void subtractZeroPoints(
      int[] acc, int accOffset, int count, int[] zeroPoints, int first, int rowSum);

  /// Requantizes by scheme `FLOAT32`:
  /// `out[j] = clamp(rint(float(acc[j] + bias[c]) * multiplier[c]) + zeroPoint, min, max)` with
  /// `c = first + j`, half to even, where only the low byte is stored.
  void requantize(
      int[] acc,
      int accOffset,
      int count,
      int[] bias,
      float[] multiplier,
      int first,
      int zeroPoint,
      int min,
      int max,
      byte[] out,
      int outOffset);

  /// Adds the int32 bias: `out[j] = acc[j] + bias[first + j]`, modulo 2^32.
  void addBias(
      int[] acc, int accOffset, int count, int[] bias, int first, int[] out, int outOffset);

  /// Converts to real values, one multiplication and one addition:
  /// `out[j] = clamp(float(acc[j] + bias[c]) * (rowScale * scale[c]) + realBias[c], min, max)`,
  /// each step rounded to float32.
  void dequantize(
      int[] acc,
      int accOffset,
      int count,
      int[] bias,
      float rowScale,
      float[] scale,
      float[] realBias,
      int first,
      float min,
      float max,
      float[] out,
      int outOffset);

  /// Finishes a row of float accumulators: `out[j] = clamp(acc[j] + bias[first + j], min, max)`.
  void addBias(
      float[] acc,
      int accOffset,
      int count,
      float[] bias,
      int first,
      float min,
      float max,
      float[] out,
      int outOffset);
}
