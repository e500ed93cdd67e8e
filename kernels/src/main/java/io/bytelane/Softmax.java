package io.bytelane;

import io.bytelane.internal.check.Checks;
import io.bytelane.internal.pack.SignFlip;
import io.bytelane.quant.QuantParams;
import io.bytelane.quant.QuantizedType;
import java.util.Objects;

/// Softmax over rows of 8-bit levels, in integers and so independent of the order of the row.
/// Immutable and thread-safe.
///
/// `E[d] = rint(e^(-inputScale * d) * 2^23)` for `d` in 0..255, tabulated when the operator is
/// built; with `S` the sum of `E[max - q]` over the row in int64,
/// `q = sat(rint((E[max - q] / S) / outputScale) + zeroPoint)` in double. The recommended output
/// has scale 1/256 and zero point -128 (s8).
public final class Softmax implements Operator {
  private static final int LEVELS = 256;

  /// 1.5 * 2^52: adding it rounds to an integer, half to even.
  private static final double ROUNDER = 0x1.8p52;

  /// The bound of quotients, and the distance from an integer, up to which a relative error of
  /// 2^-50 cannot change what a quotient is rounded to: 2^20 * 2^-50 is below 0.5 - 0.499999.
  private static final double LARGEST_QUOTIENT = 1 << 20;

  private static final double SAFE_REST = 0.499999;

  private final QuantParams input;
  private final QuantParams output;
  private final double scale;
  private final int zeroPoint;
  private final int max;
  private final int[] exponentials = new int[LEVELS];

  private Softmax(QuantParams input, QuantParams output) {
    this.input = Objects.requireNonNull(input, "input");
    this.output = output;
    scale = output == null ? 0x1p-16 : output.scale();
    zeroPoint = output == null ? Short.MIN_VALUE : output.zeroPoint();
    max = output == null ? Short.MAX_VALUE : output.type().max();
    for (int d = 0; d < LEVELS; d++) {
      double value = StrictMath.exp(-(double) input.scale() * d) * (1 << 23);
      exponentials[d] = (int) Math.rint(value);
    }
  }

  /// Returns the operator for levels of `input`.
  public static Softmax of(QuantParams input, QuantParams output) {
    return new Softmax(input, Objects.requireNonNull(output, "output"));
  }

  /// Returns the operator with 16-bit output, scale 2^-16 and zero point -32768, as TFLite and
  /// CMSIS-NN have it.
  public static Softmax toInt16(QuantParams input) {
    return new Softmax(input, null);
  }

  /// Returns the parameters of the output that cover 0..1 best: scale 1/256, zero point -128.
  public static QuantParams recommendedOutput() {
    return new QuantParams(1f / 256, -128, QuantizedType.S8);
  }

  /// Computes `rows` rows of `length` levels, which lie one after the other. Input and output may
  /// be the same range; otherwise they must not overlap.
  ///
  /// @throws IndexOutOfBoundsException if a range leaves its array; nothing is written then
  /// @throws IllegalStateException if the operator has 16-bit output
  public void run(byte[] in, int inputOffset, byte[] out, int outputOffset, int rows, int length) {
    requireOutput(false);
    check(in.length, inputOffset, out.length, outputOffset, rows, length);
    for (int i = 0; i < rows; i++) {
      int from = inputOffset + i * length;
      int to = outputOffset + i * length;
      int largest = largest(in, from, length);
      long sum = sum(in, from, length, largest);
      double factor = 1 / (sum * scale);
      for (int j = 0; j < length; j++) {
        out[to + j] = (byte) level(exponential(largest, in[from + j]), sum, factor);
      }
    }
  }

  /// Computes 16-bit output; otherwise as the 8-bit form.
  ///
  /// @throws IllegalStateException if the operator has 8-bit output
  public void run(byte[] in, int inputOffset, short[] out, int outputOffset, int rows, int length) {
    requireOutput(true);
    check(in.length, inputOffset, out.length, outputOffset, rows, length);
    for (int i = 0; i < rows; i++) {
      int from = inputOffset + i * length;
      int to = outputOffset + i * length;
      int largest = largest(in, from, length);
      long sum = sum(in, from, length, largest);
      double factor = 1 / (sum * scale);
      for (int j = 0; j < length; j++) {
        out[to + j] = (short) level(exponential(largest, in[from + j]), sum, factor);
      }
    }
  }

  private void requireOutput(boolean wide) {
    if (wide != (output == null)) {
      throw new IllegalStateException(
          Checks.message(
              "output array",
              wide ? "short[]" : "byte[]",
              (wide ? "byte[]" : "short[]") + ", as the operator was made"));
    }
  }

  private static void check(
      int inLength, int inOffset, int outLength, int outOffset, int rows, int length) {
    Checks.atLeast("rows", rows, 0);
    Checks.atLeast("length", length, 1);
    Checks.range("input", inLength, inOffset, (long) rows * length);
    Checks.range("output", outLength, outOffset, (long) rows * length);
  }

  private int signed(byte raw) {
    return (byte) (raw ^ SignFlip.mask(input.type()));
  }

  private int largest(byte[] in, int from, int length) {
    int largest = Byte.MIN_VALUE;
    for (int i = 0; i < length; i++) {
      largest = Math.max(largest, signed(in[from + i]));
    }
    return largest;
  }

  private long sum(byte[] in, int from, int length, int largest) {
    long sum = 0;
    for (int i = 0; i < length; i++) {
      sum += exponential(largest, in[from + i]);
    }
    return sum;
  }

  private int exponential(int largest, byte raw) {
    return exponentials[largest - signed(raw) & (LEVELS - 1)];
  }

  /// Returns the level of one exponential. A multiplication by `factor`, the reciprocal of `sum *
  /// scale`, differs from the two divisions by less than 2^-50 of the quotient; where that quotient
  /// is not beside a tie or beyond all levels, both round to the same integer, and two divisions
  /// are saved.
  private int level(int exponential, long sum, double factor) {
    double quotient = exponential * factor;
    double shifted = quotient + ROUNDER;
    double rest = quotient - (shifted - ROUNDER);
    double rounded =
        quotient < LARGEST_QUOTIENT && Math.abs(rest) < SAFE_REST
            ? shifted - ROUNDER
            : Math.rint((double) exponential / sum / scale);
    return Math.min((int) rounded, max - zeroPoint) + zeroPoint;
  }

  /// Returns the parameters of the output, null if it is 16-bit.
  public QuantParams output() {
    return output;
  }

  /// Returns no scratch memory; `run` takes no workspace.
  @Override
  public WorkspaceSize workspaceSize() {
    return WorkspaceSize.NONE;
  }

  @Override
  public String kernelName() {
    return KernelNames.active("q8_softmax_int64");
  }

  @Override
  public long packedBytes() {
    return 4L * LEVELS;
  }
}
