package io.bytelane.bench.matmul;

import io.bytelane.bench.Check;
import io.bytelane.bench.Contender;
import io.bytelane.bench.Operands;
import io.bytelane.bench.Outputs;
import io.bytelane.reference.ReferenceDot;
import java.util.function.IntFunction;

/// The operands of one matrix product, and the oracle for them.
///
/// Every contender computes the sums of s8 x s8 products; one that takes u8 operands gets value +
/// 128 with zero point 128, which is the same product.
public final class MatMulOperands {
  /// Products that the oracle computes per operand set: enough rows of large shapes, all of the
  /// others.
  private static final double ORACLE_MACS = 2e7;

  private final MatMulShape shape;
  private final byte[][] activations = new byte[Contender.SLOTS][];
  private final byte[] weights;

  /// Creates the operands of `shape`, with activations in `range`.
  public MatMulOperands(MatMulShape shape, Operands.Range range) {
    this.shape = shape;
    for (int slot = 0; slot < Contender.SLOTS; slot++) {
      activations[slot] = Operands.activations(shape.m(), shape.k(), range, slot);
    }
    this.weights = Operands.weights(shape.n(), shape.k());
  }

  /// Returns the shape.
  public MatMulShape shape() {
    return shape;
  }

  /// Returns the activations of operand set `slot`, `[m][k]`, signed.
  public byte[] activations(int slot) {
    return activations[slot];
  }

  /// Returns the weights, `[n][k]`, signed.
  public byte[] weights() {
    return weights;
  }

  /// Returns the multiplier from sums to 8-bit outputs of a layer with one scale.
  public float multiplier() {
    return Operands.multiplier(shape.k());
  }

  /// Returns the multipliers of a layer with one scale per output channel.
  public float[] channelMultipliers() {
    return Operands.channelMultipliers(shape.n(), shape.k());
  }

  /// Compares int32 outputs. `outputs` runs an operand set and returns `[m][n]`.
  public Check checkSums(IntFunction<int[]> outputs) {
    return check(
        outputs,
        (expected, actual, at) -> Outputs.compare(expected, 0, actual, at, expected.length));
  }

  /// Compares float outputs of the same integer operands. `outputs` runs an operand set and returns
  /// `[m][n]`.
  public Check checkFloats(IntFunction<float[]> outputs) {
    return check(
        outputs,
        (expected, actual, at) ->
            Outputs.compare(Outputs.toFloat(expected), 0, actual, at, expected.length));
  }

  /// Compares 8-bit outputs, requantized by `requantize` from the sum and the index of its channel.
  public Check checkBytes(IntFunction<byte[]> outputs, Requantize requantize) {
    return check(
        outputs,
        (expected, actual, at) -> {
          byte[] bytes = new byte[expected.length];
          for (int j = 0; j < bytes.length; j++) {
            bytes[j] = requantize.apply(expected[j], j);
          }
          return Outputs.compare(bytes, 0, actual, at, bytes.length);
        });
  }

  /// The oracle's requantization of one sum.
  @FunctionalInterface
  public interface Requantize {
    /// Returns the 8-bit output of `sum` in channel `channel`.
    byte apply(int sum, int channel);
  }

  @FunctionalInterface
  private interface RowCheck<T> {
    Check compare(int[] expectedRow, T actual, int offset);
  }

  private <T> Check check(IntFunction<T> outputs, RowCheck<T> rowCheck) {
    int rows = (int) Math.clamp(ORACLE_MACS / ((double) shape.n() * shape.k()), 1, shape.m());
    Check total = Check.EMPTY;
    for (int slot = 0; slot < Contender.SLOTS; slot++) {
      T actual = outputs.apply(slot);
      for (int r = 0; r < rows; r++) {
        // First and last row included: edges of tiles are where kernels go wrong.
        int row = rows == 1 ? 0 : (int) ((long) r * (shape.m() - 1) / (rows - 1));
        total = total.plus(rowCheck.compare(expectedRow(slot, row), actual, row * shape.n()));
      }
    }
    return total;
  }

  private int[] expectedRow(int slot, int row) {
    int k = shape.k();
    int[] sums = new int[shape.n()];
    for (int j = 0; j < sums.length; j++) {
      sums[j] = ReferenceDot.dot(activations[slot], row * k, weights, j * k, k);
    }
    return sums;
  }
}
