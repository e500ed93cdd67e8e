package io.bytelane;

import io.bytelane.internal.check.Checks;
import io.bytelane.internal.dispatch.Kernels;
import io.bytelane.internal.kernel.QuantizeKernel;
import io.bytelane.quant.ClampRange;
import io.bytelane.quant.QuantParams;
import java.util.Objects;

/// Turns float32 values into 8-bit levels with one scale and zero point, by the rule of ONNX
/// QuantizeLinear. Immutable and thread-safe.
///
/// `q = sat(rint(fl32(x / scale)) + zeroPoint)`: float32 division, ties to even, the zero point
/// added after rounding, then saturation to the range of the type. NaN gives the zero point, an
/// infinity the end of the range on its side; subnormal values are ordinary numbers. Levels of type
/// `U8` are stored as raw bits.
public final class Quantize implements Operator {
  private final QuantParams params;
  private final QuantizeKernel kernel = Kernels.active().elements().quantize();

  private Quantize(QuantParams params) {
    this.params = params;
  }

  /// Returns the operator for tensors with `params`.
  public static Quantize of(QuantParams params) {
    return new Quantize(Objects.requireNonNull(params, "params"));
  }

  /// Quantizes `length` values of `input` from `inputOffset` on to `output` from `outputOffset` on.
  ///
  /// @throws IndexOutOfBoundsException if a range leaves its array; nothing is written then
  public void run(float[] input, int inputOffset, byte[] output, int outputOffset, int length) {
    Checks.atLeast("length", length, 0);
    Checks.range("input", input.length, inputOffset, length);
    Checks.range("output", output.length, outputOffset, length);
    kernel.quantize(
        input,
        inputOffset,
        length,
        params.scale(),
        params.zeroPoint(),
        params.type().min(),
        params.type().max(),
        output,
        outputOffset);
  }

  /// Explains the level of one value.
  ///
  /// @param value any float
  /// @return the way from the value to the level; see [Explanation]
  public Explanation explain(float value) {
    ExplanationSteps steps = new ExplanationSteps("Quantize of " + value);
    float scale = params.scale();
    float ratio = steps.add("ratio", "fl32(" + value + " / " + scale + ")", value / scale);
    // NaN stands for real 0.
    steps.level(Float.isNaN(ratio) ? 0f : ratio, params, ClampRange.of(params.type()));
    return steps.done();
  }

  /// Returns the parameters of the output.
  public QuantParams params() {
    return params;
  }

  /// Returns no scratch memory; `run` takes no workspace.
  @Override
  public WorkspaceSize workspaceSize() {
    return WorkspaceSize.NONE;
  }

  @Override
  public String kernelName() {
    return KernelNames.active(params.type().isSigned() ? "f32_qs8_quantize" : "f32_qu8_quantize");
  }

  @Override
  public long packedBytes() {
    return 0;
  }
}
