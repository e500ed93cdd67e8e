package io.bytelane.internal.scalar;

import io.bytelane.internal.kernel.DepthwiseKernel;

/// [DepthwiseKernel] in plain loops, with the eight sums of a pixel in local variables.
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
      float sum0 = start;
      float sum1 = start;
      float sum2 = start;
      float sum3 = start;
      float sum4 = start;
      float sum5 = start;
      float sum6 = start;
      float sum7 = start;
      for (int s = 0; s < steps; s++) {
        int from = stepOffsets[firstStep + s] + x * stride * NR;
        int weight = weightsOffset + s * group * NR;
        for (int k = 0; k < group; k++) {
          sum0 += in[from] * weights[weight];
          sum1 += in[from + 1] * weights[weight + 1];
          sum2 += in[from + 2] * weights[weight + 2];
          sum3 += in[from + 3] * weights[weight + 3];
          sum4 += in[from + 4] * weights[weight + 4];
          sum5 += in[from + 5] * weights[weight + 5];
          sum6 += in[from + 6] * weights[weight + 6];
          sum7 += in[from + 7] * weights[weight + 7];
          from += NR;
          weight += NR;
        }
      }
      int to = outOffset + x * NR;
      out[to] = Float.floatToRawIntBits(sum0);
      out[to + 1] = Float.floatToRawIntBits(sum1);
      out[to + 2] = Float.floatToRawIntBits(sum2);
      out[to + 3] = Float.floatToRawIntBits(sum3);
      out[to + 4] = Float.floatToRawIntBits(sum4);
      out[to + 5] = Float.floatToRawIntBits(sum5);
      out[to + 6] = Float.floatToRawIntBits(sum6);
      out[to + 7] = Float.floatToRawIntBits(sum7);
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
