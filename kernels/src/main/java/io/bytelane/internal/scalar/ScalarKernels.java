package io.bytelane.internal.scalar;

import io.bytelane.internal.dispatch.ElementKernels;
import io.bytelane.internal.dispatch.FloatKernels;
import io.bytelane.internal.dispatch.KernelSet;
import io.bytelane.internal.kernel.TileLadder;

/// Assembles the portable kernels.
public final class ScalarKernels {
  private ScalarKernels() {}

  /// Returns the portable kernels.
  public static KernelSet create() {
    return new KernelSet(
        new TileLadder<>(
            new ScalarGemm.Floats(4), new ScalarGemm.Floats(4), new ScalarGemm.Floats(1)),
        new TileLadder<>(new ScalarGemm.Bytes(4), new ScalarGemm.Bytes(4), new ScalarGemm.Bytes(1)),
        new ScalarGemm.Row(),
        new ScalarConverter(),
        new ScalarEpilogue(),
        new ScalarWinogradKernel(),
        new ScalarStrassenKernel(),
        elements(),
        new ScalarDotKernel(),
        new ScalarSegmentDotKernel());
  }

  private static ElementKernels elements() {
    return new ElementKernels(
        new ScalarQuantizeKernel(),
        new ScalarLevelKernel(),
        new ScalarPoolKernel(),
        new ScalarAverageKernel(),
        new ScalarElementwiseKernel(),
        new ScalarDepthwise(),
        new FloatKernels(
            new ScalarFloatArithmetic(), new ScalarFloatFunctions(), new ScalarRowKernel()));
  }
}
