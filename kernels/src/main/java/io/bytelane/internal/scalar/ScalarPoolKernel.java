package io.bytelane.internal.scalar;

import io.bytelane.internal.kernel.PoolKernel;

/// [PoolKernel] in plain loops.
public final class ScalarPoolKernel implements PoolKernel {
  /// Creates the stateless instance.
  public ScalarPoolKernel() {}

  @Override
  public void max(
      byte[] in,
      int inOffset,
      int taps,
      int tapStride,
      int length,
      int positions,
      int positionStride,
      byte flip,
      byte[] out,
      int outOffset) {
    for (int p = 0; p < positions; p++) {
      for (int i = 0; i < length; i++) {
        int at = inOffset + p * positionStride + i;
        int best = (byte) (in[at] ^ flip);
        for (int t = 1; t < taps; t++) {
          best = Math.max(best, (byte) (in[at + t * tapStride] ^ flip));
        }
        out[outOffset + p * length + i] = (byte) (best ^ flip);
      }
    }
  }

  @Override
  public void max(
      float[] in,
      int inOffset,
      int taps,
      int tapStride,
      int length,
      int positions,
      int positionStride,
      float[] out,
      int outOffset) {
    for (int p = 0; p < positions; p++) {
      for (int i = 0; i < length; i++) {
        int at = inOffset + p * positionStride + i;
        float best = in[at];
        for (int t = 1; t < taps; t++) {
          best = Math.max(best, in[at + t * tapStride]);
        }
        out[outOffset + p * length + i] = best;
      }
    }
  }
}
