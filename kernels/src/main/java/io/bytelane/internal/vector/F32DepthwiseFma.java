package io.bytelane.internal.vector;

import io.bytelane.internal.kernel.DepthwiseKernel;
import io.bytelane.internal.scalar.ScalarDepthwise;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/// [DepthwiseKernel] on vectors: one vector of channels of a row of pixels after the other. Windows
/// of 3 x 3 and kernel rows of three and five taps at strides 1 and 2 have forms of their own; any
/// other window goes tap by tap.
final class F32DepthwiseFma implements DepthwiseKernel {
  static final int NR = 2 * Lanes.COUNT;

  private static final int BLOCK = 4;

  /// 512-bit machines have 32 vector registers.
  private static final boolean MANY_REGISTERS = Lanes.SHAPE.vectorBitSize() == 512;

  @Override
  public int nr() {
    return NR;
  }

  @Override
  public String name() {
    return "f32_depthwise_1x" + NR + "c1_fma";
  }

  @Override
  public int group(int kernelWidth, int stride, int dilation) {
    boolean fast = (kernelWidth == 3 || kernelWidth == 5) && stride <= 2 && dilation == 1;
    return fast ? kernelWidth : 1;
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
    for (int lane = 0; lane < NR; lane += Lanes.COUNT) {
      int w = weightsOffset + lane;
      int to = outOffset + lane;
      if (group == 3 && steps == 3) {
        int row0 = stepOffsets[firstStep] + lane;
        int row1 = stepOffsets[firstStep + 1] + lane;
        int row2 = stepOffsets[firstStep + 2] + lane;
        window(stride, in, row0, row1, row2, pixels, weights, w, start, out, to);
      } else if (group > 1) {
        DepthwiseRows.start(start, pixels, out, to);
        for (int s = 0; s < steps; s++) {
          int row = stepOffsets[firstStep + s] + lane;
          row(group, stride, in, row, pixels, weights, w + s * group * NR, out, to);
        }
      } else if (pixels < BLOCK) {
        single(in, stepOffsets, firstStep, steps, stride, lane, pixels, weights, w, start, out, to);
      } else {
        tapByTap(
            in, stepOffsets, firstStep, steps, stride, lane, pixels, weights, w, start, out, to);
      }
    }
  }

  private static void window(
      int stride,
      float[] in,
      int row0,
      int row1,
      int row2,
      int pixels,
      float[] weights,
      int weightsOffset,
      float start,
      int[] out,
      int outOffset) {
    if (stride == 2) {
      DepthwiseWindows.stride2(
          in, row0, row1, row2, pixels, weights, weightsOffset, start, out, outOffset);
    } else if (MANY_REGISTERS) {
      DepthwiseWindows.stride1(
          in, row0, row1, row2, pixels, weights, weightsOffset, start, out, outOffset);
    } else {
      DepthwiseWindows.stride1Reloading(
          in, row0, row1, row2, pixels, weights, weightsOffset, start, out, outOffset);
    }
  }

  private static void row(
      int taps,
      int stride,
      float[] in,
      int inOffset,
      int pixels,
      float[] weights,
      int weightsOffset,
      int[] sums,
      int sumsOffset) {
    if (taps == 3 && stride == 1) {
      DepthwiseRows.taps3Stride1(in, inOffset, pixels, weights, weightsOffset, sums, sumsOffset);
    } else if (taps == 3) {
      DepthwiseRows.taps3Stride2(in, inOffset, pixels, weights, weightsOffset, sums, sumsOffset);
    } else if (stride == 1) {
      DepthwiseRows.taps5Stride1(in, inOffset, pixels, weights, weightsOffset, sums, sumsOffset);
    } else {
      DepthwiseRows.taps5Stride2(in, inOffset, pixels, weights, weightsOffset, sums, sumsOffset);
    }
  }

  private static void tapByTap(
      float[] in,
      int[] stepOffsets,
      int firstStep,
      int steps,
      int stride,
      int lane,
      int pixels,
      float[] weights,
      int weightsOffset,
      float start,
      int[] out,
      int outOffset) {
    for (int block = 0; block < pixels; block += BLOCK) {
      int x = Math.min(block, pixels - BLOCK);
      FloatVector sum0 = FloatVector.broadcast(Lanes.FLOAT, start);
      FloatVector sum1 = sum0;
      FloatVector sum2 = sum0;
      FloatVector sum3 = sum0;
      for (int s = 0; s < steps; s++) {
        int at = stepOffsets[firstStep + s] + x * stride * NR + lane;
        FloatVector weight = FloatVector.fromArray(Lanes.FLOAT, weights, weightsOffset + s * NR);
        sum0 = FloatVector.fromArray(Lanes.FLOAT, in, at).fma(weight, sum0);
        at += stride * NR;
        sum1 = FloatVector.fromArray(Lanes.FLOAT, in, at).fma(weight, sum1);
        at += stride * NR;
        sum2 = FloatVector.fromArray(Lanes.FLOAT, in, at).fma(weight, sum2);
        at += stride * NR;
        sum3 = FloatVector.fromArray(Lanes.FLOAT, in, at).fma(weight, sum3);
      }
      int at = outOffset + x * NR;
      sum0.reinterpretAsInts().intoArray(out, at);
      sum1.reinterpretAsInts().intoArray(out, at + NR);
      sum2.reinterpretAsInts().intoArray(out, at + 2 * NR);
      sum3.reinterpretAsInts().intoArray(out, at + 3 * NR);
    }
  }

  private static void single(
      float[] in,
      int[] stepOffsets,
      int firstStep,
      int steps,
      int stride,
      int lane,
      int pixels,
      float[] weights,
      int weightsOffset,
      float start,
      int[] out,
      int outOffset) {
    for (int x = 0; x < pixels; x++) {
      FloatVector sum = FloatVector.broadcast(Lanes.FLOAT, start);
      for (int s = 0; s < steps; s++) {
        int at = stepOffsets[firstStep + s] + x * stride * NR + lane;
        FloatVector weight = FloatVector.fromArray(Lanes.FLOAT, weights, weightsOffset + s * NR);
        sum = FloatVector.fromArray(Lanes.FLOAT, in, at).fma(weight, sum);
      }
      sum.reinterpretAsInts().intoArray(out, outOffset + x * NR);
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
    if (columns < NR) {
      ScalarDepthwise.finish(
          bits, bitsOffset, NR, rows, columns, bias, first, min, max, out, outOffset, outStride);
      return;
    }
    FloatVector bias0 = FloatVector.fromArray(Lanes.FLOAT, bias, first);
    FloatVector bias1 = FloatVector.fromArray(Lanes.FLOAT, bias, first + Lanes.COUNT);
    for (int i = 0; i < rows; i++) {
      int from = bitsOffset + i * NR;
      int to = outOffset + i * outStride;
      sum(bits, from).add(bias0).max(min).min(max).intoArray(out, to);
      sum(bits, from + Lanes.COUNT).add(bias1).max(min).min(max).intoArray(out, to + Lanes.COUNT);
    }
  }

  private static FloatVector sum(int[] bits, int offset) {
    return IntVector.fromArray(Lanes.INT, bits, offset).reinterpretAsFloats();
  }
}
