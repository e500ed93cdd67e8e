package io.bytelane.internal.kernel;

/// Reductions over strided taps: both passes of a pool have this form.
///
/// For `p < positions` and `i < length`, with `t` from 0 up to `taps - 1`, at least 1:
/// `out[outOffset + p * length + i]` = reduction over `t` of
/// `in[inOffset + p * positionStride + t * tapStride + i]`. Input and output do not overlap.
public interface PoolKernel {
  /// Takes the maximum of 8-bit levels, compared after an exclusive or with `flip`: 0 for s8,
  /// `(byte) 0x80` for u8.
  void max(
      byte[] in,
      int inOffset,
      int taps,
      int tapStride,
      int length,
      int positions,
      int positionStride,
      byte flip,
      byte[] out,
      int outOffset);

  /// Takes the maximum of floats as `Math.max` does: NaN wins, and 0 is larger than -0.
  void max(
      float[] in,
      int inOffset,
      int taps,
      int tapStride,
      int length,
      int positions,
      int positionStride,
      float[] out,
      int outOffset);

  /// Adds 8-bit levels, each after an exclusive or with `flip` and read as s8, at one position.
  void sum(
      byte[] in,
      int inOffset,
      int taps,
      int tapStride,
      int length,
      byte flip,
      int[] out,
      int outOffset);

  /// Adds integers.
  void sum(
      int[] in,
      int inOffset,
      int taps,
      int tapStride,
      int length,
      int positions,
      int positionStride,
      int[] out,
      int outOffset);

  /// Adds floats, from tap 0 on, each sum rounded to float32.
  void sum(
      float[] in,
      int inOffset,
      int taps,
      int tapStride,
      int length,
      int positions,
      int positionStride,
      float[] out,
      int outOffset);
}
