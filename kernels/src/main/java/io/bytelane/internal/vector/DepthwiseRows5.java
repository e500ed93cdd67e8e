package io.bytelane.internal.vector;

import jdk.incubator.vector.FloatVector;

/// The inner loops of [F32DepthwiseFma] for kernel rows of five taps, one vector of channels at a
/// time. Cells lie at constant displacements, so that a step costs one address, and each of them is
/// loaded once for all the pixels that see it. Blocks of pixels at the end of a row overlap.
final class DepthwiseRows5 {
  private static final int NR = F32DepthwiseFma.NR;

  private DepthwiseRows5() {}

  /// Stride 1, four pixels at a time: `to - from >= 4`.
  static void stride1x4(
      float[] in,
      int[] stepOffsets,
      int firstStep,
      int steps,
      int lane,
      int from,
      int to,
      float[] weights,
      int weightsOffset,
      float start,
      int[] out,
      int outOffset) {
    for (int block = from; block < to; block += 4) {
      int x = Math.min(block, to - 4);
      FloatVector sum0 = FloatVector.broadcast(Lanes.FLOAT, start);
      FloatVector sum1 = sum0;
      FloatVector sum2 = sum0;
      FloatVector sum3 = sum0;
      for (int s = 0; s < steps; s++) {
        int at = stepOffsets[firstStep + s] + x * NR + lane;
        int weight = weightsOffset + s * 5 * NR;
        FloatVector weight0 = FloatVector.fromArray(Lanes.FLOAT, weights, weight);
        FloatVector weight1 = FloatVector.fromArray(Lanes.FLOAT, weights, weight + NR);
        FloatVector weight2 = FloatVector.fromArray(Lanes.FLOAT, weights, weight + 2 * NR);
        FloatVector weight3 = FloatVector.fromArray(Lanes.FLOAT, weights, weight + 3 * NR);
        FloatVector weight4 = FloatVector.fromArray(Lanes.FLOAT, weights, weight + 4 * NR);
        FloatVector in0 = FloatVector.fromArray(Lanes.FLOAT, in, at);
        sum0 = in0.fma(weight0, sum0);
        FloatVector in1 = FloatVector.fromArray(Lanes.FLOAT, in, at + NR);
        sum0 = in1.fma(weight1, sum0);
        sum1 = in1.fma(weight0, sum1);
        FloatVector in2 = FloatVector.fromArray(Lanes.FLOAT, in, at + 2 * NR);
        sum0 = in2.fma(weight2, sum0);
        sum1 = in2.fma(weight1, sum1);
        sum2 = in2.fma(weight0, sum2);
        FloatVector in3 = FloatVector.fromArray(Lanes.FLOAT, in, at + 3 * NR);
        sum0 = in3.fma(weight3, sum0);
        sum1 = in3.fma(weight2, sum1);
        sum2 = in3.fma(weight1, sum2);
        sum3 = in3.fma(weight0, sum3);
        FloatVector in4 = FloatVector.fromArray(Lanes.FLOAT, in, at + 4 * NR);
        sum0 = in4.fma(weight4, sum0);
        sum1 = in4.fma(weight3, sum1);
        sum2 = in4.fma(weight2, sum2);
        sum3 = in4.fma(weight1, sum3);
        FloatVector in5 = FloatVector.fromArray(Lanes.FLOAT, in, at + 5 * NR);
        sum1 = in5.fma(weight4, sum1);
        sum2 = in5.fma(weight3, sum2);
        sum3 = in5.fma(weight2, sum3);
        FloatVector in6 = FloatVector.fromArray(Lanes.FLOAT, in, at + 6 * NR);
        sum2 = in6.fma(weight4, sum2);
        sum3 = in6.fma(weight3, sum3);
        FloatVector in7 = FloatVector.fromArray(Lanes.FLOAT, in, at + 7 * NR);
        sum3 = in7.fma(weight4, sum3);
      }
      int at = outOffset + x * NR;
      sum0.reinterpretAsInts().intoArray(out, at);
      sum1.reinterpretAsInts().intoArray(out, at + NR);
      sum2.reinterpretAsInts().intoArray(out, at + 2 * NR);
      sum3.reinterpretAsInts().intoArray(out, at + 3 * NR);
    }
  }

  /// Stride 2, four pixels at a time: `to - from >= 4`.
  static void stride2x4(
      float[] in,
      int[] stepOffsets,
      int firstStep,
      int steps,
      int lane,
      int from,
      int to,
      float[] weights,
      int weightsOffset,
      float start,
      int[] out,
      int outOffset) {
    for (int block = from; block < to; block += 4) {
      int x = Math.min(block, to - 4);
      FloatVector sum0 = FloatVector.broadcast(Lanes.FLOAT, start);
      FloatVector sum1 = sum0;
      FloatVector sum2 = sum0;
      FloatVector sum3 = sum0;
      for (int s = 0; s < steps; s++) {
        int at = stepOffsets[firstStep + s] + x * NR * 2 + lane;
        int weight = weightsOffset + s * 5 * NR;
        FloatVector weight0 = FloatVector.fromArray(Lanes.FLOAT, weights, weight);
        FloatVector weight1 = FloatVector.fromArray(Lanes.FLOAT, weights, weight + NR);
        FloatVector weight2 = FloatVector.fromArray(Lanes.FLOAT, weights, weight + 2 * NR);
        FloatVector weight3 = FloatVector.fromArray(Lanes.FLOAT, weights, weight + 3 * NR);
        FloatVector weight4 = FloatVector.fromArray(Lanes.FLOAT, weights, weight + 4 * NR);
        FloatVector in0 = FloatVector.fromArray(Lanes.FLOAT, in, at);
        sum0 = in0.fma(weight0, sum0);
        FloatVector in1 = FloatVector.fromArray(Lanes.FLOAT, in, at + NR);
        sum0 = in1.fma(weight1, sum0);
        FloatVector in2 = FloatVector.fromArray(Lanes.FLOAT, in, at + 2 * NR);
        sum0 = in2.fma(weight2, sum0);
        sum1 = in2.fma(weight0, sum1);
        FloatVector in3 = FloatVector.fromArray(Lanes.FLOAT, in, at + 3 * NR);
        sum0 = in3.fma(weight3, sum0);
        sum1 = in3.fma(weight1, sum1);
        FloatVector in4 = FloatVector.fromArray(Lanes.FLOAT, in, at + 4 * NR);
        sum0 = in4.fma(weight4, sum0);
        sum1 = in4.fma(weight2, sum1);
        sum2 = in4.fma(weight0, sum2);
        FloatVector in5 = FloatVector.fromArray(Lanes.FLOAT, in, at + 5 * NR);
        sum1 = in5.fma(weight3, sum1);
        sum2 = in5.fma(weight1, sum2);
        FloatVector in6 = FloatVector.fromArray(Lanes.FLOAT, in, at + 6 * NR);
        sum1 = in6.fma(weight4, sum1);
        sum2 = in6.fma(weight2, sum2);
        sum3 = in6.fma(weight0, sum3);
        FloatVector in7 = FloatVector.fromArray(Lanes.FLOAT, in, at + 7 * NR);
        sum2 = in7.fma(weight3, sum2);
        sum3 = in7.fma(weight1, sum3);
        FloatVector in8 = FloatVector.fromArray(Lanes.FLOAT, in, at + 8 * NR);
        sum2 = in8.fma(weight4, sum2);
        sum3 = in8.fma(weight2, sum3);
        FloatVector in9 = FloatVector.fromArray(Lanes.FLOAT, in, at + 9 * NR);
        sum3 = in9.fma(weight3, sum3);
        FloatVector in10 = FloatVector.fromArray(Lanes.FLOAT, in, at + 10 * NR);
        sum3 = in10.fma(weight4, sum3);
      }
      int at = outOffset + x * NR;
      sum0.reinterpretAsInts().intoArray(out, at);
      sum1.reinterpretAsInts().intoArray(out, at + NR);
      sum2.reinterpretAsInts().intoArray(out, at + 2 * NR);
      sum3.reinterpretAsInts().intoArray(out, at + 3 * NR);
    }
  }
}
