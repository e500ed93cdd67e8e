package io.bytelane;

import io.bytelane.internal.check.Checks;
import io.bytelane.internal.dispatch.Kernels;
import io.bytelane.internal.kernel.ElementwiseKernel;
import io.bytelane.quant.ClampRange;
import io.bytelane.quant.QuantParams;
import io.bytelane.quant.QuantizationException;
import io.bytelane.quant.QuantizationException.Reason;
import java.util.Objects;
import java.util.function.DoubleUnaryOperator;

/// Any function of one quantized value, as a table of 256 bytes. Immutable and thread-safe.
///
/// `T[q] = sat(rint(f((q - inputZeroPoint) * inputScale) / outputScale) + outputZeroPoint)`, in
/// double throughout, ties to even. [Activations] holds the usual functions.
public final class LookupTable implements Operator {
  private final byte[] table;
  private final QuantParams output;
  private final ElementwiseKernel kernel = Kernels.active().elements().elementwise();

  private LookupTable(byte[] table, QuantParams output) {
    this.table = table;
    this.output = output;
  }

  /// Returns the table of `function`.
  ///
  /// @param function of the real value; it must not give NaN
  /// @throws QuantizationException `NON_FINITE_DATA` with the level for which the function gives
  /// NaN
  public static LookupTable of(
      QuantParams input, QuantParams output, DoubleUnaryOperator function) {
    byte[] table = new byte[256];
    for (int q = input.type().min(); q <= input.type().max(); q++) {
      double x = (q - input.zeroPoint()) * (double) input.scale();
      double y = function.applyAsDouble(x);
      if (Double.isNaN(y)) {
        throw new QuantizationException(
            Reason.NON_FINITE_DATA, "function(" + x + "): NaN (expected: a number)", q, 1);
      }
      double level = Math.rint(y / output.scale()) + output.zeroPoint();
      table[q & 0xFF] = (byte) (int) Math.clamp(level, output.type().min(), output.type().max());
    }
    return new LookupTable(table, output);
  }

  /// Returns the table that changes parameters, as Concat, Pad or Min do before they copy:
  /// `T[q] = sat(rint(fl32((q - inputZeroPoint) * fl32(inputScale / outputScale))) +
  /// outputZeroPoint)`, in float32. Equal parameters copy.
  ///
  /// @throws QuantizationException `INVALID_MULTIPLIER` if the scales are too far apart
  public static LookupTable requantize(QuantParams input, QuantParams output) {
    return requantize(input, output, ClampRange.of(output.type()));
  }

  /// Returns the table that changes parameters and then clamps, such as a Relu between different
  /// scales.
  ///
  /// @throws QuantizationException `INVALID_MULTIPLIER` if the scales are too far apart,
  ///     `INVALID_RANGE` if the clamp leaves the output type
  public static LookupTable requantize(QuantParams input, QuantParams output, ClampRange clamp) {
    Levels.requireWithin(clamp, output.type());
    float multiplier =
        ElementwiseOperator.requireFinite(
            "inputScale / outputScale", input.scale() / output.scale());
    byte[] table = new byte[256];
    for (int q = input.type().min(); q <= input.type().max(); q++) {
      double rounded = Math.rint((double) ((q - input.zeroPoint()) * multiplier));
      long level = input.equals(output) ? q : (long) rounded + output.zeroPoint();
      table[q & 0xFF] = (byte) clamp.clamp(level);
    }
    return new LookupTable(table, output);
  }

  /// Returns a table that is given.
  ///
  /// @param levels 256 stored output levels: that of the stored byte `b` at `b & 0xFF`; copied
  /// @param output their parameters
  /// @throws IllegalArgumentException if there are not 256
  public static LookupTable ofLevels(byte[] levels, QuantParams output) {
    Checks.that(levels.length == 256, "levels.length", levels.length, "256");
    return new LookupTable(levels.clone(), Objects.requireNonNull(output, "output"));
  }

  /// Applies the table to `length` levels. Input and output may be the same range; otherwise they
  /// must not overlap.
  ///
  /// @throws IndexOutOfBoundsException if a range leaves its array; nothing is written then
  public void run(byte[] input, int inputOffset, byte[] out, int outputOffset, int length) {
    Checks.atLeast("length", length, 0);
    Checks.range("input", input.length, inputOffset, length);
    Checks.range("output", out.length, outputOffset, length);
    kernel.lookUp(table, input, inputOffset, length, out, outputOffset);
  }

  /// Returns the stored bits of the level for stored bits `raw`.
  public byte get(byte raw) {
    return table[raw & 0xFF];
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
    return KernelNames.active("x8_lookup");
  }

  @Override
  public long packedBytes() {
    return table.length;
  }
}
