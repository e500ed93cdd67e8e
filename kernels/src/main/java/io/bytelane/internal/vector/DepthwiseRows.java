package io.bytelane.internal.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/// Kernel rows of three and of five taps, one at a time, for one vector of channels of a row of
/// pixels: `sums[x] += sum over k of in[x * stride + k] * weight[k]`.
///
/// The weights of a row stay in registers, and of the cells those that the next pixel sees as
/// well. There is a form for each number of taps and each stride because both say which registers
/// hold what. `sums` holds bit patterns of floats.
///
/// Cells and pixels are `NR` apart.
final class DepthwiseRows {
  private static final int NR = F32DepthwiseFma.NR;

  private DepthwiseRows() {}

  /// Sets sums to `start`.
  static void start(float start, int pixels, int[] sums, int sumsOffset) {
    FloatVector value = FloatVector.broadcast(Lanes.FLOAT, start);
    for (int x = 0; x < pixels; x++) {
      store(value, sums, sumsOffset + x * NR);
    }
  }

  /// Adds a kernel row of three taps at stride 1.
  static void taps3Stride1(
      float[] in,
      int inOffset,
      int pixels,
      float[] weights,
      int weightsOffset,
      int[] sums,
      int sumsOffset) {
    FloatVector weight0 = load(weights, weightsOffset);
    FloatVector weight1 = load(weights, weightsOffset + NR);
    FloatVector weight2 = load(weights, weightsOffset + 2 * NR);
    FloatVector in0 = load(in, inOffset);
    FloatVector in1 = load(in, inOffset + NR);
    for (int x = 0; x < pixels; x++) {
      int at = inOffset + x * NR;
      FloatVector in2 = load(in, at + 2 * NR);
      FloatVector sum = load(sums, sumsOffset + x * NR);
      sum = weight0.fma(in0, sum);
      sum = weight1.fma(in1, sum);
      sum = weight2.fma(in2, sum);
      store(sum, sums, sumsOffset + x * NR);
      in0 = in1;
      in1 = in2;
    }
  }

  /// Adds a kernel row of three taps at stride 2.
  static void taps3Stride2(
      float[] in,
      int inOffset,
      int pixels,
      float[] weights,
      int weightsOffset,
      int[] sums,
      int sumsOffset) {
    FloatVector weight0 = load(weights, weightsOffset);
    FloatVector weight1 = load(weights, weightsOffset + NR);
    FloatVector weight2 = load(weights, weightsOffset + 2 * NR);
    FloatVector in0 = load(in, inOffset);
    for (int x = 0; x < pixels; x++) {
      int at = inOffset + 2 * x * NR;
      FloatVector in1 = load(in, at + NR);
      FloatVector in2 = load(in, at + 2 * NR);
      FloatVector sum = load(sums, sumsOffset + x * NR);
      sum = weight0.fma(in0, sum);
      sum = weight1.fma(in1, sum);
      sum = weight2.fma(in2, sum);
      store(sum, sums, sumsOffset + x * NR);
      in0 = in2;
    }
  }

  /// Adds a kernel row of five taps at stride 1.
  static void taps5Stride1(
      float[] in,
      int inOffset,
      int pixels,
      float[] weights,
      int weightsOffset,
      int[] sums,
      int sumsOffset) {
    FloatVector weight0 = load(weights, weightsOffset);
    FloatVector weight1 = load(weights, weightsOffset + NR);
    FloatVector weight2 = load(weights, weightsOffset + 2 * NR);
    FloatVector weight3 = load(weights, weightsOffset + 3 * NR);
    FloatVector weight4 = load(weights, weightsOffset + 4 * NR);
    FloatVector in0 = load(in, inOffset);
    FloatVector in1 = load(in, inOffset + NR);
    FloatVector in2 = load(in, inOffset + 2 * NR);
    FloatVector in3 = load(in, inOffset + 3 * NR);
    for (int x = 0; x < pixels; x++) {
      int at = inOffset + x * NR;
      FloatVector in4 = load(in, at + 4 * NR);
      FloatVector sum = load(sums, sumsOffset + x * NR);
      sum = weight0.fma(in0, sum);
      sum = weight1.fma(in1, sum);
      sum = weight2.fma(in2, sum);
      sum = weight3.fma(in3, sum);
      sum = weight4.fma(in4, sum);
      store(sum, sums, sumsOffset + x * NR);
      in0 = in1;
      in1 = in2;
      in2 = in3;
      in3 = in4;
    }
  }

  /// Adds a kernel row of five taps at stride 2.
  static void taps5Stride2(
      float[] in,
      int inOffset,
      int pixels,
      float[] weights,
      int weightsOffset,
      int[] sums,
      int sumsOffset) {
    FloatVector weight0 = load(weights, weightsOffset);
    FloatVector weight1 = load(weights, weightsOffset + NR);
    FloatVector weight2 = load(weights, weightsOffset + 2 * NR);
    FloatVector weight3 = load(weights, weightsOffset + 3 * NR);
    FloatVector weight4 = load(weights, weightsOffset + 4 * NR);
    FloatVector in0 = load(in, inOffset);
    FloatVector in1 = load(in, inOffset + NR);
    FloatVector in2 = load(in, inOffset + 2 * NR);
    for (int x = 0; x < pixels; x++) {
      int at = inOffset + 2 * x * NR;
      FloatVector in3 = load(in, at + 3 * NR);
      FloatVector in4 = load(in, at + 4 * NR);
      FloatVector sum = load(sums, sumsOffset + x * NR);
      sum = weight0.fma(in0, sum);
      sum = weight1.fma(in1, sum);
      sum = weight2.fma(in2, sum);
      sum = weight3.fma(in3, sum);
      sum = weight4.fma(in4, sum);
      store(sum, sums, sumsOffset + x * NR);
      in0 = in2;
      in1 = in3;
      in2 = in4;
    }
  }

  private static FloatVector load(float[] source, int offset) {
    return FloatVector.fromArray(Lanes.FLOAT, source, offset);
  }

  private static FloatVector load(int[] bits, int offset) {
    return IntVector.fromArray(Lanes.INT, bits, offset).reinterpretAsFloats();
  }

  private static void store(FloatVector sum, int[] bits, int offset) {
    sum.reinterpretAsInts().intoArray(bits, offset);
  }
}
