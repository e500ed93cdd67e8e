package io.bytelane;

import io.bytelane.internal.check.Checks;
import io.bytelane.quant.QuantParams;
import java.util.List;

/// Joins 8-bit arrays along an axis; inputs with parameters other than the output's are requantized
/// by [LookupTable#requantize(QuantParams, QuantParams)]. Immutable and thread-safe.
///
/// An array is `outer` blocks; input `i` has `blockLengths[i]` consecutive levels in each, its size
/// along the axis times that of the axes after it. For NHWC along channels a block is a pixel.
public final class Concat implements Operator {
  private final int[] blockLengths;
  private final LookupTable[] tables;
  private final QuantParams output;
  private final int outputBlock;

  private Concat(int[] blockLengths, LookupTable[] tables, QuantParams output, int outputBlock) {
    this.blockLengths = blockLengths;
    this.tables = tables;
    this.output = output;
    this.outputBlock = outputBlock;
  }

  /// Returns the operator.
  ///
  /// @param inputs parameters of each input, at least one
  /// @param blockLengths levels of each input in a block, at least 0
  /// @param output parameters of the output
  /// @throws io.bytelane.quant.QuantizationException `INVALID_MULTIPLIER` if scales are too far
  ///     apart
  public static Concat of(List<QuantParams> inputs, int[] blockLengths, QuantParams output) {
    Checks.atLeast("inputs.size", inputs.size(), 1);
    Checks.length("blockLengths", blockLengths.length, inputs.size());
    LookupTable[] tables = new LookupTable[inputs.size()];
    long total = 0;
    for (int i = 0; i < tables.length; i++) {
      total += Checks.atLeast("blockLengths[" + i + "]", blockLengths[i], 0);
      QuantParams input = inputs.get(i);
      tables[i] = input.equals(output) ? null : LookupTable.requantize(input, output);
    }
    Checks.that(total <= Integer.MAX_VALUE, "sum of blockLengths", total, "< 2^31");
    return new Concat(blockLengths.clone(), tables, output, (int) total);
  }

  /// Joins `outer` blocks. Inputs and output must not overlap.
  ///
  /// @param inputs one array for each input
  /// @param inputOffsets where each input starts in its array
  /// @throws IndexOutOfBoundsException if a range leaves its array; nothing is written then
  public void run(byte[][] inputs, int[] inputOffsets, byte[] out, int outputOffset, int outer) {
    Checks.atLeast("outer", outer, 0);
    Checks.length("inputs", inputs.length, tables.length);
    Checks.length("inputOffsets", inputOffsets.length, tables.length);
    for (int i = 0; i < tables.length; i++) {
      Checks.range("input", inputs[i].length, inputOffsets[i], (long) outer * blockLengths[i]);
    }
    Checks.range("output", out.length, outputOffset, (long) outer * outputBlock);
    int column = outputOffset;
    for (int i = 0; i < tables.length; i++) {
      int length = blockLengths[i];
      for (int block = 0; block < outer; block++) {
        int from = inputOffsets[i] + block * length;
        int to = column + block * outputBlock;
        if (tables[i] == null) {
          System.arraycopy(inputs[i], from, out, to, length);
        } else {
          tables[i].run(inputs[i], from, out, to, length);
        }
      }
      column += length;
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
    return KernelNames.active("x8_concat");
  }

  @Override
  public long packedBytes() {
    long bytes = 0;
    for (LookupTable table : tables) {
      bytes += table == null ? 0 : table.packedBytes();
    }
    return bytes;
  }
}
