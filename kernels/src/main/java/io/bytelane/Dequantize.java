package io.bytelane;

import io.bytelane.internal.check.Checks;
import io.bytelane.internal.dispatch.Kernels;
import io.bytelane.internal.kernel.QuantizeKernel;
import io.bytelane.internal.pack.SignFlip;
import io.bytelane.quant.QuantParams;
import java.util.Objects;

/// Turns 8-bit levels into the float32 values that they stand for, by the rule of ONNX
/// DequantizeLinear. Immutable and thread-safe.
///
/// `x = fl32(float(q - zeroPoint) * scale)`; the difference is exact in float32. [Quantize] with
/// the same parameters gives every level back.
public final class Dequantize implements Operator {
  private final QuantParams params;
  private final QuantizeKernel kernel = Kernels.active().elements().quantize();

  private Dequantize(QuantParams params) {
    this.params = params;
  }

  /// Returns the operator for tensors with `params`.
  public static Dequantize of(QuantParams params) {
    return new Dequantize(Objects.requireNonNull(params, "params"));
  }

  /// Dequantizes `length` levels of `input` from `inputOffset` on to `output` from `outputOffset`
  /// on.
  ///
  /// @throws IndexOutOfBoundsException if a range leaves its array; nothing is written then
  public void run(byte[] input, int inputOffset, float[] output, int outputOffset, int length) {
    Checks.atLeast("length", length, 0);
    Checks.range("input", input.length, inputOffset, length);
    Checks.range("output", output.length, outputOffset, length);
    kernel.dequantize(
        input,
        inputOffset,
        length,
        SignFlip.mask(params.type()),
        params.scale(),
        SignFlip.zeroPoint(params.zeroPoint(), params.type()),
        output,
        outputOffset);
  }

  /// Returns the parameters of the input.
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
    return KernelNames.active(
        params.type().isSigned() ? "qs8_f32_dequantize" : "qu8_f32_dequantize");
  }

  @Override
  public long packedBytes() {
    return 0;
  }
}
