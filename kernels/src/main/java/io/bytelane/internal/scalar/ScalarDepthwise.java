package io.bytelane.internal.scalar;

import io.bytelane.internal.kernel.DepthwiseKernel;
import java.util.Arrays;

/// [DepthwiseKernel] in plain loops, of which the compiler vectorizes the innermost.
public final class ScalarDepthwise implements DepthwiseKernel {
  static final int NR = 8;

  /// Creates the stateless instance.
  public ScalarDepthwise() {}

  @Override
  public int nr() {
    return NR;
  }

  @Override
  public String name() {
    return "f32_depthwise_1x8c1_scalar";
  }

  @Override
  public void run(
      float[] in,
      int inOffset,
      int pixels,
      int pixelStride,
      int[] tapOffsets,
      int firstTap,
      int taps,
      float[] weights,
      int weightsOffset,
      float[] out,
      int outOffset) {
    for (int x = 0; x < pixels; x++) {
      int to = outOffset + x * NR;
      Arrays.fill(out, to, to + NR, 0f);
      for (int t = 0; t < taps; t++) {
        int from = tapOffsets[firstTap + t] + inOffset + x * pixelStride;
        int weight = weightsOffset + t * NR;
        for (int j = 0; j < NR; j++) {
          out[to + j] += in[from + j] * weights[weight + j];
        }
      }
    }
  }
}
