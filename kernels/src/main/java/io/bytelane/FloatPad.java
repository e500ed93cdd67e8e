package io.bytelane;

import java.util.Arrays;

/// Adds constant cells around a row-major array of floats: the twin of [Pad]. Immutable and
/// thread-safe.
public final class FloatPad implements Operator {
  private final PadPlan plan;
  private final float constant;

  private FloatPad(PadPlan plan, float constant) {
    this.plan = plan;
    this.constant = constant;
  }

  /// Returns the operator.
  ///
  /// @param shape sizes of the input's axes, each at least 1
  /// @param begin cells added before each axis, negative to crop
  /// @param end cells added after each axis, negative to crop
  /// @param constant value of the cells added
  /// @throws IllegalArgumentException if nothing would remain of an axis
  public static FloatPad of(int[] shape, int[] begin, int[] end, float constant) {
    return new FloatPad(new PadPlan(shape, begin, end), constant);
  }

  /// Pads `batch` arrays, which lie one after the other. Input and output must not overlap.
  ///
  /// @throws IndexOutOfBoundsException if a range leaves its array; nothing is written then
  public void run(float[] in, int inputOffset, float[] out, int outputOffset, int batch) {
    plan.check(in.length, inputOffset, out.length, outputOffset, batch);
    for (int n = 0; n < batch; n++) {
      int from = inputOffset + n * plan.inputSize();
      int to = outputOffset + n * plan.outputSize();
      plan.run(in, from, out, to, (byte) 0, constant, null);
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
    return KernelNames.active("f32_pad");
  }

  @Override
  public long packedBytes() {
    return 0;
  }

  @Override
  public String toString() {
    return "FloatPad to " + Arrays.toString(outputShape());
  }
}
