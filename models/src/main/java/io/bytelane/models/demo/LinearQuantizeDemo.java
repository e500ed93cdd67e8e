package io.bytelane.models.demo;

/// A 5 x 5 matrix with values in -0.25..0.75, quantized and reconstructed.
///
/// @param map the affine map of the range
/// @param original the real values
/// @param levels their levels
/// @param reconstructed the real values of the levels
// Matrices of a few values, made once and only shown: nobody compares or changes them.
@SuppressWarnings("ArrayRecordComponent")
public record LinearQuantizeDemo(
    LinearMap map, float[][] original, int[][] levels, float[][] reconstructed) {
  private static final double MIN = -0.25;
  private static final double MAX = 0.75;

  private static final float[][] TENSOR = {
    {0.0523f, 0.6364f, -0.0968f, -0.0020f, 0.1940f},
    {0.7500f, 0.5507f, 0.6188f, -0.1734f, 0.4677f},
    {-0.0669f, 0.3836f, 0.4297f, 0.6267f, -0.0695f},
    {0.1536f, -0.0038f, 0.6075f, 0.6817f, 0.0601f},
    {0.6446f, -0.2500f, 0.5376f, -0.2226f, 0.2333f},
  };

  /// Computes the demonstration.
  ///
  /// @param bits 2..8
  /// @throws IllegalArgumentException if the bits are not in this range
  public static LinearQuantizeDemo run(int bits) {
    LinearMap map = LinearMap.ofRange(MIN, MAX, bits);
    int[][] levels = map.quantize(TENSOR);
    return new LinearQuantizeDemo(map, TENSOR, levels, map.dequantize(levels));
  }

  /// Returns the largest difference between a value and its reconstruction. Within the range it is
  /// half a step, and up to half a step more where rounding the zero point moved the range.
  public float maxError() {
    float max = 0;
    for (int i = 0; i < original.length; i++) {
      for (int j = 0; j < original[i].length; j++) {
        max = Math.max(max, Math.abs(original[i][j] - reconstructed[i][j]));
      }
    }
    return max;
  }

  /// Returns whether the reconstruction is as close as the number of levels allows.
  public boolean passed() {
    return maxError() <= map.scale();
  }
}
