package io.bytelane.internal.vector;

import io.bytelane.internal.dispatch.ElementKernels;
import io.bytelane.internal.dispatch.KernelSet;

/// Assembles the vector kernels of the chosen width.
public final class VectorKernels {
  private VectorKernels() {}

  /// Returns the vector kernels. 512-bit machines have 32 vector registers and take the tall tile.
  public static KernelSet create() {
    return new KernelSet(
        Lanes.SHAPE.vectorBitSize() == 512 ? new F32Gemm8xV2c1Fma() : new F32Gemm4xV2c1Fma(),
        new F32Qc8wGemm1xV2c1Widen(),
        new F32Qc8wGemm4xV2c1Widen(),
        new F32Gemm1xV2c1Fma(),
        new F32Gemm4xV2c1Fma(),
        new VectorConverter(),
        new VectorEpilogue(),
        new VectorWinogradKernel(),
        elements(),
        new VectorDotKernel());
  }

  private static ElementKernels elements() {
    return new ElementKernels(
        new VectorQuantizeKernel(),
        new VectorPoolKernel(),
        new VectorAverageKernel(),
        new VectorElementwiseKernel(),
        new F32Depthwise4xV2c1Fma());
  }
}
