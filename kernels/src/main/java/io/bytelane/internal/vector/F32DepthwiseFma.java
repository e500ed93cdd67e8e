package io.bytelane.internal.vector;

import io.bytelane.internal.kernel.DepthwiseKernel;
import io.bytelane.internal.scalar.ScalarDepthwise;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/// [DepthwiseKernel] on vectors: four or eight pixels at a time, one vector of channels each.
/// Kernel rows of three and five taps at strides 1 and 2 have forms of their own; any other window
/// goes tap by tap.
final class F32DepthwiseFma implements DepthwiseKernel {
  static final int NR = 2 * Lanes.COUNT;

  private static final int BLOCK = 4;

  /// Eight pixels need more than 16 vector registers.
  private static final boolean WIDE_BLOCKS = Lanes.SHAPE.vectorBitSize() == 512;

  @Override
  public int nr() {
    return NR;
  }

  @Override
  public String name() {
    return "f32_depthwise_4x" + NR + "c1_fma";
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
      if (pixels < BLOCK) {
        single(
            in,
            stepOffsets,
            firstStep,
            steps,
            group,
            stride,
            lane,
            pixels,
            weights,
            w,
            start,
            out,
            to);
      } else if (group == 3 && stride == 1) {
        int wide = widePixels(pixels);
        if (wide > 0) {
          DepthwiseRows3.stride1x8(
              in, stepOffsets, firstStep, steps, lane, 0, wide, weights, w, start, out, to);
        }
        if (wide < pixels) {
          int from = Math.min(wide, pixels - BLOCK);
          DepthwiseRows3.stride1x4(
              in, stepOffsets, firstStep, steps, lane, from, pixels, weights, w, start, out, to);
        }
      } else if (group == 3) {
        DepthwiseRows3.stride2x4(
            in, stepOffsets, firstStep, steps, lane, 0, pixels, weights, w, start, out, to);
      } else if (group == 5 && stride == 1) {
        DepthwiseRows5.stride1x4(
            in, stepOffsets, firstStep, steps, lane, 0, pixels, weights, w, start, out, to);
      } else if (group == 5) {
        DepthwiseRows5.stride2x4(
            in, stepOffsets, firstStep, steps, lane, 0, pixels, weights, w, start, out, to);
      } else {
        tapByTap(
            in, stepOffsets, firstStep, steps, stride, lane, pixels, weights, w, start, out, to);
      }
    }
  }

  /// Returns how many pixels go by eights: five to seven at the end do so too, overlapping.
  private static int widePixels(int pixels) {
    if (!WIDE_BLOCKS || pixels < 2 * BLOCK) {
      return 0;
    }
    int rest = pixels % (2 * BLOCK);
    return rest > BLOCK ? pixels : pixels - rest;
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
      int group,
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
        int weight = weightsOffset + s * group * NR;
        for (int k = 0; k < group; k++) {
          FloatVector cell = FloatVector.fromArray(Lanes.FLOAT, in, at + k * NR);
          sum = cell.fma(FloatVector.fromArray(Lanes.FLOAT, weights, weight + k * NR), sum);
        }
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
