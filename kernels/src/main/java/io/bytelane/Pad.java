package io.bytelane;

import io.bytelane.quant.QuantParams;
import java.util.Arrays;

/// Adds constant cells around a row-major array of 8-bit levels, along any axes; negative numbers
/// crop. Immutable and thread-safe.
///
/// The constant is real 0 by default, that is the zero point. An image is the shape
/// `{height, width, channels}`. Levels are copied as they are, or brought to the parameters of the
/// output by [LookupTable#requantize(QuantParams, QuantParams)] where these differ.
public final class Pad implements Operator {
  private final PadPlan plan;
  private final byte constant;
  private final LookupTable table;

  private Pad(PadPlan plan, byte constant, LookupTable table) {
    this.plan = plan;
    this.constant = constant;
    this.table = table;
  }

  /// Returns the operator that pads by real 0.
  ///
  /// @param shape sizes of the input's axes, each at least 1
  /// @param begin cells added before each axis
  /// @param end cells added after each axis
  /// @throws IllegalArgumentException if nothing would remain of an axis
  public static Pad of(int[] shape, int[] begin, int[] end, QuantParams params) {
    return new Pad(new PadPlan(shape, begin, end), (byte) params.zeroPoint(), null);
  }

  /// Returns the operator that pads by real 0 and changes parameters.
  ///
  /// @throws io.bytelane.quant.QuantizationException `INVALID_MULTIPLIER` if the scales are too far
  ///     apart
  public static Pad of(int[] shape, int[] begin, int[] end, QuantParams input, QuantParams output) {
    LookupTable table = input.equals(output) ? null : LookupTable.requantize(input, output);
    return new Pad(new PadPlan(shape, begin, end), (byte) output.zeroPoint(), table);
  }

  /// Returns the operator that pads by a level.
  ///
  /// @param level stored bits of the constant
  public static Pad ofLevel(int[] shape, int[] begin, int[] end, byte level) {
    return new Pad(new PadPlan(shape, begin, end), level, null);
  }

  /// Pads `batch` arrays, which lie one after the other. Input and output must not overlap.
  ///
  /// @throws IndexOutOfBoundsException if a range leaves its array; nothing is written then
  public void run(byte[] in, int inputOffset, byte[] out, int outputOffset, int batch) {
    plan.check(in.length, inputOffset, out.length, outputOffset, batch);
    for (int n = 0; n < batch; n++) {
      int from = inputOffset + n * plan.inputSize();
      plan.run(in, from, out, outputOffset + n * plan.outputSize(), constant, 0f, table);
    }
  }

  /// Returns the sizes of the axes of the output.
  public int[] outputShape() {
    return plan.outputShape();
  }

  /// Returns no scratch memory; `run` takes no workspace.
  @Override
  public WorkspaceSize workspaceSize() {
    return WorkspaceSize.NONE;
  }

  @Override
  public String kernelName() {
    return KernelNames.active("x8_pad");
  }

  @Override
  public long packedBytes() {
    return table == null ? 0 : table.packedBytes();
  }

  @Override
  public String toString() {
    return "Pad to " + Arrays.toString(outputShape());
  }
}
