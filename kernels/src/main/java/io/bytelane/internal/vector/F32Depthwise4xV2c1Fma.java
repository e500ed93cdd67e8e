package io.bytelane.internal.vector;

import io.bytelane.internal.kernel.DepthwiseKernel;
import jdk.incubator.vector.FloatVector;

/// [DepthwiseKernel] for four pixels at a time, two vectors of channels each.
///
/// Registers: 8 accumulators, 2 weights, 1 input. Every weight that is loaded serves four pixels,
/// so
/// that a multiplication costs 1.25 loads for any window. The last four pixels of a row overlap
/// those before them; rows of fewer pixels take one at a time.
final class F32Depthwise4xV2c1Fma implements DepthwiseKernel {
  static final int MR = 4;
  static final int NR = 2 * Lanes.COUNT;

  @Override
  public int nr() {
    return NR;
  }

  @Override
  public String name() {
    return "f32_depthwise_4x" + NR + "c1_fma";
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
    if (pixels < MR) {
      for (int x = 0; x < pixels; x++) {
        one(
            in,
            inOffset + x * pixelStride,
            tapOffsets,
            firstTap,
            taps,
            weights,
            weightsOffset,
            out,
            outOffset + x * NR);
      }
      return;
    }
    for (int block = 0; block < pixels; block += MR) {
      int x = Math.min(block, pixels - MR);
      four(
          in,
          inOffset + x * pixelStride,
          pixelStride,
          tapOffsets,
          firstTap,
          taps,
          weights,
          weightsOffset,
          out,
          outOffset + x * NR);
    }
  }

  private static void four(
      float[] in,
      int inOffset,
      int pixelStride,
      int[] tapOffsets,
      int firstTap,
      int taps,
      float[] weights,
      int weightsOffset,
      float[] out,
      int outOffset) {
    FloatVector acc00 = FloatVector.zero(Lanes.FLOAT);
    FloatVector acc01 = acc00;
    FloatVector acc10 = acc00;
    FloatVector acc11 = acc00;
    FloatVector acc20 = acc00;
    FloatVector acc21 = acc00;
    FloatVector acc30 = acc00;
    FloatVector acc31 = acc00;
    for (int t = 0; t < taps; t++) {
      int at = tapOffsets[firstTap + t] + inOffset;
      FloatVector weight0 = FloatVector.fromArray(Lanes.FLOAT, weights, weightsOffset + t * NR);
      FloatVector weight1 =
          FloatVector.fromArray(Lanes.FLOAT, weights, weightsOffset + t * NR + Lanes.COUNT);
      acc00 = FloatVector.fromArray(Lanes.FLOAT, in, at).fma(weight0, acc00);
      acc01 = FloatVector.fromArray(Lanes.FLOAT, in, at + Lanes.COUNT).fma(weight1, acc01);
      at += pixelStride;
      acc10 = FloatVector.fromArray(Lanes.FLOAT, in, at).fma(weight0, acc10);
      acc11 = FloatVector.fromArray(Lanes.FLOAT, in, at + Lanes.COUNT).fma(weight1, acc11);
      at += pixelStride;
      acc20 = FloatVector.fromArray(Lanes.FLOAT, in, at).fma(weight0, acc20);
      acc21 = FloatVector.fromArray(Lanes.FLOAT, in, at + Lanes.COUNT).fma(weight1, acc21);
      at += pixelStride;
      acc30 = FloatVector.fromArray(Lanes.FLOAT, in, at).fma(weight0, acc30);
      acc31 = FloatVector.fromArray(Lanes.FLOAT, in, at + Lanes.COUNT).fma(weight1, acc31);
    }
    acc00.intoArray(out, outOffset);
    acc01.intoArray(out, outOffset + Lanes.COUNT);
    acc10.intoArray(out, outOffset + NR);
    acc11.intoArray(out, outOffset + NR + Lanes.COUNT);
    acc20.intoArray(out, outOffset + 2 * NR);
    acc21.intoArray(out, outOffset + 2 * NR + Lanes.COUNT);
    acc30.intoArray(out, outOffset + 3 * NR);
    acc31.intoArray(out, outOffset + 3 * NR + Lanes.COUNT);
  }

  private static void one(
      float[] in,
      int inOffset,
      int[] tapOffsets,
      int firstTap,
      int taps,
      float[] weights,
      int weightsOffset,
      float[] out,
      int outOffset) {
    FloatVector acc0 = FloatVector.zero(Lanes.FLOAT);
    FloatVector acc1 = acc0;
    for (int t = 0; t < taps; t++) {
      int at = tapOffsets[firstTap + t] + inOffset;
      int weight = weightsOffset + t * NR;
      acc0 =
          FloatVector.fromArray(Lanes.FLOAT, in, at)
              .fma(FloatVector.fromArray(Lanes.FLOAT, weights, weight), acc0);
      acc1 =
          FloatVector.fromArray(Lanes.FLOAT, in, at + Lanes.COUNT)
              .fma(FloatVector.fromArray(Lanes.FLOAT, weights, weight + Lanes.COUNT), acc1);
    }
    acc0.intoArray(out, outOffset);
    acc1.intoArray(out, outOffset + Lanes.COUNT);
  }
}
