package io.bytelane;

import io.bytelane.internal.check.Checks;
import io.bytelane.quant.QuantParams;
import io.bytelane.quant.QuantizedType;
import java.util.Objects;

/// Softmax over rows of 8-bit levels, in integers and so independent of the order of the row.
/// Immutable and thread-safe.
///
/// `E[d] = rint(e^(-inputScale * d) * 2^23)` for `d` in 0..255, tabulated when the operator is
/// built;
/// with `S` the sum of `E[max - q]` over the row in int64,
/// `q = sat(rint((E[max - q] / S) / outputScale) + zeroPoint)` in double. The recommended output
/// has
/// scale 1/256 and zero point -128 (s8).
public final class Softmax implements Operator {
  private static final int LEVELS = 256;

  private final QuantParams input;
  private final QuantParams output;
  private final int[] exponentials = new int[LEVELS];

  private Softmax(QuantParams input, QuantParams output) {
    this.input = input;
    this.output = output;
    for (int d = 0; d < LEVELS; d++) {
      double value = StrictMath.exp(-(double) input.scale() * d) * (1 << 23);
      exponentials[d] = (int) Math.rint(value);
    }
  }

  /// Returns the operator for levels of `input`.
  public static Softmax of(QuantParams input, QuantParams output) {
    return new Softmax(
        Objects.requireNonNull(input, "input"), Objects.requireNonNull(output, "output"));
  }

  /// Returns the parameters of the output that cover 0..1 best: scale 1/256, zero point -128.
  public static QuantParams recommendedOutput() {
    return new QuantParams(1f / 256, -128, QuantizedType.S8);
  }

  /// Computes `rows` rows of `length` levels, which lie one after the other. Input and output may
  /// be
  /// the same range; otherwise they must not overlap.
  ///
  /// @throws IndexOutOfBoundsException if a range leaves its array; nothing is written then
  public void run(byte[] in, int inputOffset, byte[] out, int outputOffset, int rows, int length) {
    Checks.atLeast("rows", rows, 0);
    Checks.atLeast("length", length, 1);
    Checks.range("input", in.length, inputOffset, (long) rows * length);
    Checks.range("output", out.length, outputOffset, (long) rows * length);
    for (int i = 0; i < rows; i++) {
      row(in, inputOffset + i * length, out, outputOffset + i * length, length);
    }
  }

  private void row(byte[] in, int from, byte[] out, int to, int length) {
    int mask = input.type().isSigned() ? 0 : 0x80;
    int max = Byte.MIN_VALUE;
    for (int i = 0; i < length; i++) {
      max = Math.max(max, (byte) (in[from + i] ^ mask));
    }
    long sum = 0;
    for (int i = 0; i < length; i++) {
      sum += exponentials[max - (byte) (in[from + i] ^ mask)];
    }
    int min = output.type().min();
    int largest = output.type().max();
    double scale = output.scale();
    for (int i = 0; i < length; i++) {
      double share = (double) exponentials[max - (byte) (in[from + i] ^ mask)] / sum;
      double level = Math.rint(share / scale) + output.zeroPoint();
      out[to + i] = (byte) (int) Math.min(Math.max(level, min), largest);
    }
  }

  /// Returns the parameters of the output.
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
