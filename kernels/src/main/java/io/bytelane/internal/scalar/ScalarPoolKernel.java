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

  @Override
  public void sum(
      byte[] in,
      int inOffset,
      int taps,
      int tapStride,
      int length,
      byte flip,
      int[] out,
      int outOffset) {
    for (int i = 0; i < length; i++) {
      int sum = 0;
      for (int t = 0; t < taps; t++) {
        sum += (byte) (in[inOffset + t * tapStride + i] ^ flip);
      }
      out[outOffset + i] = sum;
    }
  }

  @Override
  public void sum(
      int[] in,
      int inOffset,
      int taps,
      int tapStride,
      int length,
      int positions,
      int positionStride,
      int[] out,
      int outOffset) {
    for (int p = 0; p < positions; p++) {
      for (int i = 0; i < length; i++) {
        int at = inOffset + p * positionStride + i;
        int sum = in[at];
        for (int t = 1; t < taps; t++) {
          sum += in[at + t * tapStride];
        }
        out[outOffset + p * length + i] = sum;
      }
    }
  }

  @Override
  public void sum(
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
        float sum = in[at];
        for (int t = 1; t < taps; t++) {
          sum += in[at + t * tapStride];
        }
        out[outOffset + p * length + i] = sum;
      }
    }
  }
}
