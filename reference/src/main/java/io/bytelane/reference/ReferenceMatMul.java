package io.bytelane.reference;

/// Product of two quantized matrices whose parameters belong to the rows of the left and the
/// columns
/// of the right one (ONNX QLinearMatMul), with an int32 bias for each column.
///
/// With `acc[i][j]` the exact sum of `bias[j]` and the products of `a[i][p] - za[i]` and
/// `b[p][j] - zb[j]`: real outputs are `fl32(float(acc) * fl32(sa[i] * sb[j]))`, levels
/// `sat(rint(fl32(float(acc) * m)) + z)` with `m = fl32(fl32(sa[i] * sb[j]) / s)`.
public final class ReferenceMatMul {
  private ReferenceMatMul() {}

  /// A matrix and its parameters.
  ///
  /// @param matrix the levels
  /// @param scales one, or one for each row (left operand) or column (right operand)
  /// @param zeroPoints likewise
  @SuppressWarnings("ArrayRecordComponent") // a bundle of arguments, never compared
  public record Operand(ReferenceMatrix matrix, float[] scales, int[] zeroPoints) {
    float scale(int vector) {
      return scales.length == 1 ? scales[0] : scales[vector];
    }

    int zeroPoint(int vector) {
      return zeroPoints.length == 1 ? zeroPoints[0] : zeroPoints[vector];
    }
  }

  /// Returns the dense `[m][n]` sums.
  ///
  /// @param bias n values, or null
  /// @throws ArithmeticException if a sum leaves int32
  public static int[] sums(int m, int n, int k, Operand a, Operand b, int[] bias) {
    int[] sums = new int[m * n];
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        long sum = bias == null ? 0 : bias[j];
        for (int p = 0; p < k; p++) {
          sum += (long) (a.matrix.at(i, p) - a.zeroPoint(i)) * (b.matrix.at(p, j) - b.zeroPoint(j));
        }
        sums[i * n + j] = Math.toIntExact(sum);
      }
    }
    return sums;
  }

  /// Returns the dense `[m][n]` real outputs.
  ///
  /// @param bias n values, or null
  public static float[] reals(int m, int n, int k, Operand a, Operand b, int[] bias) {
    int[] sums = sums(m, n, k, a, b, bias);
    float[] reals = new float[m * n];
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        float scale = a.scale(i) * b.scale(j);
        reals[i * n + j] = (float) sums[i * n + j] * scale;
      }
    }
    return reals;
  }

  /// Returns the dense `[m][n]` levels, their low eight bits.
  ///
  /// @param bias n values, or null
  /// @param output scale and zero point of the levels
  /// @param low lowest level
  /// @param high highest level
  /// @throws ReferenceRefusal `InvalidMultiplier` if a multiplier is infinite
  public static byte[] levels(
      int m,
      int n,
      int k,
      Operand a,
      Operand b,
      int[] bias,
      ReferenceQuantParams output,
      int low,
      int high) {
    int[] sums = sums(m, n, k, a, b, bias);
    byte[] levels = new byte[m * n];
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        float scale = a.scale(i) * b.scale(j);
        float multiplier = ReferenceRequantize.checked(scale / output.scale());
        float product = (float) sums[i * n + j] * multiplier;
        double level = Math.rint((double) product) + output.zeroPoint();
        levels[i * n + j] = (byte) (int) Math.max(low, Math.min(high, level));
      }
    }
    return levels;
  }
}
