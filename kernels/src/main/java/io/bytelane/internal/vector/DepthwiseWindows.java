package io.bytelane.internal.vector;

import jdk.incubator.vector.FloatVector;

/// Windows of 3 x 3 taps, one vector of channels of a row of pixels: nine weights stay in
/// registers, and of the cells those that the next pixel sees as well, so that stride 1 loads three
/// cells for nine multiplications. That takes 12 vectors and a sum at stride 2, 15 and a sum at
/// stride 1, too many for 16 registers.
///
/// Vectors that a loop carries are arguments, never receivers: C2 knows the class of the others.
///
/// Cells and pixels are `NR` apart; `rowY` is where row `y` of the first window starts.
final class DepthwiseWindows {
  private static final int NR = F32DepthwiseFma.NR;

  private DepthwiseWindows() {}

  /// Stride 1, for machines with 32 vector registers.
  static void stride1(
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
    FloatVector first = FloatVector.broadcast(Lanes.FLOAT, start);
    FloatVector weight00 = load(weights, weightsOffset);
    FloatVector weight01 = load(weights, weightsOffset + NR);
    FloatVector weight02 = load(weights, weightsOffset + 2 * NR);
    FloatVector weight10 = load(weights, weightsOffset + 3 * NR);
    FloatVector weight11 = load(weights, weightsOffset + 4 * NR);
    FloatVector weight12 = load(weights, weightsOffset + 5 * NR);
    FloatVector weight20 = load(weights, weightsOffset + 6 * NR);
    FloatVector weight21 = load(weights, weightsOffset + 7 * NR);
    FloatVector weight22 = load(weights, weightsOffset + 8 * NR);
    FloatVector in00 = load(in, row0);
    FloatVector in01 = load(in, row0 + NR);
    FloatVector in10 = load(in, row1);
    FloatVector in11 = load(in, row1 + NR);
    FloatVector in20 = load(in, row2);
    FloatVector in21 = load(in, row2 + NR);
    for (int x = 0; x < pixels; x++) {
      int at = x * NR;
      FloatVector in02 = load(in, row0 + at + 2 * NR);
      FloatVector in12 = load(in, row1 + at + 2 * NR);
      FloatVector in22 = load(in, row2 + at + 2 * NR);
      FloatVector sum = weight00.fma(in00, first);
      sum = weight01.fma(in01, sum);
      sum = weight02.fma(in02, sum);
      sum = weight10.fma(in10, sum);
      sum = weight11.fma(in11, sum);
      sum = weight12.fma(in12, sum);
      sum = weight20.fma(in20, sum);
      sum = weight21.fma(in21, sum);
      sum = weight22.fma(in22, sum);
      sum.reinterpretAsInts().intoArray(out, outOffset + x * NR);
      in00 = in01;
      in01 = in02;
      in10 = in11;
      in11 = in12;
      in20 = in21;
      in21 = in22;
    }
  }

  /// Stride 1 where registers are few: every cell is loaded for each window that sees it.
  static void stride1Reloading(
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
    FloatVector first = FloatVector.broadcast(Lanes.FLOAT, start);
    FloatVector weight00 = load(weights, weightsOffset);
    FloatVector weight01 = load(weights, weightsOffset + NR);
    FloatVector weight02 = load(weights, weightsOffset + 2 * NR);
    FloatVector weight10 = load(weights, weightsOffset + 3 * NR);
    FloatVector weight11 = load(weights, weightsOffset + 4 * NR);
    FloatVector weight12 = load(weights, weightsOffset + 5 * NR);
    FloatVector weight20 = load(weights, weightsOffset + 6 * NR);
    FloatVector weight21 = load(weights, weightsOffset + 7 * NR);
    FloatVector weight22 = load(weights, weightsOffset + 8 * NR);
    for (int x = 0; x < pixels; x++) {
      int at = x * NR;
      FloatVector sum = load(in, row0 + at).fma(weight00, first);
      sum = load(in, row0 + at + NR).fma(weight01, sum);
      sum = load(in, row0 + at + 2 * NR).fma(weight02, sum);
      sum = load(in, row1 + at).fma(weight10, sum);
      sum = load(in, row1 + at + NR).fma(weight11, sum);
      sum = load(in, row1 + at + 2 * NR).fma(weight12, sum);
      sum = load(in, row2 + at).fma(weight20, sum);
      sum = load(in, row2 + at + NR).fma(weight21, sum);
      sum = load(in, row2 + at + 2 * NR).fma(weight22, sum);
      sum.reinterpretAsInts().intoArray(out, outOffset + at);
    }
  }

  /// Stride 2.
  static void stride2(
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
    FloatVector first = FloatVector.broadcast(Lanes.FLOAT, start);
    FloatVector weight00 = load(weights, weightsOffset);
    FloatVector weight01 = load(weights, weightsOffset + NR);
    FloatVector weight02 = load(weights, weightsOffset + 2 * NR);
    FloatVector weight10 = load(weights, weightsOffset + 3 * NR);
    FloatVector weight11 = load(weights, weightsOffset + 4 * NR);
    FloatVector weight12 = load(weights, weightsOffset + 5 * NR);
    FloatVector weight20 = load(weights, weightsOffset + 6 * NR);
    FloatVector weight21 = load(weights, weightsOffset + 7 * NR);
    FloatVector weight22 = load(weights, weightsOffset + 8 * NR);
    FloatVector in00 = load(in, row0);
    FloatVector in10 = load(in, row1);
    FloatVector in20 = load(in, row2);
    for (int x = 0; x < pixels; x++) {
      int at = 2 * x * NR;
      FloatVector in01 = load(in, row0 + at + NR);
      FloatVector in02 = load(in, row0 + at + 2 * NR);
      FloatVector in11 = load(in, row1 + at + NR);
      FloatVector in12 = load(in, row1 + at + 2 * NR);
      FloatVector in21 = load(in, row2 + at + NR);
      FloatVector in22 = load(in, row2 + at + 2 * NR);
      FloatVector sum = weight00.fma(in00, first);
      sum = weight01.fma(in01, sum);
      sum = weight02.fma(in02, sum);
      sum = weight10.fma(in10, sum);
      sum = weight11.fma(in11, sum);
      sum = weight12.fma(in12, sum);
      sum = weight20.fma(in20, sum);
      sum = weight21.fma(in21, sum);
      sum = weight22.fma(in22, sum);
      sum.reinterpretAsInts().intoArray(out, outOffset + x * NR);
      in00 = in02;
      in10 = in12;
      in20 = in22;
    }
  }

  private static FloatVector load(float[] source, int offset) {
    return FloatVector.fromArray(Lanes.FLOAT, source, offset);
  }
}
