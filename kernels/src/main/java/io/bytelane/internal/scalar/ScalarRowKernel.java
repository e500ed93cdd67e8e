package io.bytelane.internal.scalar;

import io.bytelane.internal.kernel.RowKernel;
import java.util.Arrays;

/// [RowKernel] in plain loops; the vector form hands its last values here.
public final class ScalarRowKernel implements RowKernel {
  /// Creates the stateless instance.
  public ScalarRowKernel() {}

  @Override
  public float max(float[] in, int offset, int length) {
    float max = Float.NEGATIVE_INFINITY;
    for (int i = offset; i < offset + length; i++) {
      max = Math.max(max, in[i]);
    }
    return max;
  }

  @Override
  public void exponentials(
      float[] in, int inOffset, int length, float max, float[] out, int outOffset) {
    for (int i = 0; i < length; i++) {
      out[outOffset + i] = ScalarExponential.ofNegative(in[inOffset + i] - max);
    }
  }

  @Override
  public float sum(float[] in, int offset, int length, float[] lanes, int lanesOffset) {
    Arrays.fill(lanes, lanesOffset, lanesOffset + LANES, 0f);
    return restOfSum(in, offset, 0, length, lanes, lanesOffset);
  }

  @Override
  public float squares(
      float[] in, int offset, int length, float mean, float[] lanes, int lanesOffset) {
    Arrays.fill(lanes, lanesOffset, lanesOffset + LANES, 0f);
    return restOfSquares(in, offset, 0, length, mean, lanes, lanesOffset);
  }

  /// Adds elements `from .. length` to the partial sums and returns the whole sum.
  ///
  /// @param from a multiple of `LANES`
  public static float restOfSum(
      float[] in, int offset, int from, int length, float[] lanes, int lanesOffset) {
    for (int i = from; i < length; i++) {
      lanes[lanesOffset + i % LANES] += in[offset + i];
    }
    return total(lanes, lanesOffset);
  }

  /// Adds the squares of elements `from .. length` to the partial sums and returns the whole sum.
  ///
  /// @param from a multiple of `LANES`
  public static float restOfSquares(
      float[] in, int offset, int from, int length, float mean, float[] lanes, int lanesOffset) {
    for (int i = from; i < length; i++) {
      float difference = in[offset + i] - mean;
      lanes[lanesOffset + i % LANES] += difference * difference;
    }
    return total(lanes, lanesOffset);
  }

  private static float total(float[] lanes, int lanesOffset) {
    for (int half = LANES / 2; half > 0; half /= 2) {
      for (int i = lanesOffset; i < lanesOffset + half; i++) {
        lanes[i] += lanes[i + half];
      }
    }
    return lanes[lanesOffset];
  }

  @Override
  public void normalize(
      float[] in,
      int inOffset,
      int length,
      float mean,
      float factor,
      float[] scale,
      float[] shift,
      float[] out,
      int outOffset) {
    normalizeRest(in, inOffset, 0, length, mean, factor, scale, shift, out, outOffset);
  }

  /// Computes elements `from .. length`.
  public static void normalizeRest(
      float[] in,
      int inOffset,
      int from,
      int length,
      float mean,
      float factor,
      float[] scale,
      float[] shift,
      float[] out,
      int outOffset) {
    for (int i = from; i < length; i++) {
      out[outOffset + i] = (in[inOffset + i] - mean) * factor * scale[i] + shift[i];
    }
  }
}
