package io.bytelane.internal.vector;

import io.bytelane.internal.dispatch.ElementKernels;
import io.bytelane.internal.dispatch.FloatKernels;
import io.bytelane.internal.dispatch.KernelSet;
import io.bytelane.internal.kernel.ByteTile;
import io.bytelane.internal.kernel.GemmTile;
import io.bytelane.internal.kernel.TileLadder;

/// Assembles the vector kernels of the chosen width.
public final class VectorKernels {
  /// 512-bit machines have 32 vector registers.
  private static final boolean MANY_REGISTERS = Lanes.SHAPE.vectorBitSize() == 512;

  private VectorKernels() {}

  /// Returns the vector kernels.
  public static KernelSet create() {
    return new KernelSet(
        floatTiles(),
        byteTiles(),
        new Qs8Qc8wGemm1xV2c2Pair(),
        new VectorConverter(),
        new VectorEpilogue(),
        new VectorWinogradKernel(),
        new VectorStrassenKernel(),
        elements(),
        new VectorDotKernel(),
        new VectorSegmentDotKernel());
  }

  private static TileLadder<GemmTile> floatTiles() {
    GemmTile few = new F32Gemm4xV2c1Fma();
    GemmTile tall = MANY_REGISTERS ? new F32Gemm12xV2c1Fma() : few;
    return new TileLadder<>(tall, few, new F32Gemm1xV2c1Fma());
  }

  private static TileLadder<ByteTile> byteTiles() {
    ByteTile few = new F32Qc8wGemm4xV2c1Widen();
    ByteTile tall = MANY_REGISTERS ? new F32Qc8wGemm8xV2c1Widen() : few;
    return new TileLadder<>(tall, few, new F32Qc8wGemm1xV2c1Widen());
  }

  private static ElementKernels elements() {
    return new ElementKernels(
        new VectorQuantizeKernel(),
        new VectorLevelKernel(),
        new VectorPoolKernel(),
        new VectorAverageKernel(),
        new VectorElementwiseKernel(),
        new F32DepthwiseFma(),
        new FloatKernels(
            new VectorFloatArithmetic(), new VectorFloatFunctions(), new VectorRowKernel()));
  }
}
