package io.bytelane;

import io.bytelane.OutputBuilder.OutputKind;
import io.bytelane.internal.check.Checks;
import io.bytelane.internal.gemm.BlockSizes;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// The way of a layer's operands between memory segments and the arrays of a workspace: units (rows
/// or images) are copied in blocks to the workspace, computed there by the kernels that serve
/// arrays, and copied back. Kernels on segments would be a second body of each; a copy costs some
/// hundredths of a product.
///
/// The arrays of the workspace hold what the layer needs, then the input of a block, then its
/// output. Values have the byte order of the machine and any alignment.
final class SegmentStaging {
  /// Bytes that a block may take where it has more than one unit: half of a 2 MiB cache.
  private static final long BLOCK_BYTES = 1 << 20;

  private final OutputKind inputKind;
  private final int inputLength;
  private final int inputStride;
  private final OutputKind outputKind;
  private final int outputLength;
  private final int outputStride;
  private final WorkspaceSize own;
  private final int block;

  /// Creates the way of units that have these lengths and distances, in elements.
  ///
  /// @param own what the layer itself needs
  SegmentStaging(
      OutputKind inputKind,
      int inputLength,
      int inputStride,
      OutputKind outputKind,
      int outputLength,
      int outputStride,
      WorkspaceSize own) {
    this.inputKind = inputKind;
    this.inputLength = inputLength;
    this.inputStride = inputStride;
    this.outputKind = outputKind;
    this.outputLength = outputLength;
    this.outputStride = outputStride;
    this.own = own;
    long unitBytes = bytes(inputKind) * inputStride + bytes(outputKind) * outputStride;
    // Whole row blocks of a product, so that weights are expanded no more often than otherwise.
    block = Math.clamp(BLOCK_BYTES / unitBytes, 1, BlockSizes.MC);
  }

  private static long bytes(OutputKind kind) {
    return kind == OutputKind.INT8 ? 1 : 4;
  }

  private static int start(OutputKind kind, WorkspaceSize size) {
    return switch (kind) {
      case INT8 -> size.bytes();
      case INT32 -> size.ints();
      case FLOAT32 -> size.floats();
    };
  }

  private static WorkspaceSize plus(WorkspaceSize size, OutputKind kind, long elements) {
    long sum = start(kind, size) + elements;
    Checks.that(sum <= Integer.MAX_VALUE, "workspace for segments", sum, "below 2^31 elements");
    return switch (kind) {
      case INT8 -> new WorkspaceSize((int) sum, size.ints(), size.floats());
      case INT32 -> new WorkspaceSize(size.bytes(), (int) sum, size.floats());
      case FLOAT32 -> new WorkspaceSize(size.bytes(), size.ints(), (int) sum);
    };
  }

  private WorkspaceSize withInput() {
    return plus(own, inputKind, (long) block * inputStride);
  }

  /// Returns what the layer and a block need together.
  WorkspaceSize workspaceSize() {
    return plus(withInput(), outputKind, (long) block * outputStride);
  }

  /// Returns the most units that one block holds.
  int block() {
    return block;
  }

  /// Returns where the input of a block starts in its array.
  int inputAt() {
    return start(inputKind, own);
  }

  /// Returns where the output of a block starts in its array.
  int outputAt() {
    long at = start(outputKind, own);
    return (int) (inputKind == outputKind ? at + (long) block * inputStride : at);
  }

  /// Checks the arguments of a call on `units` units; offsets are in bytes.
  void check(
      MemorySegment input,
      long inputOffset,
      MemorySegment output,
      long outputOffset,
      int units,
      Workspace w) {
    long inputBytes = bytes(inputKind) * Checks.strided(units, inputStride, inputLength);
    long outputBytes = bytes(outputKind) * Checks.strided(units, outputStride, outputLength);
    Checks.segmentRange("input", input.byteSize(), inputOffset, inputBytes);
    Checks.segmentRange("output", output.byteSize(), outputOffset, outputBytes);
    Checks.that(!output.isReadOnly(), "output", "read-only", "a segment that can be written");
    w.require(workspaceSize());
  }

  /// Runs a layer on `units` units, whose arguments have been checked.
  void run(
      LayerCore core,
      MemorySegment input,
      long inputOffset,
      MemorySegment output,
      long outputOffset,
      int units,
      Workspace w) {
    for (int unit = 0; unit < units; unit += block) {
      int count = Math.min(block, units - unit);
      load(input, inputOffset, unit, count, w);
      core.run(inputAt(), outputAt(), count, w);
      store(output, outputOffset, unit, count, w);
    }
  }

  /// Copies the input of units `unit .. unit + count` to the workspace.
  void load(MemorySegment input, long inputOffset, int unit, int count, Workspace w) {
    boolean together = inputStride == inputLength;
    int pieces = together ? 1 : count;
    int length = together ? count * inputLength : inputLength;
    for (int i = 0; i < pieces; i++) {
      long from = inputOffset + bytes(inputKind) * ((long) unit + i) * inputStride;
      int to = inputAt() + i * inputStride;
      if (inputKind == OutputKind.INT8) {
        MemorySegment.copy(input, ValueLayout.JAVA_BYTE, from, w.bytes(), to, length);
      } else {
        MemorySegment.copy(input, ValueLayout.JAVA_FLOAT_UNALIGNED, from, w.floats(), to, length);
      }
    }
  }

  /// Copies the output of units `unit .. unit + count` from the workspace, and nothing between
  /// them.
  void store(MemorySegment output, long outputOffset, int unit, int count, Workspace w) {
    boolean together = outputStride == outputLength;
    int pieces = together ? 1 : count;
    int length = together ? count * outputLength : outputLength;
    for (int i = 0; i < pieces; i++) {
      int from = outputAt() + i * outputStride;
      long to = outputOffset + bytes(outputKind) * ((long) unit + i) * outputStride;
      switch (outputKind) {
        case INT8 -> MemorySegment.copy(w.bytes(), from, output, ValueLayout.JAVA_BYTE, to, length);
        case INT32 ->
            MemorySegment.copy(w.ints(), from, output, ValueLayout.JAVA_INT_UNALIGNED, to, length);
        case FLOAT32 ->
            MemorySegment.copy(
                w.floats(), from, output, ValueLayout.JAVA_FLOAT_UNALIGNED, to, length);
      }
    }
  }
}
