package io.bytelane.internal.scalar;

import io.bytelane.internal.kernel.DepthwiseKernel;

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
  public int group(int kernelWidth, int stride, int dilation) {
    return dilation == 1 ? kernelWidth : 1;
  }

  @Override
  public void run(
      float[] in,
      int[] stepOffsets,
      int firstStep,
      int steps,
      int group,
      int stride,
      int pixels,
      float[] weights,
      int weightsOffset,
      float start,
      int[] out,
      int outOffset) {
    for (int x = 0; x < pixels; x++) {
      for (int j = 0; j < NR; j++) {
        float sum = start;
        for (int s = 0; s < steps; s++) {
          int from = stepOffsets[firstStep + s] + x * stride * NR + j;
          int weight = weightsOffset + s * group * NR + j;
          for (int k = 0; k < group; k++) {
            sum += in[from + k * NR] * weights[weight + k * NR];
          }
        }
        out[outOffset + x * NR + j] = Float.floatToRawIntBits(sum);
      }
    }
  }

  @Override
  public void finish(
      int[] bits,
      int bitsOffset,
      int rows,
      int columns,
      float[] bias,
      int first,
      float min,
      float max,
      float[] out,
      int outOffset,
      int outStride) {
    finish(bits, bitsOffset, NR, rows, columns, bias, first, min, max, out, outOffset, outStride);
  }

  /// As the method of the interface, for rows of `bits` that lie `stride` apart.
  public static void finish(
      int[] bits,
      int bitsOffset,
      int stride,
      int rows,
      int columns,
      float[] bias,
      int first,
      float min,
      float max,
      float[] out,
      int outOffset,
      int outStride) {
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        float sum = Float.intBitsToFloat(bits[bitsOffset + i * stride + j]) + bias[first + j];
        out[outOffset + i * outStride + j] = Math.min(Math.max(sum, min), max);
      }
    }
  }
}
