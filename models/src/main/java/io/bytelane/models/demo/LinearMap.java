package io.bytelane.models.demo;

import io.bytelane.quant.LevelRange;
import io.bytelane.quant.QuantParams;
import io.bytelane.quant.ScaleChooser;

/// The affine map of a range onto all levels of a bit width, as the demonstrations use it: computed
/// in double, without widening the range to hold zero.
///
/// `scale = (max - min) / (qmax - qmin)`, `zeroPoint = rint(clamp(qmin - min / scale, qmin,
/// qmax))`; a range of one value has scale 1.
///
/// @param bits 2..8
/// @param scale real distance of two levels
/// @param zeroPoint level of the real value 0, or the nearest end if 0 lies outside the range
public record LinearMap(int bits, double scale, int zeroPoint) {
  /// Computes the map of a range.
  ///
  /// @param min smallest value
  /// @param max largest value, at least `min`
  /// @param bits 2..8
  /// @throws IllegalArgumentException if the bits or the range are not valid
  public static LinearMap ofRange(double min, double max, int bits) {
    ScaleChooser.DoubleParams params =
        ScaleChooser.withoutWidening(min, max, LevelRange.signed(bits));
    return new LinearMap(bits, params.scale(), params.zeroPoint());
  }

  /// Returns the map of the range that the values span.
  ///
  /// @param values at least one row with at least one value
  /// @param bits 2..8
  public static LinearMap of(float[][] values, int bits) {
    double min = Double.POSITIVE_INFINITY;
    double max = Double.NEGATIVE_INFINITY;
    for (float[] row : values) {
      for (float value : row) {
        min = Math.min(min, value);
        max = Math.max(max, value);
      }
    }
    return ofRange(min, max, bits);
  }

  /// Returns the level of each value, with the scale rounded to float32 and one division per value.
  ///
  /// @param values real values
  public int[][] quantize(float[][] values) {
    int[][] levels = new int[values.length][];
    for (int i = 0; i < values.length; i++) {
      levels[i] = new int[values[i].length];
      for (int j = 0; j < levels[i].length; j++) {
        levels[i][j] =
            QuantParams.quantize(
                values[i][j], scaleAsFloat(), zeroPoint, range().min(), range().max());
      }
    }
    return levels;
  }

  /// Returns the real value of each level.
  ///
  /// @param levels levels of this map
  public float[][] dequantize(int[][] levels) {
    float[][] values = new float[levels.length][];
    for (int i = 0; i < levels.length; i++) {
      values[i] = new float[levels[i].length];
      for (int j = 0; j < values[i].length; j++) {
        values[i][j] = (levels[i][j] - zeroPoint) * scaleAsFloat();
      }
    }
    return values;
  }

  /// Returns the scale as the arithmetic uses it.
  public float scaleAsFloat() {
    return (float) scale;
  }

  /// Returns the levels of the map: all of a signed type with so many bits.
  public LevelRange range() {
    return LevelRange.signed(bits);
  }
}
